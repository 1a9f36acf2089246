using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Hostile;

/// <summary>Transfer encodings that no RFC of MIME has and mail programs know all the same.</summary>
internal static class OtherEncodings
{
    private static readonly Family Family = new("other-encodings", "noxxi/mime-is-broken", RuleName.EncryptedArchive, RuleName.MimeIntegrity,
        RuleName.Framing)
    {
        Readers = "uuencode and its other names: Thunderbird, Outlook, Python email, MIME-tools; BinHex: MIME-tools, Apple Mail; yEnc: Thunderbird",
    };

    public static IEnumerable<SampleMessage> All()
    {
        var archive = Payload.ZipCrypto;
        var mail = new TwoPartMail(archive);
        foreach (var name in (string[])["x-uuencode", "uuencode", "x-uue", "uue", "x-uu", "x-uucode"])
        {
            yield return Family.Inbound(name, mail
                with
            { PartEncoding = $"Content-Transfer-Encoding: {name}\r\n", Body = OldEncodings.Uuencode(archive) });
        }
        foreach (var name in (string[])["x-uuencode", "uuencode"])
        {
            yield return Family.Inbound(name + "-without-begin", mail
                with
            { PartEncoding = $"Content-Transfer-Encoding: {name}\r\n", Body = OldEncodings.UuLines(archive) });
        }
        foreach (var name in (string[])["x-yencode", "yenc", "x-yenc"])
        {
            yield return Family.Inbound(name, mail
                with
            { PartEncoding = $"Content-Transfer-Encoding: {name}\r\n", Body = OldEncodings.Yencode(archive) });
        }
        foreach (var name in (string[])["binhex", "binhex40", "mac-binhex40", "x-binhex40"])
        {
            yield return Family.Inbound(name, mail
                with
            { PartEncoding = $"Content-Transfer-Encoding: {name}\r\n", Body = OldEncodings.BinHex(archive) });
        }
        foreach (var name in (string[])["gzip64", "x-gzip64"])
        {
            yield return Family.Inbound(name, mail
                with
            { PartEncoding = $"Content-Transfer-Encoding: {name}\r\n", Body = Text.Base64(Packed.Gzip(archive)) });
        }
        yield return Family.Inbound("binary", mail with { PartEncoding = "Content-Transfer-Encoding: binary\r\n", Body = Raw(archive) })
            with
        { Source = "RFC 2045 6.2" };
        yield return Family.Inbound("8bit", mail with { PartEncoding = "Content-Transfer-Encoding: 8bit\r\n", Body = Raw(archive) })
            with
        { Source = "RFC 2045 6.2" };
    }

    /// <summary>NUL and bare line ends cannot pass SMTP: this is an attack that framing stops.</summary>
    private static string Raw(byte[] archive) => Text.Latin1(archive);
}
