using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Hostile;

/// <summary>Quoted-printable that decoders read differently: bad escapes, blanks and soft breaks in odd places.</summary>
internal static class QuotedPrintableBodies
{
    private static readonly Family Family = new("quoted-printable-bodies",
        "Inbox Invasion (CCS 2024), MIMEminer; bugtraq 2003 (Teterin); RFC 2045 6.7", RuleName.EncryptedArchive, RuleName.MimeIntegrity,
        RuleName.Framing);

    public static IEnumerable<SampleMessage> All()
    {
        // The strange is put into the comment at the end of the archive, or between escapes: readers that repair it still have an archive.
        var archive = Payload.ZipCrypto;
        var mail = new TwoPartMail(archive) { PartEncoding = "Content-Transfer-Encoding: quoted-printable\r\n" };
        var good = Text.QuotedPrintable(archive);
        (string Name, string Body)[] cases =
        [
            ("honest", good),
            ("lower-case", good.ToLowerInvariant()),
            ("no-soft-breaks", good.Replace("=\r\n", "", StringComparison.Ordinal)),
            ("blanks-behind-soft-break", Text.QuotedPrintable(archive, "= \t\r\n")),
            ("soft-break-by-lf", Text.QuotedPrintable(archive, "=\n")),
            ("soft-break-by-cr", Text.QuotedPrintable(archive, "=\r")),
            ("soft-break-by-cr-cr-lf", Text.QuotedPrintable(archive, "=\r\r\n")),
            ("soft-break-escaped", Text.QuotedPrintable(archive, "=\r\n=\r\n")),
            ("escape-split-after-equals", Split(good, 1)),
            ("escape-split-after-digit", Split(good, 2)),
            ("equals-alone-at-end", good + "="),
            ("equals-and-digit-at-end", good + "=2"),
            ("equals-and-letter", good + "=ZZ"),
            ("equals-twice", good + "==41"),
            ("equals-blank", good + "= 41"),
            ("equals-x", good + "=x41"),
            ("only-needed-escapes", Readable(archive)),
            ("only-needed-escapes-8-bit", Text.Latin1(archive).Replace("=", "=3D", StringComparison.Ordinal).Replace("\r", "=0D",
                StringComparison.Ordinal).Replace("\n", "=0A", StringComparison.Ordinal).Replace("\0", "=00", StringComparison.Ordinal)),
            ("trailing-blanks", good + "   \r\n"),
            ("equals-to-drop-in-signatures", good.Replace("=50=4B", "P=K", StringComparison.Ordinal)),
            ("bad-escape-first", "=ZZ=\r\n" + good),
            ("bad-escape-in-name", good.Replace("=66=61=63", "f=\r\nac", StringComparison.Ordinal)),
            ("line-longer-than-998", "=20" + string.Concat(Enumerable.Repeat("=20", 400)) + "=\r\n" + good),
            ("empty-line-first", "\r\n" + good),
        ];
        foreach (var (name, body) in cases) yield return Family.Inbound(name, mail with { Body = body });
    }

    /// <summary>A soft break inside an escape in the middle.</summary>
    private static string Split(string body, int behind)
    {
        var at = body.IndexOf("=66", StringComparison.Ordinal) + behind;
        return body[..at] + "=\r\n" + body[at..];
    }

    /// <summary>As programs write it that escape no more than they must.</summary>
    private static string Readable(byte[] octets)
    {
        var tokens = octets.Select(octet =>
            octet is > (byte)' ' and < 127 and not (byte)'=' and not (byte)'.' ? ((char)octet).ToString() : $"={octet:X2}");
        return string.Join("=\r\n", tokens.Chunk(24).Select(chunk => string.Concat(chunk)));
    }
}
