using System.Text;
using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Hostile;

/// <summary>Encryption from the essential plan in packets and structures that are rarer, in texts that are encoded themselves, and in files.</summary>
internal static class OtherProtection
{
    private static readonly Family Family = new("essential-plan-elsewhere", "RFC 9580, 4880, 5652, 2315, 7468, 3676; RFC 4880bis (tag 20)", RuleName.EssentialPlan);

    private static readonly string Fields = Mail.Fields(Addresses.Marie, Addresses.Bob);

    public static IEnumerable<SampleMessage> All() =>
        Packets().Concat(Armors()).Concat(Structures()).Concat(Files()).Select(sample => Family.Outbound(sample.Name, Addresses.Marie, sample.Text)).Concat(Senders());

    private static IEnumerable<(string Name, string Text)> Packets()
    {
        byte[] marker = [0xCA, 3, .. "PGP"u8], padding = [0xD5, 8, .. Payload.Noise(8, 3)];
        byte[] old = [0x85, 1, 12, 3, .. Payload.Noise(8, 5), 1, 8, 0, .. Payload.Noise(256, 6), 0xA7, .. Payload.Noise(300, 8)];
        byte[] partial = [0xD2, 0xE9, 1, .. Payload.Noise(511, 8), 100, .. Payload.Noise(100, 9)];
        byte[] aead = [0xD4, 100, 1, 9, 2, 10, .. Payload.Noise(96, 8)];
        byte[] version6 = [0xC1, 80, 6, 33, 6, .. Payload.Noise(32, 5), 25, .. Payload.Noise(44, 6), 0xD2, 0xC1, 0x08, 2, 9, 2, 6, .. Payload.Noise(452, 8)];
        byte[] version6Passphrase = [0xC3, 60, 6, 30, 9, 2, 26, 3, 8, .. Payload.Noise(53, 5), 0xD2, 0xC1, 0x08, 2, 9, 2, 6, .. Payload.Noise(452, 8)];
        (string Name, byte[] Packets)[] cases =
        [
            ("marker-first", [.. marker, .. OpenPgp.Encrypted]), ("padding-first", [.. padding, .. OpenPgp.Encrypted]), ("old-headers", old),
            ("passphrase-and-marker", [.. marker, .. OpenPgp.Symmetric]), ("two-keys", [.. OpenPgp.Encrypted[..271], .. OpenPgp.Encrypted]), ("aead", aead),
            ("version-6", version6), ("version-6-passphrase", version6Passphrase), ("partial-lengths", partial),
        ];
        foreach (var (name, packets) in cases)
        {
            yield return ($"pgp-{name}-armored", Mail.Plain(Fields, OpenPgp.Armor("MESSAGE", packets) + "\r\n"));
            yield return ($"pgp-{name}-file", Mail.WithAttachment(Fields, "application/octet-stream", "contrat.pdf.gpg", packets));
        }
    }

    private static IEnumerable<(string Name, string Text)> Armors()
    {
        var armor = OpenPgp.Armor("MESSAGE", OpenPgp.Encrypted);
        yield return ("armor-indented", Mail.Plain(Fields, "Bonjour,\r\n\r\n " + armor.Replace("\r\n", "\r\n ", StringComparison.Ordinal) + "\r\n"));
        yield return ("armor-flowed", Mail.Single(Fields, "Content-Type: text/plain; format=flowed", " " + armor));
        yield return ("armor-of-parts", Mail.Plain(Fields, OpenPgp.Armor("MESSAGE, PART 1/2", OpenPgp.Encrypted) + "\r\n"));
        yield return ("armor-behind-signature-line", Mail.Plain(Fields, $"-- \r\nMarie\r\n{armor}\r\n"));
        yield return ("armor-behind-false-one", Mail.Plain(Fields, $"-----BEGIN PGP MESSAGE-----\r\n\r\n-----BEGIN PGP MESSAGE-----\r\nx\r\n{armor}\r\n"));
        yield return ("armor-in-table", Mail.Single(Fields, "Content-Type: text/html",
            $"<table><tr><td>{armor.Replace("\r\n\r\n", "<br>&nbsp;<br>", StringComparison.Ordinal).Replace("\r\n", "<br>", StringComparison.Ordinal)}</td></tr></table>"));
        foreach (var (name, type) in ((string, string)[])[("text", "text/plain"), ("file", "application/octet-stream")])
        {
            yield return ($"armor-behind-accent-{name}-latin-1", Mail.WithAttachment(Fields, type, "contrat.asc", Text.Octets("\u00C9t\u00E9\r\n" + armor)));
            yield return ($"armor-behind-accent-{name}-utf-8", Mail.WithAttachment(Fields, type, "contrat.asc", [.. "\u00C9t\u00E9\r\n"u8, .. Text.Octets(armor)]));
        }
        yield return ("armor-in-utf-16", Mail.Single(Fields, "Content-Type: text/plain; charset=utf-16\nContent-Transfer-Encoding: base64",
            Text.Base64([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(armor)])));
        yield return ("armor-with-references", Mail.Single(Fields, "Content-Type: text/html", "<pre>" + armor.Replace("-----BEGIN", "&#45;&#45;-&#x2d;-BEGIN", StringComparison.Ordinal) + "</pre>"));
        yield return ("clear-signed-in-html", Mail.Single(Fields, "Content-Type: text/html", $"<pre>{OpenPgp.ClearSigned("Bonjour, voici.")}</pre>"));
        yield return ("clear-signed-in-base64", Mail.Single(Fields, "Content-Type: text/plain\nContent-Transfer-Encoding: base64", Text.Base64(Text.Octets(OpenPgp.ClearSigned("Bonjour.")))));
    }

