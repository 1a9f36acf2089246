namespace Connelink.MailGuard.Server.Commands;

/// <summary>What the program tells the shell.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>The work was done and its outcome is bad: a demo message got another verdict than expected.</summary>
    public const int Unexpected = 1;

    /// <summary>What was asked has mistakes, and the directory stays as it was.</summary>
    public const int Refused = 1;

    /// <summary>Nothing was done: wrong arguments, a mistake in the configuration, a port that is taken.</summary>
    public const int CannotStart = 2;

    /// <summary>Ended at once by a second signal (128 + SIGTERM).</summary>
    public const int Terminated = 143;
}
