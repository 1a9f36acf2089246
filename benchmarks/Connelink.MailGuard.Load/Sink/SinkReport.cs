namespace Connelink.MailGuard.Load.Sink;

/// <summary>The sink's account of one run; numbers are printed as ranges.</summary>
internal sealed record SinkReport
{
    public required string Run { get; init; }

    public long Messages { get; init; }

    public string Ids { get; init; } = "";

    public string Doubled { get; init; } = "";

    public long PoisonPassed { get; init; }
}
