using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.Session;

/// <summary>Writes our Received field (RFC 5321 4.4), folded, without allocation; what a client said cannot break out of it.</summary>
public static class ReceivedField
{
    /// <summary>The whole field with its final CRLF is never longer.</summary>
    public const int MaxOctets = 900;

    private const int MaxQuotedOctets = 200;
    private const int MaxHostNameOctets = 255;
    private const int MaxIdOctets = 64;

    // Of the longest date with "; " before and CRLF behind it.
    private const int DateOctets = 35;

    // Atoms, dots, and what address literals need: nothing that opens a comment, quotes, folds or ends a clause.
    private static readonly SearchValues<byte> HelloOctets =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_:[]"u8);

    private static readonly SearchValues<byte> AddressOctets =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_:[]@!#$%&'*+/=?^`{|}~"u8);

    /// <param name="destination">At least <see cref="MaxOctets"/>.</param>
    /// <returns>Octets written.</returns>
    public static int Write(Span<byte> destination, in ReceivedTrace trace)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, MaxOctets, nameof(destination));
        var writer = new OctetWriter(destination[..MaxOctets]);

        writer.Write("Received: from "u8);
        WriteHello(ref writer, trace.Hello);
        writer.Write(" (["u8);
        WriteAddress(ref writer, trace.Client);
        writer.Write("])\r\n\tby "u8);
        writer.Write(Cut(trace.HostName, MaxHostNameOctets));
        writer.Write(" "u8);
        writer.Write(OwnTrace.Comment);
        writer.Write(" with "u8);
        WriteProtocol(ref writer, trace.Protocol);
        writer.Write("\r\n\tid "u8);
        writer.Write(Cut(trace.TransactionId, MaxIdOctets));
        writer.Write([OwnTrace.MarkSeparator]);
        writer.Write(trace.Mark, "x16");
        WriteFor(ref writer, trace.For);
        writer.Write("; "u8);
        WriteDate(ref writer, trace.Time);
        writer.Write("\r\n"u8);
        return writer.Written;
    }

    private static void WriteHello(ref OctetWriter writer, ReadOnlySpan<byte> hello)
    {
        if (hello.IsEmpty)
        {
            writer.Write("unknown"u8);
            return;
        }

        Span<byte> harmless = stackalloc byte[MaxQuotedOctets];
        hello = hello[..Math.Min(hello.Length, MaxQuotedOctets)];
        hello.CopyTo(harmless);
        harmless = harmless[..hello.Length];
        for (int next; (next = harmless.IndexOfAnyExcept(HelloOctets)) >= 0;) harmless[next] = (byte)'_';
        writer.Write(harmless);
    }

    /// <summary>RFC 5321 4.1.3, without the zone of a link-local address; mapped IPv4 is IPv4.</summary>
    private static void WriteAddress(ref OctetWriter writer, IPAddress client)
    {
        Span<byte> text = stackalloc byte[80];
        client.TryFormat(text, out var length);
        ReadOnlySpan<byte> address = text[..length];

        if (client.IsIPv4MappedToIPv6) address = address[(address.LastIndexOf((byte)':') + 1)..];
        else if (client.AddressFamily == AddressFamily.InterNetworkV6) writer.Write("IPv6:"u8);
        var zone = address.IndexOf((byte)'%');
        writer.Write(zone < 0 ? address : address[..zone]);
    }

    /// <summary>An address that would have to be changed to stand here is left out: a wrong one is worse than none.</summary>
    private static void WriteFor(ref OctetWriter writer, ReadOnlySpan<byte> recipient)
    {
        const int Clause = 10;
        if (recipient.IsEmpty || recipient.Length > MaxQuotedOctets || recipient.ContainsAnyExcept(AddressOctets)) return;
        if (writer.Left < Clause + recipient.Length + DateOctets) return;

        writer.Write("\r\n\tfor <"u8);
        writer.Write(recipient);
        writer.Write(">"u8);
    }

    private static void WriteDate(ref OctetWriter writer, DateTimeOffset time)
    {
        // "R" is RFC 1123 in universal time; its "GMT" is obsolete syntax (RFC 5322 4.3).
        writer.Write(time, "R");
        writer.TakeBack("GMT".Length);
        writer.Write("+0000"u8);
    }

    private static ReadOnlySpan<char> Cut(ReadOnlySpan<char> text, int max) => text[..Math.Min(text.Length, max)];

    /// <summary>RFC 3848 and RFC 6531 know no word for HELO with more, so SMTP it is.</summary>
    private static void WriteProtocol(ref OctetWriter writer, ReceivedProtocol protocol)
    {
        var utf8 = protocol.HasFlag(ReceivedProtocol.Utf8);
        writer.Write(utf8 ? "UTF8SMTP"u8 : protocol.HasFlag(ReceivedProtocol.Extended) ? "ESMTP"u8 : "SMTP"u8);
        if (!utf8 && !protocol.HasFlag(ReceivedProtocol.Extended)) return;

        if (protocol.HasFlag(ReceivedProtocol.Tls)) writer.Write("S"u8);
        if (protocol.HasFlag(ReceivedProtocol.Authenticated)) writer.Write("A"u8);
    }
}
