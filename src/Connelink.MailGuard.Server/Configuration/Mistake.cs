namespace Connelink.MailGuard.Server.Configuration;

/// <summary>One thing that is wrong with the configuration: where, what, and what to write instead.</summary>
/// <param name="Path">"MailGuard:Listeners:0:NextHop".</param>
/// <param name="What">What is wrong: no capital, no full stop.</param>
/// <param name="Mend">What to do about it: a sentence.</param>
/// <param name="Origin">"line 12" of the file, or where else the setting comes from; null where it is missing.</param>
/// <param name="IsWarning">The gateway would run, though perhaps not as meant.</param>
internal sealed record Mistake(string Path, string What, string Mend, string? Origin, bool IsWarning)
{
    public string Kind => IsWarning ? "warning" : "error";

    public override string ToString() => $"{Kind} {Path}{(Origin is null ? "" : $" ({Origin})")}: {What}. {Mend}";
}
