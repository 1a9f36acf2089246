using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Hostile;

/// <summary>Encryption and signatures from mailboxes whose plan has none, in all the forms that clients write.</summary>
internal static class Protection
{
    private static readonly Family Family = new("essential-plan", "RFC 8551, 5083, 3156, 9580; MS-OXOSMIME; mutt crypt.c", RuleName.EssentialPlan);

    private static readonly string Fields = Mail.Fields(Addresses.Marie, Addresses.Bob);

    public static IEnumerable<SampleMessage> All() =>
        Smime().Concat(Pgp()).Select(sample => Family.Outbound(sample.Name, Addresses.Marie, sample.Text)).Concat(Others());

    private static IEnumerable<(string Name, string Text)> Smime()
    {
        var entity = Text.Octets(Mail.TextPart() + "\r\n");
        var enveloped = Cms.Enveloped(entity);
        var signature = Mail.Attachment("application/pkcs7-signature", "smime.p7s", Cms.Signed(entity, detached: true));
        yield return ("smime-enveloped", P7m("application/pkcs7-mime; smime-type=enveloped-data", enveloped));
        yield return ("smime-enveloped-x", P7m("application/x-pkcs7-mime; smime-type=enveloped-data", enveloped));
        yield return ("smime-enveloped-no-type", P7m("application/pkcs7-mime", enveloped));
        yield return ("smime-enveloped-said-to-be-signed", P7m("application/pkcs7-mime; smime-type=signed-data", enveloped));
        yield return ("smime-enveloped-said-to-be-certificates", P7m("application/pkcs7-mime; smime-type=certs-only", enveloped));
        yield return ("smime-enveloped-octet-stream", P7m("application/octet-stream", enveloped));
        yield return ("smime-enveloped-octet-stream-other-name", P7m("application/octet-stream", enveloped, "courrier.bin"));
        yield return ("smime-enveloped-as-text", P7m("text/plain", enveloped, "courrier.txt"));
        yield return ("smime-enveloped-ber", P7m("application/pkcs7-mime", Cms.OpenEnded(enveloped)));
        yield return ("smime-enveloped-ber-octet-stream", P7m("application/octet-stream", Cms.OpenEnded(enveloped)));
        yield return ("smime-auth-enveloped", P7m("application/pkcs7-mime; smime-type=authEnveloped-data", Cms.AuthEnveloped()));
        yield return ("smime-auth-enveloped-no-type", P7m("application/pkcs7-mime", Cms.AuthEnveloped()));
        yield return ("smime-signed", Mail.Multipart(Fields, "signed; protocol=\"application/pkcs7-signature\"; micalg=sha-256", "b1",
            Mail.TextPart(), signature));
        yield return ("smime-signed-x",
            Mail.Multipart(Fields, "signed; protocol=\"application/x-pkcs7-signature\"; micalg=sha1", "b1", Mail.TextPart(),
            signature.Replace("pkcs7-s", "x-pkcs7-s", StringComparison.Ordinal)));
        yield return ("smime-signed-no-protocol", Mail.Multipart(Fields, "signed", "b1", Mail.TextPart(), signature));
        yield return ("smime-signed-odd-case",
            Mail.Multipart(Fields, "SIGNED; PROTOCOL=\"APPLICATION/PKCS7-SIGNATURE\"", "b1", Mail.TextPart(), signature));
        yield return ("smime-opaque", P7m("application/pkcs7-mime; smime-type=signed-data", Cms.Signed(entity)));
        yield return ("smime-opaque-no-type", P7m("application/pkcs7-mime", Cms.Signed(entity)));
        yield return ("smime-opaque-octet-stream", P7m("application/octet-stream", Cms.Signed(entity)));
        yield return ("smime-opaque-ber", P7m("application/pkcs7-mime; smime-type=signed-data", Cms.SignedInPieces(entity, 40)));
        yield return ("smime-triple-wrapped",
            P7m("application/pkcs7-mime; smime-type=signed-data",
            Cms.Signed(Text.Octets(Part("application/pkcs7-mime; smime-type=enveloped-data", enveloped) + "\r\n"))));
        yield return ("smime-with-list-footer",
            Mail.Multipart(Fields, "mixed", "b0", Part("application/pkcs7-mime; smime-type=enveloped-data", enveloped),
            Mail.TextPart("-- \r\nListe")));
        yield return ("smime-signed-with-list-footer",
            Mail.Multipart(Fields, "mixed", "b0",
            Mail.Composite("signed; protocol=\"application/pkcs7-signature\"", "b1", Mail.TextPart(), signature), Mail.TextPart("-- \r\nListe")));
        yield return ("smime-in-attached-message",
            Mail.Multipart(Fields, "mixed", "b0", Mail.TextPart(),
            Mail.Part("Content-Type: message/rfc822", P7m("application/pkcs7-mime; smime-type=enveloped-data", enveloped))));
        yield return ("smime-two-encodings",
            P7m("application/pkcs7-mime", enveloped).Replace("Content-Transfer-Encoding: base64",
            "Content-Transfer-Encoding: 7bit\r\nContent-Transfer-Encoding: base64", StringComparison.Ordinal));
        yield return ("smime-in-tnef", Mail.WithAttachment(Fields, "application/ms-tnef", "winmail.dat", Tnef.WithAttribute("smime.p7m", enveloped)));
    }

