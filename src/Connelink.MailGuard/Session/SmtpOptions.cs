using System.ComponentModel.DataAnnotations;

namespace Connelink.MailGuard.Session;

/// <summary>Limits and times of the SMTP server side, each with its reason.</summary>
public sealed class SmtpOptions
{
    public const string Section = "MailGuard:Smtp";

    /// <summary>Octets of a command line with CRLF. RFC 5321 4.5.3.1.4 asks for 512, the extensions' parameters (RFC 3461, 6531) for some 1,500 more.</summary>
    [Range(512, 4096)]
    public int MaxCommandOctets { get; set; } = 2048;

    /// <summary>Octets of a message as announced in SIZE and measured: 40 MiB of attachments in base64, and room for the text.</summary>
    [Range(65_536, 1L << 32)]
    public long MaxMessageOctets { get; set; } = 72L * 1024 * 1024;

    /// <summary>Octets of a header section: more is an attack on whoever parses it.</summary>
    [Range(16_384, 262_144)]
    public int MaxHeaderOctets { get; set; } = 131_072;

    /// <summary>Octets of a message held before the next hop hears of it, in slabs of 64 KiB: most messages are judged whole. A slab more costs 6 MiB when 100 connections send 40 MB each (docs/performance.md).</summary>
    [Range(65_536, 16_777_216)]
    public int HoldOctets { get; set; } = 131_072;

    /// <summary>Octets of held mail data of all sessions together: the bound of the process's memory.</summary>
    [Range(1_048_576, 1L << 36)]
    public long HoldOctetsInAll { get; set; } = 64L * 1024 * 1024;

    /// <summary>RCPT commands in one transaction, refused ones included.</summary>
    [Range(100, 100_000)]
    public int MaxRcptCommands { get; set; } = 2000;

    /// <summary>Octets of one envelope with the commands made of it: room for 500 recipients of 1 KiB, which is far more than addresses take.</summary>
    [Range(65_536, 16_777_216)]
    public int MaxEnvelopeOctets { get; set; } = 524_288;

    /// <summary>Errors (5yz and unknown commands) in one session: guessing addresses has a price. 0: no limit.</summary>
    [Range(0, 100_000)]
    public int MaxErrors { get; set; } = 1000;

    /// <summary>Commands between two messages that bring none nearer to its end (NOOP, RSET without a transaction, VRFY, HELP, EHLO).</summary>
    [Range(10, 100_000)]
    public int MaxIdleCommands { get; set; } = 100;

    /// <summary>Mail transactions in one session: load is spread anew now and then.</summary>
    [Range(1, 1_000_000)]
    public int MaxTransactions { get; set; } = 10_000;

    /// <summary>Sessions of all listeners together.</summary>
    [Range(1, 1_000_000)]
    public int MaxConnections { get; set; } = 10_000;

    /// <summary>Sessions of one client address. The antispam service is often the only client, so this is not small.</summary>
    [Range(1, 1_000_000)]
    public int MaxConnectionsPerClient { get; set; } = 2000;

    /// <summary>Waiting for a command or for mail data (RFC 5321 4.5.3.2.7).</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromSeconds(300);

    /// <summary>The same while the client holds a next-hop connection that others wait for.</summary>
    public TimeSpan IdleTimeoutUnderPressure { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Sending to the client without progress.</summary>
    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Octets a second that mail data must arrive with, after the first minute: a sender that drips holds memory and a connection.</summary>
    [Range(0, 1_000_000)]
    public int MinDataRate { get; set; } = 100;

    /// <summary>After an objection the client's data is read and dropped for so long at most.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>At stop, sessions may end their transaction for so long.</summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
