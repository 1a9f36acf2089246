using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Hostile;

/// <summary>Encrypted archives that a document holds and its program hands out: links, scripts, calendars, contacts, RTF, PDF; attached, or in an archive.</summary>
internal static class FilesInDocuments
{
    private static readonly Family Family = new("files-in-documents",
        "HTML smuggling (MITRE ATT&CK T1027.006); RFC 5545 3.2.7; RFC 2426; RTF 1.9.1; ISO 32000 7.11.4; WHATWG HTML, URL", RuleName.EncryptedArchive);

    private static readonly byte[] Archive = Payload.ZipCrypto;

    private static readonly string Base64 = Convert.ToBase64String(Archive);

    public static IEnumerable<SampleMessage> All() => Links().Concat(Literals()).Concat(Cards()).Concat(Rtf()).Concat(Pdf());

    private static IEnumerable<SampleMessage> Links()
    {
        (string Name, string Href)[] links =
        [
            ("reference-decimal", $"&#100;ata:application/zip;base64,{Base64}"),
            ("reference-hexadecimal", $"d&#x61;ta:application/zip;base64,{Base64}"),
            ("reference-without-semicolon", $"&#100&#97ta:application/zip;base64,{Base64}"),
            ("reference-with-zeros", $"dat&#0000000000000000097;:application/zip;base64,{Base64}"),
            ("reference-colon", $"data&colon;application/zip&semi;base64&comma;{Base64}"),
            ("reference-tab-and-line", $"da&Tab;ta&NewLine;:application/zip;base64,{Base64}"),
            ("reference-numeric-tab", $"da&#9;ta&#xA;:application&sol;zip;base64,{Base64}"),
            ("reference-in-data", $"data:application/zip;base64,{Base64.Replace("U", "&#85;", StringComparison.Ordinal).Replace("+", "&plus;", StringComparison.Ordinal)}"),
            ("reference-of-all", string.Concat($"data:application/zip;base64,{Base64}".Select(letter => $"&#{(int)letter};"))),
            ("reference-of-percent", "data:application/zip," + string.Concat(Archive.Select(octet => $"&percnt;{octet:X2}"))),
            ("long-heading", $"data:application/zip;x={new string('x', 300)};base64,{Base64}"),
            ("quotes-in-heading", $"data:application/zip;x=\"y\";base64,{Base64}"),
            ("percent-in-lines", "data:application/zip," + string.Join("\r\n", Archive.Chunk(16).Select(line => string.Concat(line.Select(octet => $"%{octet:X2}"))))),
            ("percent-without-type", "data:x," + string.Concat(Archive.Select(octet => $"%{octet:X2}"))),
            ("percent-with-blank-in-type", "data:application/zip; x=y," + string.Concat(Archive.Select(octet => $"%{octet:X2}"))),
        ];
        foreach (var (name, href) in links)
        {
            var page = $"<html><body><a href='{href}' download='facture.zip'>facture</a></body></html>";
            yield return Family.Inbound("link-" + name, Mail.Single(Mail.InboundFields, "Content-Type: text/html; charset=us-ascii", page));
            yield return Family.Inbound($"link-{name}-in-zip", InZip("facture.html", page));
        }
        var plain = $"<html><a href='data:application/zip;base64,{Base64}'>x</a></html>";
        yield return Family.Inbound("page-in-zip", InZip("facture.html", plain));
        yield return Family.Inbound("page-in-zip-in-other-case", InZip("FACTURE.HTM", plain));
        yield return Family.Inbound("page-in-zip-by-look", InZip("facture", "\r\n<!-- x --><!DOCTYPE HTML>" + plain));
        yield return Family.Inbound("page-in-zip-behind-long-text", InZip("facture.html", string.Concat(Enumerable.Repeat("<p>Bonjour, voici.</p>\r\n", 9000)) + plain));
        yield return Family.Inbound("page-in-zip-stored", Mail.WithAttachment(Mail.InboundFields, "application/zip", "facture.zip", Zip.Of(ZipEntry.Stored("facture.xhtml", Text.Octets(plain)))));
        yield return Family.Inbound("picture-in-zip", InZip("logo.svg", $"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"><a href=\"data:application/zip;base64,{Base64}\">x</a></svg>"));
        yield return Family.Inbound("page-in-gzip", Mail.WithAttachment(Mail.InboundFields, "application/gzip", "facture.html.gz", Packed.Gzip(Text.Octets(plain))));
        yield return Family.Inbound("page-in-tar", Mail.WithAttachment(Mail.InboundFields, "application/x-tar", "facture.tar", Packed.Tar(("facture.html", Text.Octets(plain)))));
        yield return Family.Inbound("page-in-zip-in-zip", Mail.WithAttachment(Mail.InboundFields, "application/zip", "facture.zip",
            Zip.Of(ZipEntry.Deflated("facture.zip", Zip.Of(ZipEntry.Deflated("facture.html", Text.Octets(plain)))))));
        yield return Family.Inbound("page-in-tnef", Mail.WithAttachment(Mail.InboundFields, "application/ms-tnef", "winmail.dat", Tnef.WithAttribute("facture.html", Text.Octets(plain))));
    }

    private static IEnumerable<SampleMessage> Literals()
    {
        var lines = Base64.Chunk(60).Select(line => new string(line)).ToArray();
        (string Name, string Script)[] scripts =
        [
            ("string", $"var f = \"{Base64}\"; save(atob(f));"),
            ("string-single-quotes", $"var f='{Base64}';"),
            ("template", $"const f = `{string.Join("\r\n", lines)}`;"),
            ("joined", $"var f = \"{string.Join("\" +\r\n    \"", lines)}\";"),
            ("array", $"var f = [\"{string.Join("\", \"", lines)}\"].join('');"),
            ("continued", $"var f = \"{string.Join("\\\r\n", lines)}\";"),
            ("escaped-solidus", $"var f = \"{Base64.Replace("/", "\\/", StringComparison.Ordinal)}\";"),
            ("argument", $"save({{\"name\":\"facture.zip\",\"data\":\"{Base64}\"}});"),
            ("behind-other-base64", $"var l = \"{Convert.ToBase64String(Payload.Noise(900))}\", f = \"{Base64}\";"),
        ];
        foreach (var (name, script) in scripts)
        {
            yield return Family.Inbound("script-" + name, Mail.WithAttachment(Mail.InboundFields, "text/html", "facture.html", Text.Octets($"<html><script>{script}</script></html>")));
            yield return Family.Inbound($"script-{name}-in-zip", InZip("facture.htm", $"<script>{script}</script>"));
        }
        foreach (var (name, text) in ((string, string)[])[("turned-round", new string([.. Base64.Reverse()])), ("behind-junk", Convert.ToBase64String([0, .. Archive]))])
        {
            yield return Family.Inbound("script-" + name, Mail.WithAttachment(Mail.InboundFields, "text/html", "facture.html", Text.Octets($"<script>var f = \"{text}\"</script>")));
        }
        yield return Family.Inbound("text-of-element", Mail.WithAttachment(Mail.InboundFields, "text/html", "facture.html", Text.Octets($"<html><p hidden id=f>{Base64}</p><script>save(f)</script></html>")));
        yield return Family.Inbound("attribute", Mail.WithAttachment(Mail.InboundFields, "text/html", "facture.html", Text.Octets($"<html><b data-f={Base64}></b></html>")));
        yield return Family.Inbound("script-in-picture", Mail.WithAttachment(Mail.InboundFields, "image/svg+xml", "logo.svg",
            Text.Octets($"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>var f=\"{Base64}\"</script></svg>")));
        yield return Family.Inbound("script-of-aes", Mail.WithAttachment(Mail.InboundFields, "text/html", "facture.html",
            Text.Octets($"<script>var f=\"{Convert.ToBase64String(Payload.Aes256)}\"</script>")));
    }

    private static IEnumerable<SampleMessage> Cards()
    {
        static string Folded(string property) => string.Join("\r\n ", property.Chunk(73).Select(line => new string(line)));
        static string Calendar(string property) => $"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20260105T100000Z\r\n{property}\r\nSUMMARY:Facture\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        static string Contact(string property) => $"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Alice\r\nN:Martin;Alice\r\n{property}\r\nEND:VCARD\r\n";
        byte[] behindJunk = [0, .. Archive];
        (string Name, string Text)[] cards =
        [
            ("calendar", Calendar(Folded($"ATTACH;ENCODING=BASE64;VALUE=BINARY;X-FILENAME=facture.zip:{Base64}"))),
            ("calendar-one-line", Calendar($"ATTACH;VALUE=BINARY;FMTTYPE=application/zip;ENCODING=BASE64:{Base64}")),
            ("calendar-odd-case", Calendar(Folded($"attach;encoding=Base64;value=binary:{Base64}"))),
            ("calendar-quoted", Calendar(Folded($"ATTACH;X-A=\"a:b;c\";ENCODING=\"BASE64\":{Base64}"))),
            ("calendar-folded-in-the-name", Calendar($"ATTACH;ENCOD\r\n ING=BA\r\n\tSE64;VALUE=BINARY:{Folded(Base64)}")),
            ("calendar-behind-junk", Calendar(Folded($"ATTACH;ENCODING=BASE64;VALUE=BINARY:{Convert.ToBase64String(behindJunk)}"))),
            ("calendar-line-feeds", Calendar(Folded($"ATTACH;ENCODING=BASE64:{Base64}")).Replace("\r\n", "\n", StringComparison.Ordinal)),
            ("calendar-data-uri", Calendar(Folded($"ATTACH:data:application/zip;base64,{Base64}"))),
            ("contact", Contact(Folded($"PHOTO;ENCODING=b;TYPE=JPEG:{Base64}"))),
            ("contact-2-1", Contact($"PHOTO;BASE64;JPEG:\r\n {Folded(Base64)}\r\n").Replace("3.0", "2.1", StringComparison.Ordinal)),
            ("contact-key", Contact(Folded($"KEY;TYPE=PGP;ENCODING=B:{Base64}"))),
            ("contact-in-group", Contact(Folded($"item1.ATTACH;ENCODING=BASE64:{Base64}"))),
            ("contact-second", Contact("TEL:1") + Contact(Folded($"LOGO;ENCODING=b:{Base64}"))),
            ("contact-data-uri", Contact(Folded($"PHOTO:data:image/jpeg;base64,{Base64}"))),
        ];
        foreach (var (name, text) in cards)
        {
            var (type, file) = name.StartsWith("calendar", StringComparison.Ordinal) ? ("text/calendar", "facture.ics") : ("text/vcard", "alice.vcf");
            yield return Family.Inbound(name, Mail.WithAttachment(Mail.InboundFields, type, file, Text.Octets(text)));
            yield return Family.Inbound(name + "-in-zip", InZip(file, text));
        }
        var first = cards[0].Text;
        yield return Family.Inbound("calendar-as-body", Mail.Multipart(Mail.InboundFields, "alternative", "b1", Mail.TextPart(), Mail.Part("Content-Type: text/calendar; method=REQUEST; charset=utf-8", first)));
        yield return Family.Inbound("calendar-octet-stream", Mail.WithAttachment(Mail.InboundFields, "application/octet-stream", "facture.bin", Text.Octets(first)));
        yield return Family.Inbound("calendar-with-mark", Mail.WithAttachment(Mail.InboundFields, "text/calendar", "facture.ics", [0xEF, 0xBB, 0xBF, .. Text.Octets(first)]));
    }

    private static IEnumerable<SampleMessage> Rtf()
    {
        // As OLE 1 packs a file: a label, paths, its length, its octets (MS-OLEDS 2.2.5).
        byte[] package = [1, 5, 0, 0, 2, 0, 0, 0, 8, 0, 0, 0, .. "Package\0"u8, 0, 0, 0, 0, 0, 0, 0, 0, .. Zip.U32((uint)Archive.Length + 40), 2, 0, .. "facture.zip\0"u8, .. "C:\\facture.zip\0"u8,
            .. Zip.U32((uint)Archive.Length), .. Archive];
        var hex = Convert.ToHexString(package).ToLowerInvariant();
        var wrapped = string.Join("\r\n", hex.Chunk(128).Select(line => new string(line)));
        static string Document(string objectData) => $"{{\\rtf1\\ansi\\deff0{{\\fonttbl{{\\f0 Arial;}}}}\\pard Bonjour \\par{{\\object\\objemb{{\\*\\objclass Package}}\\objw1\\objh1{objectData}{{\\result x}}}}\\par}}";
        (string Name, string Text)[] documents =
        [
            ("plain", Document($"{{\\*\\objdata {wrapped}}}")),
            ("one-line", Document($"{{\\*\\objdata {hex}}}")),
            ("upper-case", Document($"{{\\*\\objdata {wrapped.ToUpperInvariant()}}}")),
            ("no-blank", Document($"{{\\*\\objdata\r\n{wrapped}}}")),
            ("split-digits", Document($"{{\\*\\objdata {string.Join(" \t\r\n", hex.Chunk(3).Select(line => new string(line)))}}}")),
            ("control-words-within", Document($"{{\\*\\objdata {string.Join("\\par1234 ", hex.Chunk(97).Select(line => new string(line)))}}}")),
            ("groups-within", Document($"{{\\*\\objdata {string.Join("{\\*\\x}", hex.Chunk(97).Select(line => new string(line)))}}}")),
            ("with-parameter", Document($"{{\\*\\objdata0 {wrapped}}}")),
            ("left-open", Document($"{{\\*\\objdata {wrapped}")[..^30]),
            ("binary", Document($"{{\\*\\objdata \\bin{package.Length} {Text.Latin1(package)}}}")),
            ("second", Document("{\\*\\objdata 0105}") + Document($"{{\\*\\objdata {wrapped}}}")),
            ("short-signature", Document($"{{\\*\\objdata {wrapped}}}").Replace("{\\rtf1", "{\\rt", StringComparison.Ordinal)),
        ];
        foreach (var (name, text) in documents)
        {
            yield return Family.Inbound("rtf-" + name, Mail.WithAttachment(Mail.InboundFields, "application/rtf", "facture.rtf", Text.Octets(text)));
            yield return Family.Inbound($"rtf-{name}-in-zip", InZip("facture.rtf", text));
        }
        yield return Family.Inbound("rtf-as-word", Mail.WithAttachment(Mail.InboundFields, "application/msword", "facture.doc", Text.Octets(documents[0].Text)));
        yield return Family.Inbound("rtf-in-tnef", Mail.WithAttachment(Mail.InboundFields, "application/ms-tnef", "winmail.dat", Tnef.WithProperty("facture.rtf", Text.Octets(documents[0].Text))));
    }

    private static IEnumerable<SampleMessage> Pdf()
    {
        var packed = Packed.Zlib(Archive);
        static byte[] File(string dictionary, byte[] data, string line = "\r\n") =>
        [
            .. Text.Octets("%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Names << /EmbeddedFiles << /Names [(a.zip) 2 0 R] >> >> >>\nendobj\n"),
            .. Text.Octets("2 0 obj\n<< /Type /Filespec /F (a.zip) /EF << /F 3 0 R >> >>\nendobj\n4 0 obj\n<< /Length 4 >>\nstream\nq  Q\nendstream\nendobj\n3 0 obj\n"),
            .. Text.Octets($"<< {dictionary} /Length {data.Length} >>\nstream{line}"), .. data, .. Text.Octets("\nendstream\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"),
        ];
        (string Name, byte[] File)[] files =
        [
            ("attachment", File("/Type /EmbeddedFile /Subtype /application#2Fzip /Filter /FlateDecode", packed)),
            ("attachment-line-feed", File("/Type/EmbeddedFile/Filter/FlateDecode", packed, "\n")),
            ("attachment-filter-in-array", File("/Filter [ /FlateDecode ] /Type /EmbeddedFile", packed)),
            ("attachment-filter-short", File("/Filter /Fl /Type /EmbeddedFile", packed)),
            ("attachment-names-escaped", File("/Typ#65 /Embedd#65dFile /Filter /Flat#65Decode", packed)),
            ("attachment-type-missing", File("/Filter /FlateDecode /Params << /Size 100 >>", packed)),
            ("attachment-stored", File("/Type /EmbeddedFile", Archive)),
            ("attachment-with-prefix", File("/Type /EmbeddedFile /Filter /FlateDecode", Packed.Zlib([.. Payload.Noise(2000), .. Archive]))),
            ("attachment-in-comments", File("/Type % (\n /EmbeddedFile /Filter /FlateDecode", packed)),
            ("attachment-in-archive", File("/Type /EmbeddedFile /Filter /FlateDecode", Packed.Zlib(Zip.Of(ZipEntry.Deflated("a.zip", Archive))))),
            ("attachment-behind-another", [.. File("/Type /EmbeddedFile /Filter /FlateDecode", Packed.Zlib(Payload.Content)), .. File("/Type /EmbeddedFile /Filter /FlateDecode", packed)]),
        ];
        foreach (var (name, file) in files) yield return Family.Inbound("pdf-" + name, Mail.WithAttachment(Mail.InboundFields, "application/pdf", "facture.pdf", file));
        yield return Family.Inbound("pdf-octet-stream", Mail.WithAttachment(Mail.InboundFields, "application/octet-stream", "facture", files[0].File));
        yield return Family.Inbound("pdf-quoted-printable",
            Mail.Single(Mail.InboundFields, "Content-Type: application/pdf; name=facture.pdf\nContent-Transfer-Encoding: quoted-printable", Text.QuotedPrintable(files[0].File)));
        yield return Family.Inbound("pdf-in-attached-message", Mail.Multipart(Mail.InboundFields, "mixed", "b0", Mail.TextPart(),
            Mail.Part("Content-Type: message/rfc822", Mail.WithAttachment(Mail.InboundFields, "application/pdf", "facture.pdf", files[0].File))));
        yield return Family.Inbound("pdf-in-tnef", Mail.WithAttachment(Mail.InboundFields, "application/ms-tnef", "winmail.dat", Tnef.WithAttribute("facture.pdf", files[0].File)));
        yield return Family.Inbound("pdf-in-zip", Mail.WithAttachment(Mail.InboundFields, "application/zip", "facture.zip", Zip.Of(ZipEntry.Deflated("facture.pdf", files[0].File))));
    }

    private static MailContent InZip(string name, string text) =>
        Mail.WithAttachment(Mail.InboundFields, "application/zip", "facture.zip", Zip.Of(ZipEntry.Deflated(name, Text.Octets(text))));
}