    private static IEnumerable<(string Name, string Text)> Pgp()
    {
        var armor = OpenPgp.Armor("MESSAGE", OpenPgp.Encrypted);
        var version = Mail.Part("Content-Type: application/pgp-encrypted", "Version: 1");
        var data = Mail.Part("Content-Type: application/octet-stream; name=encrypted.asc", armor);
        var signature = Mail.Part("Content-Type: application/pgp-signature; name=signature.asc", OpenPgp.Armor("SIGNATURE", OpenPgp.Signature));
        yield return ("pgp-mime", Mail.Multipart(Fields, "encrypted; protocol=\"application/pgp-encrypted\"", "b1", version, data));
        yield return ("pgp-mime-no-protocol", Mail.Multipart(Fields, "encrypted", "b1", version, data));
        yield return ("pgp-mime-mangled", Mail.Multipart(Fields, "mixed", "b1", version, data));
        yield return ("pgp-mime-with-list-footer",
            Mail.Multipart(Fields, "mixed", "b0", Mail.Composite("encrypted; protocol=\"application/pgp-encrypted\"", "b1", version, data),
            Mail.TextPart("-- \r\nListe")));
        yield return ("pgp-mime-in-attached-message",
            Mail.Single(Fields, "Content-Type: message/rfc822",
            Mail.Multipart(Fields, "encrypted; protocol=\"application/pgp-encrypted\"", "b1", version, data)));
        yield return ("pgp-mime-signed",
            Mail.Multipart(Fields, "signed; protocol=\"application/pgp-signature\"; micalg=pgp-sha256", "b1", Mail.TextPart(), signature));
        yield return ("pgp-inline", Mail.Plain(Fields, armor + "\r\n"));
        yield return ("pgp-inline-below-text", Mail.Plain(Fields, $"Bonjour,\r\n\r\n{armor}\r\n\r\nMarie\r\n"));
        yield return ("pgp-inline-passphrase", Mail.Plain(Fields, OpenPgp.Armor("MESSAGE", OpenPgp.Symmetric) + "\r\n"));
        yield return ("pgp-inline-no-armor-fields", Mail.Plain(Fields, OpenPgp.Armor("MESSAGE", OpenPgp.Encrypted, "") + "\r\n"));
        yield return ("pgp-inline-many-armor-fields",
            Mail.Plain(Fields, OpenPgp.Armor("MESSAGE", OpenPgp.Encrypted, "Version: x\r\nComment: a: b\r\nCharset: utf-8\r\n") + "\r\n"));
        yield return ("pgp-inline-no-checksum",
            Mail.Plain(Fields, armor[..armor.LastIndexOf("\r\n=", StringComparison.Ordinal)] + "\r\n-----END PGP MESSAGE-----\r\n"));
        yield return ("pgp-inline-no-mime", Fields + "\r\n" + armor + "\r\n");
        yield return ("pgp-inline-quoted-printable",
            Mail.Single(Fields, "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable",
            armor.Replace("=", "=3D", StringComparison.Ordinal)));
        yield return ("pgp-inline-base64",
            Mail.Single(Fields, "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64",
            Text.Base64([0xEF, 0xBB, 0xBF, .. Text.Octets(armor)])));
        yield return ("pgp-inline-html", Mail.Single(Fields, "Content-Type: text/html", $"<html><body><pre>\r\n{armor}\r\n</pre></body></html>"));
        yield return ("pgp-inline-in-alternative",
            Mail.Multipart(Fields, "alternative", "b1", Mail.TextPart(), Mail.Part("Content-Type: text/html", $"<pre>\r\n{armor}\r\n</pre>")));
        yield return ("pgp-inline-in-preamble",
            Mail.Multipart(Fields, "mixed", "b1", Mail.TextPart()).Replace("\r\n\r\n--b1\r\n", $"\r\n\r\n{armor}\r\n--b1\r\n",
            StringComparison.Ordinal));
        yield return ("pgp-inline-signed", Mail.Plain(Fields, OpenPgp.ClearSigned("Bonjour, voici.") + "\r\n"));
        yield return ("pgp-inline-signed-message", Mail.Plain(Fields, OpenPgp.Armor("MESSAGE", OpenPgp.Signed) + "\r\n"));
        yield return ("pgp-file-armored", Mail.WithAttachment(Fields, "application/octet-stream", "contrat.pdf.asc", Text.Octets(armor)));
        yield return ("pgp-file-binary", Mail.WithAttachment(Fields, "application/octet-stream", "contrat.pdf.gpg", OpenPgp.Encrypted));
        yield return ("pgp-file-in-attached-message",
            Mail.Single(Fields, "Content-Type: message/rfc822",
            Mail.WithAttachment(Fields, "application/octet-stream", "contrat.pdf.asc", Text.Octets(armor))));
    }

