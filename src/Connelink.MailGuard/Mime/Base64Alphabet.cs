namespace Connelink.MailGuard.Mime;

/// <summary>What each octet is to a reading of base64: the value of a letter, or one of the kinds above them.</summary>
internal static class Base64Alphabet
{
    /// <summary>Skipped by all.</summary>
    public const byte White = 64;
    public const byte LineFeed = 65;
    public const byte Padding = 66;

    /// <summary>"-" or "_" where they are no letters.</summary>
    public const byte OfUrl = 67;
    public const byte Junk = 68;

    private static readonly byte[] Standard = Table(urlSafe: false, hasPadding: true);
    private static readonly byte[] UrlSafe = Table(urlSafe: true, hasPadding: true);
    private static readonly byte[] WithoutPadding = Table(urlSafe: false, hasPadding: false);

    /// <summary>RFC 2045 6.8, Table 1.</summary>
    public static ReadOnlySpan<byte> Letters => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8;

    public static byte[] Of(Base64Reading reading) => reading switch
    {
        Base64Reading.UrlSafe => UrlSafe,
        Base64Reading.WithoutPadding => WithoutPadding,
        _ => Standard,
    };

    private static byte[] Table(bool urlSafe, bool hasPadding)
    {
        var table = new byte[256];
        table.AsSpan().Fill(Junk);
        for (byte i = 0; i < Letters.Length; i++) table[Letters[i]] = i;
        table['-'] = urlSafe ? (byte)62 : OfUrl;
        table['_'] = urlSafe ? (byte)63 : OfUrl;
        foreach (var white in " \t\r"u8) table[white] = White;
        table['\n'] = LineFeed;
        table['='] = hasPadding ? Padding : White;
        return table;
    }
}
