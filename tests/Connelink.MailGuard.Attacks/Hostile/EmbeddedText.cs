using System.Text;
using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Hostile;

/// <summary>Files inside text, where mail programs find and offer them: no MIME structure tells of them.</summary>
internal static class EmbeddedText
{
    private static readonly Family Family = new("embedded-text",
        "noxxi/mime-is-broken; Outlook, Thunderbird and Python email find uuencoded files in text; RFC 2397", RuleName.EncryptedArchive,
        RuleName.MimeIntegrity)
    {
        Readers = "uuencode in text: Outlook, Thunderbird, Lotus Notes; yEnc: Thunderbird; BinHex: Eudora, Apple Mail",
    };

    public static IEnumerable<SampleMessage> All()
    {
        var archive = Payload.ZipCrypto;
        var uu = OldEncodings.Uuencode(archive);
        (string Name, string Text)[] plain =
        [
            ("uuencode", $"Bonjour,\r\n\r\n{uu}\r\n"),
            ("uuencode-first-line", uu + "\r\n"),
            ("uuencode-without-end", "Bonjour,\r\n\r\n" + uu[..uu.LastIndexOf("\r\n`", StringComparison.Ordinal)] + "\r\n"),
            ("uuencode-blanks-for-accents", "Bonjour,\r\n\r\n" + uu.Replace('`', ' ') + "\r\n"),
            ("uuencode-blanks-cut", "Bonjour,\r\n\r\n"
                + string.Join("\r\n", uu.Replace('`', ' ').Split("\r\n").Select(line => line.TrimEnd())) + "\r\n"),
            ("uuencode-mode-4-digits", OldEncodings.Uuencode(archive, mode: "0644") + "\r\n"),
            ("uuencode-mode-755", OldEncodings.Uuencode(archive, "facture de janvier.zip", "755") + "\r\n"),
            ("uuencode-name-without-extension", OldEncodings.Uuencode(archive, "facture") + "\r\n"),
            ("uuencode-second-file", $"{OldEncodings.Uuencode(Payload.Content, "lisez-moi.txt")}\r\n\r\n{uu}\r\n"),
            ("uuencode-behind-false-begin", $"begin 644 is how such files start.\r\n\r\n{uu}\r\n"),
            ("uuencode-inside-file-left-open", $"begin 644 a.txt\r\nM\r\n{uu}\r\n"),
            ("uuencode-lines-with-checksum",
                uu.Replace("\r\n", "x\r\n", StringComparison.Ordinal).Replace("zipx\r\n", "zip\r\n",
                StringComparison.Ordinal).Replace("`x\r\n", "`\r\n", StringComparison.Ordinal) + "\r\n"),
            ("begin-base64", $"begin-base64 644 facture.zip\r\n{Text.Base64(archive)}\r\n====\r\n"),
            ("uuencode-name-longer-than-a-line", OldEncodings.Uuencode(archive, new string('a', 1500) + ".zip") + "\r\n"),
            ("uuencode-behind-long-line", $"begin {new string('a', 1500)}\r\n{uu}\r\n"),
            ("begin-base64-in-one-line", $"begin-base64 644 facture.zip\r\n{Convert.ToBase64String([.. Payload.Stub(3000), .. archive])}\r\n====\r\n"),
            ("yenc-name-longer-than-a-line", OldEncodings.Yencode(archive, new string('a', 1500) + ".zip") + "\r\n"),
            ("yenc", $"Bonjour,\r\n\r\n{OldEncodings.Yencode(archive)}\r\n"),
            ("yenc-without-end", OldEncodings.Yencode(archive)[..OldEncodings.Yencode(archive).LastIndexOf("=yend", StringComparison.Ordinal)]),
            ("yenc-in-parts", "=ybegin part=1 total=1 line=128 size="
                + OldEncodings.Yencode(archive)["=ybegin line=128 size=".Length..].Replace("name=facture.zip\r\n",
                $"name=facture.zip\r\n=ypart begin=1 end={archive.Length}\r\n", StringComparison.Ordinal) + "\r\n"),
            ("binhex", $"Bonjour,\r\n\r\n{OldEncodings.BinHex(archive)}\r\n"),
        ];
        foreach (var (name, text) in plain) yield return Family.Inbound(name, Mail.Plain(Mail.InboundFields, text));

        yield return Family.Inbound("uuencode-no-mime-at-all", Mail.InboundFields + "\r\n" + uu + "\r\n");
        yield return Family.Inbound("uuencode-in-quoted-printable",
            Mail.Single(Mail.InboundFields, "Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable",
            uu.Replace("=", "=3D", StringComparison.Ordinal)));
        yield return Family.Inbound("uuencode-in-base64",
            Mail.Single(Mail.InboundFields, "Content-Type: text/plain; charset=us-ascii\nContent-Transfer-Encoding: base64",
            Text.Base64(Text.Octets(uu))));
        yield return Family.Inbound("uuencode-in-utf-16",
            Mail.Single(Mail.InboundFields, "Content-Type: text/plain; charset=utf-16le\nContent-Transfer-Encoding: base64",
            Text.Base64(Encoding.Unicode.GetBytes(uu))));
        yield return Family.Inbound("uuencode-in-html",
            Mail.Single(Mail.InboundFields, "Content-Type: text/html; charset=us-ascii", $"<pre>\r\n{uu}\r\n</pre>"));
        yield return Family.Inbound("uuencode-in-alternative",
            Mail.Multipart(Mail.InboundFields, "alternative", "b1", Mail.TextPart("Bonjour,\r\n\r\n" + uu),
            Mail.Part("Content-Type: text/html", "<p>Bonjour</p>")));
        yield return Family.Inbound("uuencode-in-preamble", new TwoPartMail(Payload.Clear) { Preamble = uu + "\r\n" });
        yield return Family.Inbound("uuencode-in-epilogue", new TwoPartMail(Payload.Clear) { Epilogue = uu + "\r\n" });
        yield return Family.Inbound("uuencode-in-octet-stream",
            Mail.Single(Mail.InboundFields, "Content-Type: application/octet-stream; name=facture.uue", uu));
        yield return Family.Inbound("uuencode-in-attached-file",
            Mail.WithAttachment(Mail.InboundFields, "application/octet-stream", "facture.uue", Text.Octets(uu)));
        yield return Family.Inbound("binhex-type",
            Mail.WithAttachment(Mail.InboundFields, "application/mac-binhex40", "facture.hqx", Text.Octets(OldEncodings.BinHex(archive))))
            with
        { Source = "RFC 1741" };

        var data = "data:application/zip;base64," + Convert.ToBase64String(archive);
        (string Name, string Html)[] html =
        [
            ("link", $"<a href=\"{data}\" download=\"facture.zip\">facture</a>"),
            ("link-no-type", $"<a href='data:;base64,{Convert.ToBase64String(archive)}' download='facture.zip'>facture</a>"),
            ("link-percent", $"<a href=\"data:application/zip,{string.Concat(archive.Select(octet => $"%{octet:X2}"))}\" download>facture</a>"),
            ("link-folded", $"<a href=\"data:application/zip;base64,\r\n{Text.Base64(archive)}\">facture</a>"),
            ("image", $"<img src=\"data:image/png;base64,{Convert.ToBase64String(archive)}\">"),
            ("style", $"<style>p {{ background: url({data}) }}</style>"),
            ("tab-in-scheme", $"<a href=\"d\tat\r\na:application/zip;base64,{Convert.ToBase64String(archive)}\">facture</a>"),
            ("odd-case", $"<A HREF=\"DATA:application/zip;BASE64,{Convert.ToBase64String(archive)}\">facture</A>"),
        ];
        foreach (var (name, body) in html) yield return Family.Inbound("data-uri-" + name,
            Mail.Single(Mail.InboundFields, "Content-Type: text/html; charset=us-ascii", $"<html><body>{body}</body></html>"));
        yield return Family.Inbound("data-uri-in-attached-page",
            Mail.WithAttachment(Mail.InboundFields, "text/html", "facture.html",
            Text.Octets($"<a href=\"{data}\" download=\"facture.zip\">facture</a>"))) with
        { Source = "HTML smuggling, MITRE ATT&CK T1027.006" };
        foreach (var (type, fileName) in ((string, string)[])[("application/octet-stream", "facture.html"), ("text/plain", "facture.htm"), ("application/octet-stream", "facture.SVG"),
            ("image/svg+xml", "facture"), ("application/xhtml+xml", "facture")])
        {
            yield return Family.Inbound($"data-uri-in-page-{type.Replace('/', '-').Replace('+', '-')}-{fileName.Replace('.', '-').ToLowerInvariant()}",
                Mail.WithAttachment(Mail.InboundFields, type, fileName, Text.Octets($"<svg xmlns=\"http://www.w3.org/2000/svg\"><a href=\"{data}\">facture</a></svg>"))) with
            { Source = "HTML smuggling, MITRE ATT&CK T1027.006; SVG smuggling" };
        }
        yield return Family.Inbound("data-uri-in-a-page-by-script", Mail.WithAttachment(Mail.InboundFields, "text/html", "facture.html",
            Text.Octets($"<script>location = \"data:\" + \"application/zip;base64,{Convert.ToBase64String(archive)}\"</script>"))) with
        { Source = "HTML smuggling, MITRE ATT&CK T1027.006" };
    }
}
