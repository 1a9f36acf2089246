namespace Connelink.MailGuard.Smtp;

/// <summary>esmtp-param of RFC 5321 4.1.2: a keyword, perhaps with "=" and a value.</summary>
internal readonly ref struct EsmtpParameter(ReadOnlySpan<byte> keyword, ReadOnlySpan<byte> value, bool hasValue)
{
    public ReadOnlySpan<byte> Keyword { get; } = keyword;

    public ReadOnlySpan<byte> Value { get; } = value;

    /// <summary>"SIZE=" has an empty one, which no parameter allows.</summary>
    public bool HasValue { get; } = hasValue;

    /// <summary>Takes the next one and the blanks around it. False: not in the grammar.</summary>
    public static bool TryTake(ref ReadOnlySpan<byte> rest, out EsmtpParameter parameter)
    {
        parameter = default;
        var end = rest.IndexOfAny((byte)' ', (byte)'\t');
        var word = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[end..].TrimStart(" \t"u8);

        var equals = word.IndexOf((byte)'=');
        var keyword = equals < 0 ? word : word[..equals];
        var value = equals < 0 ? default : word[(equals + 1)..];
        if (!IsKeyword(keyword) || !IsValue(value)) return false;
        parameter = new EsmtpParameter(keyword, value, equals >= 0);
        return true;
    }

    private static bool IsKeyword(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[0] == '-') return false;
        foreach (var octet in text)
        {
            if (!char.IsAsciiLetterOrDigit((char)octet) && octet != '-') return false;
        }
        return true;
    }

    /// <summary>Octets of UTF-8 and a second "=" are for the parameter to judge (RFC 6533 3 allows the former).</summary>
    private static bool IsValue(ReadOnlySpan<byte> text)
    {
        foreach (var octet in text)
        {
            if (octet is < 33 or 127) return false;
        }
        return true;
    }
}
