using System.Text;

namespace Connelink.MailGuard.Server.Demo;

/// <summary>Attachments: archives clear and encrypted, wherever they hide, and how much they may be.</summary>
internal static class DemoArchives
{
    private const string Rule = "encrypted-archive";
    private const string Word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    private const string Java = "application/java-archive";
    private const int MaxOctets = 40 * 1024 * 1024;

    private static readonly byte[] Report = Encoding.UTF8.GetBytes("Rapport trimestriel\r\n");

    public static IEnumerable<DemoMessage> Messages() => [.. Clear(), .. Encrypted(), .. Hidden(), .. Sizes()];

    private static IEnumerable<DemoMessage> Clear()
    {
        var clear = DemoPart.Zip(("rapport.txt", Report));
        yield return Passed("ZIP without a password", MailProgram.Thunderbird, "application/zip", "rapport.zip", clear);
        yield return Passed("ZIP in a ZIP, both clear", MailProgram.Gmail, "application/zip", "rapport.zip", DemoPart.Zip(("inner/rapport.zip", clear)));
        yield return Passed("ZIP that unpacks itself", MailProgram.Outlook, "application/octet-stream", "rapport.exe", Unpacking(clear));
        yield return Passed("Word document, which is a ZIP", MailProgram.Outlook, Word, "rapport.docx", Document());
        yield return Passed("Java program, a ZIP, too", MailProgram.Gmail, Java, "outil.jar", DemoPart.Zip(("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\n"u8.ToArray())));
        yield return Passed("7z file without a password", MailProgram.AppleMail, "application/x-7z-compressed", "rapport.7z", DemoPart.File("clear.7z"));
        yield return Passed("RAR file without a password", MailProgram.Thunderbird, "application/vnd.rar", "rapport.rar", DemoPart.File("clear.rar"));
        yield return Passed("ZIP without a password in winmail.dat", MailProgram.Outlook, "application/ms-tnef", "winmail.dat", DemoPart.File("clear.dat"));
    }

    private static IEnumerable<DemoMessage> Encrypted()
    {
        yield return Refused("ZIP with a password (ZipCrypto)", MailProgram.Outlook, "application/x-zip-compressed", "rapport.zip", DemoPart.File("zipcrypto.zip"));
        yield return Refused("ZIP with a password (AES-128)", MailProgram.Gmail, "application/zip", "rapport.zip", DemoPart.File("aes128.zip"));
        yield return Refused("ZIP with a password (AES-256)", MailProgram.AppleMail, "application/zip", "rapport.zip", DemoPart.File("aes256.zip"));
        yield return Refused("7z file with a password", MailProgram.Thunderbird, "application/x-7z-compressed", "rapport.7z", DemoPart.File("encrypted.7z"));
        yield return Refused("RAR file with a password", MailProgram.Notes, "application/vnd.rar", "rapport.rar", DemoPart.File("encrypted.rar"));
    }

    private static IEnumerable<DemoMessage> Hidden()
    {
        var encrypted = DemoPart.File("zipcrypto.zip");
        yield return Refused("Encrypted ZIP called photo.jpg", MailProgram.Gmail, "image/jpeg", "photo.jpg", encrypted);
        yield return Refused("Encrypted ZIP called a Word document", MailProgram.Notes, Word, "rapport.docx", DemoPart.File("aes256.zip"));
        yield return Refused("Encrypted ZIP called a Java program", MailProgram.AppleMail, Java, "outil.jar", encrypted);
        yield return Refused("Encrypted ZIP in a clear one", MailProgram.Outlook, "application/zip", "rapport.zip", DemoPart.Zip(("inner/rapport.zip", encrypted)));
        yield return Refused("Encrypted ZIP that unpacks itself", MailProgram.Thunderbird, "application/octet-stream", "rapport.exe", Unpacking(encrypted));
        yield return Refused("Encrypted ZIP in winmail.dat", MailProgram.Outlook, "application/ms-tnef", "winmail.dat", DemoPart.File("winmail.dat"));
        yield return new("Encrypted ZIP in a forwarded message", Rule, "550 5.7.1") { Data = Forwarded };
        yield return new("Encrypted ZIP uuencoded in the text", Rule, "550 5.7.1")
        {
            Program = MailProgram.Gmail,
            Data = m => DemoMail.Write(m, text: $"Voici le rapport :\n\n{DemoPart.Uuencoded("rapport.zip", encrypted)}"),
        };
        yield return Refused("ZIP with a damaged directory", MailProgram.Gmail, "application/zip", "rapport.zip", Damaged());
    }

    private static IEnumerable<DemoMessage> Sizes()
    {
        const string rule = "attachment-size";
        yield return new("Attachment of exactly 40 MiB", rule, "250")
        {
            Delivered = 1,
            Program = MailProgram.Outlook,
            Data = m => With(m, "video/mp4", "film.mp4", new byte[MaxOctets]),
        };
        yield return new("Two of one octet more in all", rule, "552 5.3.4")
        {
            Program = MailProgram.Gmail,
            Data = m => DemoMail.Write(m, attachments:
                [DemoPart.Attachment("video/mp4", "film.mp4", new byte[MaxOctets / 2]), DemoPart.Attachment("audio/mpeg", "son.mp3", new byte[MaxOctets / 2 + 1])]),
        };
    }

    private static DemoMessage Passed(string what, MailProgram program, string type, string name, byte[] content) =>
        new(what, Rule, "250") { Delivered = 1, Program = program, Data = m => With(m, type, name, content) };

    private static DemoMessage Refused(string what, MailProgram program, string type, string name, byte[] content) =>
        new(what, Rule, "550 5.7.1") { Program = program, Data = m => With(m, type, name, content) };

    private static byte[] With(DemoMessage message, string type, string name, byte[] content) =>
        DemoMail.Write(message, attachments: [DemoPart.Attachment(type, name, content)]);

    private static byte[] Forwarded(DemoMessage message)
    {
        var inner = With(message with { What = "The report", Program = MailProgram.Outlook }, "application/zip", "rapport.zip", DemoPart.File("aes256.zip"));
        var part = new DemoPart("Content-Type: message/rfc822\nContent-Disposition: attachment; filename=\"report.eml\"\n", inner, IsBase64: false);
        return DemoMail.Write(message, attachments: [part]);
    }

    /// <summary>A program before the archive, as self-extracting ones have.</summary>
    private static byte[] Unpacking(byte[] zip) => [.. "MZ"u8, .. new byte[4094], .. zip];

    /// <summary>What Word needs to open a document (ECMA-376).</summary>
    private static byte[] Document()
    {
        const string types = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>""";
        const string relations = """<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>""";
        const string text = """<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>Rapport trimestriel</w:t></w:r></w:p></w:body></w:document>""";
        return DemoPart.Zip(("[Content_Types].xml", Encoding.UTF8.GetBytes(types)), ("_rels/.rels", Encoding.UTF8.GetBytes(relations)), ("word/document.xml", Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>The directory calls the first entry by another name than the entry itself.</summary>
    private static byte[] Damaged()
    {
        var zip = DemoPart.Zip(("rapport.txt", Report));
        zip[zip.AsSpan().LastIndexOf("rapport"u8)] = (byte)'R';
        return zip;
    }
}
