using Connelink.MailGuard.Attacks.Building;
using Connelink.MailGuard.Attacks.Hostile;

namespace Connelink.MailGuard.Attacks.Honest;

/// <summary>What looks like the newer attacks and is none: documents that hold clear files, odd texts about keys, addresses as phrases, bodies at the limit.</summary>
internal static class OpenDocuments
{
    private static readonly Family Documents = new("open-documents", "ZUGFeRD (PDF/A-3); RFC 5545, 2426; saved pages, EPUB and javadoc; RTF of Word and WordPad");
    private static readonly Family Keys = new("open-keys", "RFC 7292, 7468, 9580; files that people with keys send");
    private static readonly Family Phrases = new("other-phrases", "ticket systems, Mailman, Sympa, Exchange, PHPMailer; RFC 5322 3.4, RFC 2047");
    private static readonly Family Sizes = new("bodies-at-the-limit", "design.md section 4: a body is no attachment");

    public static IEnumerable<SampleMessage> All() => InDocuments().Concat(OfKeys()).Concat(OfPhrases()).Concat(OfSizes());

    private static IEnumerable<SampleMessage> InDocuments()
    {
        var clear = Convert.ToBase64String(Payload.Clear);
        var hex = Convert.ToHexString(Building.Documents.Docx);
        (string Type, string Name, string Text)[] files =
        [
            ("text/html", "data-uri-of-clear-archive.html", $"<a href=\"&#100;ata:application/zip;base64,{clear}\">x</a>"),
            ("text/html", "script-of-clear-archive.html", $"<script>var f = \"{clear}\";</script>"),
            ("text/html", "script-of-a-piece.html", $"<script>var f = \"{clear[..80]}\";</script>"),
            ("text/html", "word-that-begins-so.html", "<p>UEsDB is how ZIP in base64 begins, UmFyI RAR. data: nothing, data:,x &#100; &amp; &nbsp; &unknown;</p>"),
            ("text/calendar", "meeting.ics", $"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nATTACH;ENCODING=BASE64;VALUE=BINARY:{clear}\r\nSUMMARY:x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"),
            ("text/vcard", "alice.vcf", $"BEGIN:VCARD\r\nFN:Alice\r\nPHOTO;ENCODING=b;TYPE=PNG:{Convert.ToBase64String([0x89, .. "PNG\r\n\u001A\n"u8, .. Payload.Noise(900)])}\r\nEND:VCARD\r\n"),
            ("application/rtf", "letter.rtf", "{\\rtf1\\ansi{\\object\\objemb{\\*\\objclass Word.Document.12}{\\*\\objdata " + hex + "}}{\\pict\\pngblip 89504e47}\\par}"),
            ("application/rtf", "empty-object.rtf", "{\\rtf1\\ansi{\\object{\\*\\objdata }}\\bin3 abc \\'e9}"),
        ];
        foreach (var (type, name, text) in files)
        {
            var id = name.Replace('.', '-');
            yield return Documents.Inbound(id, Mail.WithAttachment(Mail.InboundFields, type, name, Text.Octets(text)));
            yield return Documents.Inbound(id + "-in-zip", Mail.WithAttachment(Mail.InboundFields, "application/zip", "a.zip", Zip.Of(ZipEntry.Deflated(name, Text.Octets(text)))));
        }
        foreach (var (name, data) in ((string, byte[])[])[("invoice-in-pdf", Packed.Zlib(Text.Octets("<?xml version=\"1.0\"?><Invoice/>"))), ("archive-in-pdf", Packed.Zlib(Payload.Clear)), ("odd-filter-in-pdf", Payload.Noise(300)), ("cut-off-in-pdf", Packed.Zlib(Payload.Content)[..20])])
        {
            yield return Documents.Inbound(name, Mail.WithAttachment(Mail.InboundFields, "application/pdf", "facture.pdf",
                [.. "%PDF-1.7\n3 0 obj\n<< /Type /EmbeddedFile /Filter /FlateDecode >>\nstream\r\n"u8, .. data, .. "\nendstream\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"u8]));
        }


    }

