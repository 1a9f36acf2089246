using System.Buffers;
using System.Net;

namespace Connelink.MailGuard.Smtp;

/// <summary>How long the parts of a mailbox are (RFC 5321 4.1.2, RFC 6531 3.3). Each function measures from the start; 0: it is not there.</summary>
internal static class MailboxGrammar
{
    /// <summary>RFC 5321 4.5.3.1.1 says 64, but return paths with a recipient inside (VERP, SRS) are often longer.</summary>
    public const int MaxLocalPartOctets = 256;

    /// <summary>RFC 5321 4.5.3.1.2.</summary>
    public const int MaxDomainOctets = 255;

    private const int MaxLabelOctets = 63;
    private const string Alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>atext of RFC 5322 3.2.3, dots anywhere (Japanese carriers really have "user..name@" and "name.@"), octets of UTF-8.</summary>
    private static readonly SearchValues<byte> LocalPartSet = WithNonAscii(Alphanumeric + "!#$%&'*+-/=?^_`{|}~.");

    /// <summary>Letters, digits, hyphen and dot; the underscore is in real reverse-paths; octets of UTF-8 for U-labels.</summary>
    private static readonly SearchValues<byte> DomainSet = WithNonAscii(Alphanumeric + "-_.");

    private static readonly SearchValues<byte> HexOrColonSet = SearchValues.Create("0123456789ABCDEFabcdef:."u8);

    public static int LocalPart(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith((byte)'"')) return QuotedString(text);
        var octets = text.IndexOfAnyExcept(LocalPartSet);
        if (octets < 0) octets = text.Length;
        return octets <= MaxLocalPartOctets ? octets : 0;
    }

    /// <summary>RFC 5321 allows an empty one; it names nobody and is not taken.</summary>
    private static int QuotedString(ReadOnlySpan<byte> text)
    {
        for (var at = 1; at < text.Length && at < MaxLocalPartOctets; at++)
        {
            if (text[at] == '"') return at > 1 ? at + 1 : 0;
            if (text[at] == '\\' && (++at == text.Length || text[at] > 126)) return 0;
            if (text[at] is < 32 or 127) return 0;
        }
        return 0;
    }

    public static int DomainOrLiteral(ReadOnlySpan<byte> text) => text.StartsWith((byte)'[') ? AddressLiteral(text) : Domain(text);

    public static int Domain(ReadOnlySpan<byte> text)
    {
        var octets = text.IndexOfAnyExcept(DomainSet);
        if (octets < 0) octets = text.Length;
        if (octets is 0 or > MaxDomainOctets) return 0;

        // A final dot is the root: "example.org." is "example.org".
        var labels = text[octets - 1] == '.' ? text[..(octets - 1)] : text[..octets];
        while (true)
        {
            var dot = labels.IndexOf((byte)'.');
            if (!IsLabel(dot < 0 ? labels : labels[..dot])) return 0;
            if (dot < 0) return octets;
            labels = labels[(dot + 1)..];
        }
    }

    private static bool IsLabel(ReadOnlySpan<byte> label)
    {
        if (label.IsEmpty || label[0] == '-' || label[^1] == '-') return false;
        // A U-label counts as the A-label that it becomes.
        return label.Length <= MaxLabelOctets || label.ContainsAnyInRange((byte)0x80, (byte)0xFF);
    }

    /// <summary>RFC 5321 4.1.3: IPv4, "IPv6:" or another tag with its content.</summary>
    private static int AddressLiteral(ReadOnlySpan<byte> text)
    {
        var close = text.IndexOf((byte)']');
        if (close is < 2 or >= MaxDomainOctets) return 0;

        var literal = text[1..close];
        var colon = literal.IndexOf((byte)':');
        var good = colon < 0 ? IsIPv4(literal) : IsTagged(literal[..colon], literal[(colon + 1)..]);
        return good ? close + 1 : 0;
    }

    private static bool IsTagged(ReadOnlySpan<byte> tag, ReadOnlySpan<byte> content)
    {
        if (System.Text.Ascii.EqualsIgnoreCase(tag, "IPv6"u8)) return IsIPv6(content);
        if (tag.Contains((byte)'.') || tag.ContainsAnyInRange((byte)0x80, (byte)0xFF) || Domain(tag) != tag.Length) return false;
        return !content.IsEmpty && !content.ContainsAnyExceptInRange((byte)33, (byte)126) && content.IndexOfAny("[\\"u8) < 0;
    }

    /// <summary>Four decimal numbers; the framework's parser also takes octal, hexadecimal and fewer.</summary>
    private static bool IsIPv4(ReadOnlySpan<byte> text)
    {
        var numbers = 0;
        foreach (var range in text.Split((byte)'.'))
        {
            var number = text[range];
            if (number.Length is 0 or > 3 || !byte.TryParse(number, System.Globalization.NumberStyles.None, null, out _)) return false;
            numbers++;
        }
        return numbers == 4;
    }

    /// <summary>The framework's parser, without the zone and the brackets that it also takes.</summary>
    private static bool IsIPv6(ReadOnlySpan<byte> text) =>
        text.Length >= 2 && !text.ContainsAnyExcept(HexOrColonSet) && text.Contains((byte)':') && IPAddress.IsValidUtf8(text);

    private static SearchValues<byte> WithNonAscii(string ascii)
    {
        var octets = new List<byte>(ascii.Select(letter => (byte)letter));
        for (var octet = 0x80; octet <= 0xFF; octet++)
        {
            octets.Add((byte)octet);
        }
        return SearchValues.Create([.. octets]);
    }
}
