using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Hostile;

/// <summary>Base64 that decoders read differently: junk, padding and line ends where none belong (RFC 2045 6.8 tells decoders to ignore junk).</summary>
internal static class Base64Bodies
{
    private static readonly Family Family = new("base64-bodies", "noxxi/mime-is-broken; Inbox Invasion (CCS 2024), MIMEminer; RFC 2045 6.8",
        RuleName.EncryptedArchive, RuleName.MimeIntegrity, RuleName.Framing)
    {
        Readers = "padding inside read on: Thunderbird, mailparser, postal-mime, MIME-tools; junk skipped: nearly all",
    };

    /// <summary>Of whole quanta.</summary>
    private static readonly byte[] LongText = Text.Octets(string.Concat(Enumerable.Repeat("Bonjour, voici la facture de janvier.\r\n", 1200)));

    public static IEnumerable<SampleMessage> All()
    {
        var archive = Payload.Aes256;
        var mail = new TwoPartMail(archive);
        var lines = mail.Body.Split("\r\n");
        var whole = Convert.ToBase64String(archive);
        var half = archive.Length / 6 * 3;
        (string Name, string Body)[] cases =
        [
            ("one-line", whole),
            ("lines-of-4", Text.Wrap(whole, 4)),
            ("lines-of-3", Text.Wrap(whole, 3)),
            ("lines-of-1", Text.Wrap(whole, 1)),
            ("lines-of-77", Text.Wrap(whole, 77)),
            ("lines-of-4-and-x", Text.Wrap(whole, 4, "#\r\n")),
            ("empty-lines-between", Text.Wrap(whole, 64, "\r\n\r\n")),
            ("empty-line-first", "\r\n\r\n" + mail.Body),
            ("blanks-between", Text.Wrap(whole, 1, " ")),
            ("tabs-between", Text.Wrap(whole, 2, "\t")),
            ("vertical-tabs-between", Text.Wrap(whole, 5, "\v")),
            ("blanks-before-lines", " " + Text.Wrap(whole, 72, "\r\n ")),
            ("cr-between", Text.Wrap(whole, 72, "\r")),
            ("lf-between", Text.Wrap(whole, 72, "\n")),
            ("nul-between", Text.Wrap(whole, 72, "\0\r\n")),
            ("dots-between", Text.Wrap(whole, 1, ".")),
            ("hashes-between", Text.Wrap(whole, 3, "#")),
            ("percents-between", Text.Wrap(whole, 4, "%")),
            ("dashes-between", Text.Wrap(whole, 8, "-")),
            ("underscores-between", Text.Wrap(whole, 8, "_")),
            ("8-bit-between", Text.Wrap(whole, 8, "\u00E9")),
            ("url-alphabet", mail.Body.Replace('+', '-').Replace('/', '_')),
            ("url-alphabet-from-the-first-letter", Convert.ToBase64String([0xFB, 0, 0, .. archive]).Replace('+', '-').Replace('/', '_')),
            ("padding-at-line-ends", Text.Wrap(whole, 76, "=\r\n")),
            ("padding-at-line-starts", "=" + Text.Wrap(whole, 76, "\r\n=")),
            ("padding-behind-each-four", Text.Wrap(whole, 4, "=")),
            ("padding-inside-four", Text.Wrap(whole, 2, "=")),
            ("padding-line-first", "====\r\n" + mail.Body),
            ("padding-word-first", "ABC=\r\n" + mail.Body),
            ("padding-four-in-middle", string.Join("\r\n====\r\n", lines)),
            ("padding-missing", mail.Body.TrimEnd('=')),
            ("padding-too-much", mail.Body.TrimEnd('=') + "======"),
            ("two-runs-one-pad", Text.Base64(archive.AsSpan(0, half + 2)) + "\r\n" + Text.Base64(archive.AsSpan(half + 2))),
            ("two-runs-two-pads", Text.Base64(archive.AsSpan(0, half + 1)) + "\r\n" + Text.Base64(archive.AsSpan(half + 1))),
            ("two-runs-in-one-line", Convert.ToBase64String(archive.AsSpan(0, half + 1)) + Convert.ToBase64String(archive.AsSpan(half + 1))),
            ("each-octet-padded", string.Concat(archive.Select(octet => Convert.ToBase64String([octet]) + "\r\n"))),
            ("each-octet-half-padded", string.Concat(archive.Select(octet =>
                Convert.ToBase64String([octet]).Replace("==", "=", StringComparison.Ordinal)))),
            ("behind-text-and-padding", Text.Base64("Bonjour."u8) + "\r\n" + mail.Body),
            ("behind-clear-archive", Text.Base64(Payload.Clear) + "\r\n" + mail.Body),
            ("before-clear-archive", mail.Body + "\r\n" + Text.Base64(Payload.Clear)),
            ("one-letter-before", "A\r\n\r\n" + mail.Body),
            ("two-letters-before", "AB\r\n\r\n" + mail.Body),
            ("three-letters-before", "ABC\r\n\r\n" + mail.Body),
            ("begin-line", "begin-base64 644 facture.zip\r\n" + mail.Body + "\r\n===="),
            ("end-cut", mail.Body[..^3]),
            ("text-behind", mail.Body + "\r\n-- \r\nListe de diffusion"),
            ("byte-order-mark-first", "\u00EF\u00BB\u00BF" + mail.Body),
            ("escaped-for-quoted-printable", mail.Body.Replace("=", "=3D", StringComparison.Ordinal)),
            ("comment-first", "(archive)\r\n" + mail.Body),
        ];
        foreach (var (name, body) in cases.Concat(Late(archive))) yield return Family.Inbound(name, mail with { Body = body });
        yield return Family.Inbound("late-in-clear",
            Mail.Single(Mail.InboundFields, "Content-Type: text/plain\nContent-Transfer-Encoding: base64",
            Text.Base64(LongText) + "\r\n_____\r\n" + OldEncodings.Uuencode(archive)));
    }

    /// <summary>Behind so much text that decoders which differ there cannot begin anew.</summary>
    private static IEnumerable<(string Name, string Body)> Late(byte[] archive)
    {
        var whole = Convert.ToBase64String(archive);
        var zip = Zip.Of(ZipEntry.Stored("bruit.txt", Payload.Noise(50_000)), ZipEntry.WinZip("facture.txt", Payload.Content, 256));
        var text = Text.Base64(LongText);
        yield return ("late-behind-padding", Text.Base64(LongText.AsSpan(2)) + "\r\n" + Text.Wrap(whole, 76));
        yield return ("late-in-other-alphabet", text + "\r\n" + Text.Wrap(whole, 76).Replace('+', '-').Replace('/', '_'));
        yield return ("late-padding-to-skip", text + "\r\nAB=\r\nCD" + Text.Wrap(whole, 76));
        yield return ("late-in-the-middle-of-gzip", Split(Packed.Gzip(zip), 40_000));
        yield return ("late-in-the-middle-of-zip", Split(Zip.Of(ZipEntry.Stored("a.zip", Zip.Of(ZipEntry.Deflated("b.zip", zip)))), 40_000));
    }

    /// <summary>With one "=" to be skipped in the middle of a quantum.</summary>
    private static string Split(byte[] octets, int at)
    {
        var whole = Text.Base64(octets);
        return whole[..at] + "=" + whole[at..];
    }
}