    private static IEnumerable<SampleMessage> OfKeys()
    {
        var fields = Mail.Fields(Addresses.Marie, Addresses.Bob);
        (string Name, string Text)[] texts =
        [
            ("indented-armor", "   " + OpenPgp.Armor("MESSAGE", OpenPgp.Encrypted).Replace("\r\n", "\r\n   ", StringComparison.Ordinal)),
            ("stuffed-line-without-armor", " -----BEGIN PGP MESSAGE-----\r\n is the line to look for.\r\n"),
            ("key-with-password", $"-----BEGIN RSA PRIVATE KEY-----\r\nProc-Type: 4,ENCRYPTED\r\n\r\n{Text.Base64(Payload.Noise(500), 64)}\r\n-----END RSA PRIVATE KEY-----\r\n"),
            ("certificate-request", $"-----BEGIN CERTIFICATE REQUEST-----\r\n{Text.Base64(Payload.Noise(500), 64)}\r\n-----END CERTIFICATE REQUEST-----\r\n"),
            ("age", $"-----BEGIN AGE ENCRYPTED FILE-----\r\n{Text.Base64(Payload.Noise(300), 64)}\r\n-----END AGE ENCRYPTED FILE-----\r\n"),
            ("dashes", "------\r\n -----\r\n-----\r\n -----BEGIN PGP\r\n"),
        ];
        foreach (var (name, text) in texts) yield return Keys.Outbound(name, Addresses.Marie, Mail.Plain(fields, text + "\r\n"));
        (string Name, string File, byte[] Content)[] files =
        [
            ("accents-named-asc", "notes.asc", [0xC9, 0x74, 0xE9, .. " 2026"u8]), ("noise", "a.bin", [0x85, .. Payload.Noise(900)]), ("certificates", "a.p7b", Cms.CertificatesOnly()),
            ("signed-file", "facture.xml.p7m", Cms.Signed("<Facture/>"u8.ToArray())), ("signed-archive", "a.zip.p7m", Cms.Signed(Payload.Clear)),
        ];
        foreach (var (name, file, content) in files) yield return Keys.Outbound(name, Addresses.Marie, Mail.WithAttachment(fields, file == "notes.asc" ? "text/plain" : "application/octet-stream", file, content));
        // Each of these letters is the tag of an OpenPGP packet.
        (string Name, byte[] Text)[] accents =
        [
            ("latin-1", Text.Octets("\u00C9tat des lieux du mois de janvier, suite et fin.\r\n")), ("latin-1-a-acute", Text.Octets("\u00C1lvaro, ves esto?\r\n")), ("latin-1-a-umlaut", Text.Octets("\u00C4pfel und Birnen\r\n")),
            ("latin-1-o-grave", Text.Octets("\u00D2 nom d'un chien\r\n")), ("latin-1-o-circumflex", Text.Octets("\u00D4 temps, suspends ton vol\r\n")), ("latin-1-guillemets", Text.Octets("\u00AB Bonjour \u00BB, dit-il.\r\n")),
            ("utf-8", [.. "\u00C9t\u00E9 2026\r\n"u8]), ("utf-8-guillemets", [.. "\u00AB Bonjour \u00BB, dit-il.\r\n"u8]), ("utf-8-one-letter", [.. "\u00E9"u8]), ("utf-8-cyrillic", [.. "\u0421\u043F\u0438\u0441\u043E\u043A\r\n"u8]),
        ];
        foreach (var (name, text) in accents) yield return Keys.Outbound($"accent-named-asc-{name}", Addresses.Marie, Mail.WithAttachment(fields, "application/octet-stream", "notes.asc", text));
    }

