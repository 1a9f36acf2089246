using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Honest;

/// <summary>Lists, digests, newsletters.</summary>
internal static class ListMail
{
    private static readonly Family Family = new("list-mail", "RFC 2369, 2919, 2046 5.1.5; Mailman, LISTSERV, Majordomo, Sympa");

    private const string ListFields = "List-Id: Les amis <amis.elsewhere.example>\r\nList-Post: <mailto:amis@elsewhere.example>\r\nList-Unsubscribe: <mailto:amis-leave@elsewhere.example>\r\nPrecedence: list\r\nSender: <amis-bounces@elsewhere.example>\r\n";

    public static IEnumerable<SampleMessage> All()
    {
        var fields = ListFields + Mail.Fields(Addresses.Alice, "amis@elsewhere.example", "[Amis] Reunion");
        var message = Mail.Plain(Mail.InboundFields);
        yield return Family.Inbound("plain", Mail.Plain(fields));
        yield return Family.Inbound("footer-as-part",
            Mail.Multipart(fields, "mixed", "===============1234567890==", Mail.TextPart(),
            Mail.Part("Content-Type: text/plain; charset=\"us-ascii\"\nMIME-Version: 1.0\nContent-Transfer-Encoding: 7bit\nContent-Disposition: inline", "_______\r\nAmis mailing list\r\n")));
        yield return Family.Inbound("footer-behind-html",
            Mail.Multipart(fields, "mixed", "===============1==",
            Mail.Composite("alternative", "a", Mail.TextPart(), Mail.Part("Content-Type: text/html", "<p>Bonjour</p>")),
            Mail.TextPart("-- \r\nAmis")));
        yield return Family.Inbound("footer-behind-base64",
            Mail.Single(fields, "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64",
            Text.Base64(Text.Octets("Bonjour, voici.\r\n")) + "\r\n\r\n_______________\r\nAmis mailing list\r\nhttp://elsewhere.example/amis"));
        var letter = Text.Octets(string.Concat(Enumerable.Repeat("Bonjour, voici le compte rendu de la reunion de janvier.\r\n", 1000)));
        const string footer = "\r\n_______________________________________________\r\nAmis mailing list - amis@elsewhere.example\r\nhttp://elsewhere.example/listinfo/amis_2?a=b";
        foreach (var left in Enumerable.Range(0, 3))
        {
            yield return Family.Inbound($"footer-behind-long-base64-{left}",
                Mail.Single(fields, "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64", Text.Base64(letter.AsSpan(left)) + footer));
        }
        yield return Family.Inbound("footer-behind-html-in-base64",
            Mail.Single(fields, "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64",
            Text.Base64([.. "<html><body>"u8, .. letter, .. "</body></html>"u8]) + footer));
        yield return Family.Inbound("footer-behind-picture",
            Mail.Single(fields, "Content-Type: image/jpeg; name=reunion.jpg\nContent-Transfer-Encoding: base64",
            Text.Base64([0xFF, 0xD8, 0xFF, 0xE0, .. Payload.Noise(60_001)]) + footer));
        yield return Family.Inbound("footer-behind-quoted-printable",
            Mail.Single(fields, "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable",
            "Voil=C3=A0.\r\n-- \r\nsee http://elsewhere.example/?a=b&c=d"));
        yield return Family.Inbound("footer-behind-close",
            Mail.Multipart(fields, "mixed", "b1", Mail.TextPart()) + "\r\n_______________\r\nAmis mailing list\r\n");
        yield return Family.Inbound("digest",
            Mail.Multipart(fields, "mixed", "b0", Mail.TextPart("Sommaire"),
            Mail.Composite("digest", "b1", "\r\n" + message, "\r\n" + message, "Content-Type: message/rfc822\r\n\r\n" + message),
            Mail.TextPart("Fin")));
        yield return Family.Inbound("digest-rfc1153",
            Mail.Plain(fields, $"Amis Digest, Vol 1\r\n\r\n{new string('-', 70)}\r\n\r\nMessage: 1\r\n{message}\r\n{new string('-', 30)}\r\n\r\nMessage: 2\r\n{message}\r\n{new string('-', 30)}\r\n\r\nEnd of Amis Digest\r\n"));
        yield return Family.Inbound("signed-with-footer",
            Mail.Multipart(fields, "mixed", "b0",
            Mail.Composite("signed; protocol=\"application/pgp-signature\"; micalg=pgp-sha256", "b1", Mail.TextPart(),
            Mail.Part("Content-Type: application/pgp-signature; name=signature.asc", OpenPgp.Armor("SIGNATURE", OpenPgp.Signature))),
            Mail.TextPart("-- \r\nAmis")));
        yield return Family.Inbound("newsletter",
            Mail.Multipart("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\nX-Campaign: 1\r\n" + fields, "alternative",
            "_----------=_17", Mail.Part("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable",
            "Bonjour =\r\nles amis"), Mail.Part("Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable",
            $"<img src=3D\"data:image/gif;base64,{Text.Base64("GIF89a"u8)}\">=20\r\n<p>Bonjour")));
        yield return Family.Inbound("old-list-two-subjects", "Subject: Reunion\r\n" + Mail.Plain(fields));
        yield return Family.Outbound("own-list",
            Mail.Plain("List-Id: <equipe.client.example>\r\nList-Post: <mailto:equipe@client.example>\r\n" + Mail.OutboundFields));
    }
}