    private static IEnumerable<(string Name, string Text)> Structures()
    {
        var enveloped = Cms.Enveloped("Content-Type: text/plain\r\n\r\nBonjour.\r\n"u8.ToArray());
        var pem = Text.Base64(enveloped, 64);
        // The type changes, and nothing else: 1.2.840.113549.1.7.3 becomes .4 (RFC 2315) or .6.
        byte[] As(byte type)
        {
            var copy = enveloped.ToArray();
            copy[copy.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, 3]) + 8] = type;
            return copy;
        }
        yield return ("cms-signed-and-enveloped", Mail.WithAttachment(Fields, "application/pkcs7-mime", "smime.p7m", As(4)));
        yield return ("cms-encrypted-data", Mail.WithAttachment(Fields, "application/octet-stream", "data.bin", As(6)));
        yield return ("cms-in-pem", Mail.WithAttachment(Fields, "text/plain", "courrier.pem", Text.Octets($"-----BEGIN CMS-----\r\n{pem}\r\n-----END CMS-----\r\n")));
        yield return ("cms-in-pem-behind-text", Mail.WithAttachment(Fields, "text/plain", "courrier.pem", Text.Octets($"Bonjour,\r\n\r\n-----BEGIN PKCS7-----\r\n{pem}\r\n-----END PKCS7-----\r\n")));
        yield return ("cms-in-pem-in-the-text", Mail.Plain(Fields, $"Bonjour,\r\n\r\n-----BEGIN PKCS7-----\r\n{pem}\r\n-----END PKCS7-----\r\n"));
        yield return ("cms-in-base64-twice", Mail.WithAttachment(Fields, "application/pkcs7-mime", "smime.p7m", Text.Octets(Text.Base64(enveloped))));
        yield return ("cms-in-octet-strings", Mail.WithAttachment(Fields, "application/pkcs7-mime", "smime.p7m", Cms.OpenEnded(enveloped)));
    }

    private static IEnumerable<(string Name, string Text)> Files()
    {
        var enveloped = Cms.Enveloped("Content-Type: text/plain\r\n\r\nBonjour.\r\n"u8.ToArray());
        foreach (var (name, file, content) in ((string, string, byte[])[])[("cms", "smime.p7m", enveloped), ("pgp", "contrat.pdf.gpg", OpenPgp.Encrypted)])
        {
            yield return ($"{name}-in-tnef", Mail.WithAttachment(Fields, "application/ms-tnef", "winmail.dat", Tnef.WithProperty(file, content)));
            yield return ($"{name}-as-text", Mail.WithAttachment(Fields, "text/plain", file, content));
            yield return ($"{name}-as-picture", Mail.WithAttachment(Fields, "image/jpeg", "photo.jpg", content));
            yield return ($"{name}-in-message-by-name", Mail.WithAttachment(Fields, "application/octet-stream", "courrier.eml",
                Text.Octets(Mail.WithAttachment(Mail.InboundFields, "application/octet-stream", file, content))));
            yield return ($"{name}-in-quoted-printable", Mail.Single(Fields, $"Content-Type: application/octet-stream; name={file}\nContent-Transfer-Encoding: quoted-printable", Text.QuotedPrintable(content)));
        }
    }

    private static IEnumerable<SampleMessage> Senders()
    {
        var encrypted = OpenPgp.Armor("MESSAGE", OpenPgp.Encrypted) + "\r\n";
        yield return Family.Outbound("from-beside-another", Addresses.Jean,
            Mail.Plain($"From: <{Addresses.Jean}>, <{Addresses.Marie}>\r\nSender: <{Addresses.Jean}>\r\nTo: <{Addresses.Bob}>\r\nDate: {Mail.Date}\r\n", encrypted));
        yield return Family.Outbound("from-with-address-as-phrase", Addresses.Jean,
            Mail.Plain($"From: \"{Addresses.Jean}\" <{Addresses.Marie}>\r\nTo: <{Addresses.Bob}>\r\nDate: {Mail.Date}\r\n", encrypted));
        yield return Family.Null("null-path", MailDirection.Outbound, Mail.Plain(Fields, encrypted));
    }
}