    private static IEnumerable<SampleMessage> Others()
    {
        var enveloped = Cms.Enveloped("Content-Type: text/plain\r\n\r\nBonjour.\r\n"u8.ToArray());
        var homer = P7m("application/pkcs7-mime; smime-type=enveloped-data", enveloped).Replace(Addresses.Marie, Addresses.Homer,
            StringComparison.Ordinal);
        yield return Family.Outbound("other-tenant", Addresses.Homer, homer);
        yield return Family.Outbound("other-tenant-with-tag", "homer+news@globex.example", homer);
        yield return Family.Outbound("path-in-capitals", "MARIE.CURIE@CLIENT.EXAMPLE",
            P7m("application/pkcs7-mime; smime-type=enveloped-data", enveloped));
        yield return Family.Outbound("path-quoted", "\"marie.curie\"@client.example",
            P7m("application/pkcs7-mime; smime-type=enveloped-data", enveloped));
        yield return Family.Make("submission", MailDirection.Submission,
            new Envelope(Addresses.Marie, Addresses.Bob) { Account = Addresses.Marie },
            P7m("application/pkcs7-mime; smime-type=enveloped-data", enveloped));
    }

    private static string P7m(string type, byte[] cms, string name = "smime.p7m") =>
        Fields + "MIME-Version: 1.0\r\n" + Part(type, cms, name) + "\r\n";

    private static string Part(string type, byte[] cms, string name = "smime.p7m") => Mail.Attachment(type, name, cms);
}
