using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;

namespace Connelink.MailGuard.Smtp;

/// <summary>The values of the parameters that we know (RFC 1870 6, RFC 3461 4, RFC 6152 2, RFC 6533 3).</summary>
internal static class EsmtpValue
{
    /// <summary>RFC 1870 4.</summary>
    private const int MaxSizeDigits = 20;

    /// <summary>RFC 3461 4.4.</summary>
    private const int MaxEnvelopeIdOctets = 100;

    /// <summary>RFC 3461 4.2.</summary>
    private const int MaxOriginalRecipientOctets = 500;

    /// <summary>What a long cannot hold is too large for us in any case.</summary>
    public static bool TryReadSize(ReadOnlySpan<byte> value, out long size)
    {
        size = 0;
        if (value.Length is 0 or > MaxSizeDigits || value.ContainsAnyExceptInRange((byte)'0', (byte)'9')) return false;
        if (!Utf8Parser.TryParse(value, out size, out _)) size = long.MaxValue;
        return true;
    }

    public static bool TryReadBody(ReadOnlySpan<byte> value, out BodyType body)
    {
        body = Is(value, "8BITMIME"u8) ? BodyType.EightBitMime : Is(value, "7BIT"u8) ? BodyType.SevenBit : BodyType.Unspecified;
        return body != BodyType.Unspecified;
    }

    public static bool TryReadReturn(ReadOnlySpan<byte> value, out DsnReturn part)
    {
        part = Is(value, "FULL"u8) ? DsnReturn.Full : Is(value, "HDRS"u8) ? DsnReturn.Headers : DsnReturn.Unspecified;
        return part != DsnReturn.Unspecified;
    }

    /// <summary>NEVER alone, or a list without it.</summary>
    public static bool TryReadNotify(ReadOnlySpan<byte> value, out DsnNotify notify)
    {
        notify = DsnNotify.None;
        foreach (var range in value.Split((byte)','))
        {
            var condition = ReadCondition(value[range]);
            if (condition == DsnNotify.None) return false;
            notify |= condition;
        }
        return notify == DsnNotify.Never || (notify & DsnNotify.Never) == 0;
    }

    private static DsnNotify ReadCondition(ReadOnlySpan<byte> word)
    {
        if (Is(word, "NEVER"u8)) return DsnNotify.Never;
        if (Is(word, "SUCCESS"u8)) return DsnNotify.Success;
        if (Is(word, "FAILURE"u8)) return DsnNotify.Failure;
        return Is(word, "DELAY"u8) ? DsnNotify.Delay : DsnNotify.None;
    }

    public static bool IsEnvelopeId(ReadOnlySpan<byte> value) => value.Length <= MaxEnvelopeIdOctets && IsXtext(value);

    /// <summary>addr-type ";" xtext; with SMTPUTF8 the address may be UTF-8 as it is (RFC 6533 3, utf-8-addr-unitext).</summary>
    public static bool IsOriginalRecipient(ReadOnlySpan<byte> value, bool smtpUtf8)
    {
        var semicolon = value.IndexOf((byte)';');
        if (semicolon < 1 || value.Length > MaxOriginalRecipientOctets) return false;
        var type = value[..semicolon];
        var address = value[(semicolon + 1)..];
        if (!IsAddressType(type)) return false;
        return IsXtext(address) || (smtpUtf8 && Is(type, "utf-8"u8) && !Ascii.IsValid(address) && Utf8.IsValid(address));
    }

    private static bool IsAddressType(ReadOnlySpan<byte> type)
    {
        foreach (var octet in type)
        {
            if (!char.IsAsciiLetterOrDigit((char)octet) && octet is not ((byte)'-' or (byte)'.' or (byte)'_')) return false;
        }
        return true;
    }

    /// <summary>RFC 3461 4: printable, no "=", and "+" only before two hexadecimal digits, which some write in lower case.</summary>
    public static bool IsXtext(ReadOnlySpan<byte> value)
    {
        for (var at = 0; at < value.Length; at++)
        {
            if (value[at] is < 33 or > 126 or (byte)'=') return false;
            if (value[at] != '+') continue;
            if (value.Length - at < 3 || !char.IsAsciiHexDigit((char)value[at + 1]) || !char.IsAsciiHexDigit((char)value[at + 2])) return false;
            at += 2;
        }
        return !value.IsEmpty;
    }

    private static bool Is(ReadOnlySpan<byte> value, ReadOnlySpan<byte> word) => Ascii.EqualsIgnoreCase(value, word);
}
