using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Connelink.MailGuard.Audit;
using Connelink.MailGuard.Inspection;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Relay;
using Connelink.MailGuard.Smtp;
using Connelink.MailGuard.Transport;
using Microsoft.Extensions.Logging;

namespace Connelink.MailGuard.Session;

/// <summary>What all sessions of one listener share. Safe for all threads.</summary>
public sealed class ListenerContext
{
    /// <summary>Octets that our own fields may add to a message; SIZE is announced that much smaller than the next hop's.</summary>
    public const int OwnFieldOctets = 8192;

    private const SmtpExtensions FromNextHop = SmtpExtensions.EightBitMime | SmtpExtensions.SmtpUtf8 | SmtpExtensions.Dsn;
    private const SmtpExtensions OfOurOwn = SmtpExtensions.Pipelining | SmtpExtensions.Size | SmtpExtensions.EnhancedStatusCodes;

    private readonly byte[] _hostName = [];
    private readonly byte[] _greeting = [];

    public required ListenerOptions Listener { get; init; }

    public required MailGuardOptions Options
    {
        get;
        init
        {
            field = value;
            _hostName = Encoding.ASCII.GetBytes(value.HostName);
            _greeting = Encoding.ASCII.GetBytes($"220 {value.HostName} ESMTP Connelink.MailGuard\r\n");
        }
    }

    /// <summary>RFC 5321 4.2: the first line of a session.</summary>
    public ReadOnlySpan<byte> Greeting => _greeting;

    /// <summary>The gateway's own name.</summary>
    public ReadOnlySpan<byte> HostName => _hostName;

    public required ClientNetworks AllowedClients { get; init; }

    public required IAddressDirectory Directory { get; init; }

    /// <summary>The rules in force; a transaction keeps those that it began with.</summary>
    public required Func<RuleSet> Rules { get; init; }

    public required NextHopRouter Router { get; init; }

    public required SlabPool Slabs { get; init; }

    public required InspectionPool Inspections { get; init; }

    public required WorkerLane Lane { get; init; }

    /// <summary>Null: no STARTTLS here.</summary>
    public ServerCertificate? Certificate { get; init; }

    public required AuditLog Audit { get; init; }

    public required MailGuardMetrics Metrics { get; init; }

    public required ILogger Logger { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>The gateway stops: sessions end with their transaction.</summary>
    public required CancellationToken Stopping { get; init; }

    public SmtpOptions Limits => Options.Smtp;

    /// <summary>What EHLO announces: our own words, and what every next hop of this listener can do.</summary>
    public SmtpExtensions Offer => OfOurOwn | (Router.Offer & FromNextHop);

    /// <summary>Octets of a message that this listener takes: its own limit, or the next hop's less what we add.</summary>
    public long MaxMessageOctets
    {
        get
        {
            var theirs = Router.Size;
            return theirs == 0 ? Limits.MaxMessageOctets : Math.Min(Limits.MaxMessageOctets, Math.Max(0, theirs - OwnFieldOctets));
        }
    }

    /// <summary>The reply to EHLO (RFC 5321 4.1.1.1) into the buffer; returns what was offered.</summary>
    public SmtpExtensions WriteEhlo(IBufferWriter<byte> output, bool isTls)
    {
        var offer = Offer;
        Line(output, "250-"u8, HostName);
        Line(output, "250-PIPELINING"u8, default);
        if (offer.HasFlag(SmtpExtensions.EightBitMime)) Line(output, "250-8BITMIME"u8, default);
        if (offer.HasFlag(SmtpExtensions.SmtpUtf8)) Line(output, "250-SMTPUTF8"u8, default);
        if (offer.HasFlag(SmtpExtensions.Dsn)) Line(output, "250-DSN"u8, default);
        if (Certificate is not null && !isTls)
        {
            Line(output, "250-STARTTLS"u8, default);
            offer |= SmtpExtensions.StartTls;
        }
        Line(output, "250-ENHANCEDSTATUSCODES"u8, default);
        Span<byte> size = stackalloc byte[20];
        Utf8Formatter.TryFormat(MaxMessageOctets, size, out var digits);
        Line(output, "250 SIZE "u8, size[..digits]);
        return offer;
    }

    private static void Line(IBufferWriter<byte> output, ReadOnlySpan<byte> start, ReadOnlySpan<byte> end)
    {
        output.Write(start);
        output.Write(end);
        output.Write("\r\n"u8);
    }
}
