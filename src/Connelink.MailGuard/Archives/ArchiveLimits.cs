namespace Connelink.MailGuard.Archives;

/// <summary>How much is looked at in the archives of one message. Reaching a limit is a finding.</summary>
public sealed record ArchiveLimits
{
    public static readonly ArchiveLimits Default = new();

    /// <summary>Octets inflated, at all depths together.</summary>
    public long MaxInflatedOctets { get; init; } = 256L << 20;

    /// <summary>Containers around a file. What is attached to the message has depth 0.</summary>
    public int MaxDepth { get; init; } = 16;

    /// <summary>Files in archives, at all depths together.</summary>
    public int MaxEntries { get; init; } = 100_000;
}
