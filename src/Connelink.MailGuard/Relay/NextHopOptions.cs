using System.ComponentModel.DataAnnotations;

namespace Connelink.MailGuard.Relay;

/// <summary>Encryption towards a next hop (RFC 3207).</summary>
public enum NextHopTls : byte
{
    None,

    /// <summary>STARTTLS where offered, any certificate; in clear where the handshake fails.</summary>
    Opportunistic,

    /// <summary>STARTTLS with a certificate that is valid for the host's name, or no mail.</summary>
    Required,
}

/// <summary>Hosts that mail is handed to, and how.</summary>
public sealed class NextHopOptions
{
    /// <summary>"host:port"; several are used alike, one that fails is left out until it answers a probe.</summary>
    public string[] Hosts { get; set; } = [];

    /// <summary>Connections to all hosts together.</summary>
    [Range(1, 10_000)]
    public int MaxConnections { get; set; } = 128;

    public NextHopTls Tls { get; set; } = NextHopTls.Opportunistic;

    /// <summary>PEM file of certificates to trust instead of the system's, for a next hop with a certificate of its own.</summary>
    public string? TrustedCertificates { get; set; }

    /// <summary>False: never PIPELINING, 8BITMIME, SMTPUTF8 or DSN even where offered, for a next hop that offers what it cannot do.</summary>
    public bool UseExtensions { get; set; } = true;

    /// <summary>Connecting and the greeting.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>MAIL and RCPT in all, tries on other hosts included.</summary>
    public TimeSpan RcptTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Waiting for 354.</summary>
    public TimeSpan DataTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>A write without progress.</summary>
    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>From the client's end-of-data to our reply. RFC 5321 4.5.3.2.6: clients wait 10 minutes.</summary>
    public TimeSpan FinalReplyTimeout { get; set; } = TimeSpan.FromSeconds(540);

    /// <summary>Waiting for a connection of the pool.</summary>
    public TimeSpan RentTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>An idle connection is closed after this; next hops close theirs after 300 s (RFC 5321 4.5.3.2.7).</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>A connection is retired at this age.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromSeconds(300);

    /// <summary>A connection is retired after so many transactions.</summary>
    [Range(1, 1_000_000)]
    public int MaxTransactions { get; set; } = 1000;

    /// <summary>A connection is retired after so many 4yz and 5yz: Domino closes after too many (SMTPErrorLimit).</summary>
    [Range(1, 1000)]
    public int MaxErrorReplies { get; set; } = 5;

    public TimeSpan ProbeInterval { get; set; } = TimeSpan.FromSeconds(30);
}