    private static IEnumerable<SampleMessage> OfPhrases()
    {
        const string jean = $"<{Addresses.Jean}>";
        (string Name, string Fields, string[] Kept)[] cases =
        [
            ("same-address-encoded", $"From: =?utf-8?q?jean=2Edupont=40client=2Eexample?= {jean}\r\n", [jean]),
            ("same-address-in-base64", $"From: =?utf-8?B?{Convert.ToBase64String(Text.Octets(Addresses.Jean))}?= {jean}\r\n", [jean]),
            ("customer-quoted", $"From: \"anna@kunde.example via Support\" {jean}\r\n", [jean]),
            ("customer-encoded", $"From: =?utf-8?q?anna=40kunde=2Eexample_via_Support?= {jean}\r\n", [jean]),
            ("customer-in-angles-encoded", $"From: =?utf-8?q?Anna_M=C3=BCller_=3Canna=40kunde=2Eexample=3E?= {jean}\r\n", [jean]),
            ("customer-in-comment", $"From: {Addresses.Jean} (anna@kunde.example)\r\n", [Addresses.Jean]),
            ("colleague-encoded", $"From: =?utf-8?q?paul=2Emartin=40client=2Eexample?= {jean}\r\n", [jean]),
            ("sender-encoded", $"From: {jean}\r\nSender: =?utf-8?q?anna=40kunde=2Eexample?= <{Addresses.Paul}>\r\n", [jean, $"<{Addresses.Paul}>"]),
            ("reply-to-of-customer", $"From: {jean}\r\nReply-To: =?utf-8?q?Anna_=3Canna=40kunde=2Eexample=3E?= <anna@kunde.example>\r\n", ["=?utf-8?q?Anna_"]),
            ("reply-to-sloppy-of-others", $"From: {jean}\r\nReply-To: Anna anna@kunde.example\r\n", ["Reply-To: Anna anna@kunde.example"]),
            ("reply-to-empty", $"From: {jean}\r\nReply-To: \r\n", ["Reply-To:"]),
            ("reply-to-words", $"From: {jean}\r\nReply-To: nobody at all\r\n", ["nobody at all"]),
        ];
        foreach (var (name, fields, kept) in cases)
        {
            yield return Phrases.Outbound(name, Mail.Plain($"{fields}To: <{Addresses.Bob}>\r\nSubject: Offre\r\nDate: {Mail.Date}\r\nMessage-ID: <1@client.example>\r\n")) with
            { Expectation = new Expectation { Kept = kept } };
        }
    }

    private static IEnumerable<SampleMessage> OfSizes()
    {
        const long tooMuch = Large.Limit + 1;
        const string zip = "Content-Type: application/octet-stream; name=a.bin\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename=a.bin";
        foreach (var (name, type) in ((string, string)[])[("old-type", "text"), ("no-charset", "text/plain"), ("empty-name", "text/plain; name=\"\""), ("inline", "text/plain\nContent-Disposition: inline")])
        {
            yield return Sizes.Inbound(name, MailContent.Join(Mail.Single(Mail.InboundFields, $"Content-Type: {type}", "")[..^2], Large.Lines(tooMuch), "\r\n"));
        }
        yield return Sizes.Inbound("utf-16-in-base64", MailContent.Join(
            Mail.Single(Mail.InboundFields, "Content-Type: text/plain; charset=utf-16le\nContent-Transfer-Encoding: base64", "")[..^2], Large.Base64(MailContent.Join("A\0b\0", Large.Fill(0x55, tooMuch))), "\r\n"));
        yield return Sizes.Inbound("mark-in-base64", MailContent.Join(
            Mail.Single(Mail.InboundFields, "Content-Type: text/html\nContent-Transfer-Encoding: base64", "")[..^2], Large.Base64(MailContent.Join("\u00FF\u00FEA\0b\0", Large.Fill(0x55, tooMuch))), "\r\n"));
        yield return Sizes.Inbound("limit-and-page-about-data", Oversize.Parts(("Content-Type: text/html", "<p>data: names, and so on</p>"), (zip, Large.Base64(Large.Limit))));
        yield return Sizes.Inbound("limit-and-footer", Oversize.Parts((zip, Large.Base64(Large.Limit)), ("Content-Type: text/plain", "-- \r\nListe")));
        yield return Sizes.Inbound("preamble", MailContent.Join(Mail.InboundFields + "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b1\r\n\r\n", Large.Lines(1 << 20), $"\r\n--b1\r\n{Text.Lines(zip)}\r\n\r\n", Large.Base64(Large.Limit), "\r\n--b1--\r\n"));
        yield return Sizes.Inbound("attached-message-of-40-mebibytes", Oversize.Parts(("Content-Type: message/rfc822", MailContent.Join("Subject: x\r\n\r\n", Large.Lines(Large.Limit)))));
    }
}
