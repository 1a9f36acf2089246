namespace Connelink.MailGuard.Server;

/// <summary>Makes sockets run their continuations on the polling thread: no hop to the thread pool for each read and write.</summary>
/// <remarks>
/// The runtime reads the variable once, when its socket engine is first used (a static field of SocketAsyncEngine), so this must
/// come before the first socket of the process. What an operator has set wins.
/// </remarks>
internal static class SocketCompletions
{
    public const string Variable = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    public static void RunInline()
    {
        if (Environment.GetEnvironmentVariable(Variable) is null) Environment.SetEnvironmentVariable(Variable, "1");
    }
}
