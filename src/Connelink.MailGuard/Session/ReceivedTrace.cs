using System.Net;

namespace Connelink.MailGuard.Session;

/// <summary>What the Received field of one message tells (RFC 5321 4.4).</summary>
public readonly ref struct ReceivedTrace
{
    /// <summary>The argument of EHLO or HELO as received; the writer makes it harmless.</summary>
    public ReadOnlySpan<byte> Hello { get; init; }

    public required IPAddress Client { get; init; }

    /// <summary>The gateway's own name.</summary>
    public required ReadOnlySpan<char> HostName { get; init; }

    public ReceivedProtocol Protocol { get; init; }

    /// <summary>Finds the record of the transaction; the first 64 characters are written.</summary>
    public required ReadOnlySpan<char> TransactionId { get; init; }

    /// <summary><see cref="Policy.OwnTrace.Mark"/>: knows the same message and recipients again.</summary>
    public ulong Mark { get; init; }

    /// <summary>The only recipient; empty when there are several, since each would read of the others (RFC 5321 4.4, Bcc).</summary>
    public ReadOnlySpan<byte> For { get; init; }

    public DateTimeOffset Time { get; init; }
}

/// <summary>What makes up the word after "with" (RFC 3848, RFC 6531).</summary>
[Flags]
public enum ReceivedProtocol : byte
{
    Smtp = 0,
    Extended = 1,
    Tls = 2,
    Authenticated = 4,
    Utf8 = 8,
}
