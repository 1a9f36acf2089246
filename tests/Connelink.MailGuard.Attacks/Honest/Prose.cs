using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Honest;

/// <summary>People write about mail, archives and encryption, quote what they got, and paste what is on their screens. From an essential plan, too.</summary>
internal static class Prose
{
    private static readonly Family Family = new("prose", "POSIX uuencode; RFC 1741, 9580; what only looks like a file");

    public static IEnumerable<SampleMessage> All()
    {
        var quoted = "> " + OpenPgp.Armor("MESSAGE", OpenPgp.Encrypted).Replace("\r\n", "\r\n> ", StringComparison.Ordinal);
        (string Name, string Text)[] cases =
        [
            ("begin-644", "begin 644 is how a uuencoded file starts, and\r\nend\r\nis how it stops.\r\n"),
            ("begin-sentence", "begin  the meeting at ten.\r\nbegin 100 times if you must.\r\nend\r\n"),
            ("begin-and-nothing", "Le fichier commence par:\r\n\r\nbegin 644 facture.zip\r\n\r\net ainsi de suite.\r\n"),
            ("yenc", "A yEnc file starts with =ybegin line=128 size=1 name=a and ends with =yend.\r\n=ybegin\r\n=yend size=0\r\n"),
            ("binhex", "(This file must be converted with BinHex 4.0)\r\n\r\nVoila ce qui est ecrit au debut.\r\n"),
            ("zip-talk", "PK\u0003\u0004 est la signature d'un fichier ZIP; le mot de passe du fichier est \"infected\".\r\n"),
            ("pgp-quoted", $"Je ne peux pas lire ceci:\r\n\r\n{quoted}\r\n\r\nMarie\r\n"),
            ("pgp-signed-quoted", "> " + OpenPgp.ClearSigned("Bonjour").Replace("\r\n", "\r\n> ", StringComparison.Ordinal) + "\r\nMerci.\r\n"),
            ("pgp-begin-alone", "Cherchez la ligne\r\n-----BEGIN PGP MESSAGE-----\r\ndans le courrier.\r\n"),
            ("pgp-indented", "    " + OpenPgp.Armor("MESSAGE", OpenPgp.Encrypted).Replace("\r\n", "\r\n    ", StringComparison.Ordinal) + "\r\n"),
            ("pgp-public-key", OpenPgp.Armor("PUBLIC KEY BLOCK", OpenPgp.PublicKey) + "\r\n"),
            ("pem-certificate", $"-----BEGIN CERTIFICATE-----\r\n{Text.Base64(Payload.Noise(500), 64)}\r\n-----END CERTIFICATE-----\r\n"),
            ("ssh-key", $"-----BEGIN OPENSSH PRIVATE KEY-----\r\n{Text.Base64(Payload.Noise(300), 70)}\r\n-----END OPENSSH PRIVATE KEY-----\r\n"),
            ("base64-in-text", $"La charge est:\r\n{Text.Base64(Payload.Noise(400))}\r\n"),
            ("mime-in-text", "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: application/zip\r\nContent-Transfer-Encoding: base64\r\n\r\nUEsDBBQAAQAAAA==\r\n--x--\r\n"),
            ("data-uri-in-text", "Ecrivez data:application/zip;base64,UEsDBA dans le navigateur.\r\n"),
            ("dashes", new string('-', 3_000) + "\r\n" + string.Concat(Enumerable.Repeat("--\r\n", 500))),
        ];
        foreach (var (name, text) in cases)
        {
            yield return Family.Inbound(name, Mail.Plain(Mail.InboundFields, text));
            yield return Family.Outbound(name + "-essential", Addresses.Marie, Mail.Plain(Mail.Fields(Addresses.Marie, Addresses.Bob), text));
        }
        yield return Family.Inbound("html-with-data-images",
            Mail.Single(Mail.InboundFields, "Content-Type: text/html",
            $"<img src=\"data:image/png;base64,{Convert.ToBase64String([0x89, .. "PNG\r\n\u001A\n"u8, .. Payload.Noise(900)])}\"> data: non"));
        yield return Family.Inbound("uuencoded-picture",
            Mail.Plain(Mail.InboundFields, OldEncodings.Uuencode(Payload.Noise(600), "photo.jpg") + "\r\n"));
        yield return Family.Inbound("uuencoded-clear-archive", Mail.Plain(Mail.InboundFields, OldEncodings.Uuencode(Payload.Clear) + "\r\n"));
        yield return Family.Inbound("yenc-clear-archive", Mail.Plain(Mail.InboundFields, OldEncodings.Yencode(Payload.Clear) + "\r\n"));
    }
}
