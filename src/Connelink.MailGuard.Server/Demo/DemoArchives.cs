using System.Text;

namespace Connelink.MailGuard.Server.Demo;

/// <summary>Attachments: archives clear and encrypted, wherever they hide, and how much they may be.</summary>
internal static class DemoArchives
{
    private const string Rule = "encrypted-archive";
    private const int MaxOctets = 40 * 1024 * 1024;

    private static readonly byte[] Report = Encoding.UTF8.GetBytes("Rapport trimestriel\r\n");

    public static IEnumerable<DemoMessage> Messages() => [.. Clear(), .. Encrypted(), .. Hidden(), .. Sizes()];

    private static IEnumerable<DemoMessage> Clear()
    {
        yield return Passed("ZIP without a password", MailProgram.Thunderbird, "application/zip", "rapport.zip", DemoPart.Zip(("rapport.txt", Report)));
        yield return Passed("Word document, which is a ZIP", MailProgram.Outlook, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "rapport.docx",
            DemoPart.Zip(("[Content_Types].xml", "<Types/>"u8.ToArray()), ("word/document.xml", "<w:document/>"u8.ToArray())));
        yield return Passed("Java program, a ZIP, too", MailProgram.Gmail, "application/java-archive", "outil.jar",
            DemoPart.Zip(("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\n"u8.ToArray())));
        yield return Passed("7z file without a password", MailProgram.AppleMail, "application/x-7z-compressed", "rapport.7z", DemoPart.File("clear.7z"));
        yield return Passed("RAR file without a password", MailProgram.Thunderbird, "application/vnd.rar", "rapport.rar", DemoPart.File("clear.rar"));
    }

    private static IEnumerable<DemoMessage> Encrypted()
    {
        yield return Refused("ZIP with a password (ZipCrypto)", MailProgram.Outlook, "application/x-zip-compressed", "rapport.zip", DemoPart.File("zipcrypto.zip"));
        yield return Refused("ZIP with a password (AES-128)", MailProgram.Gmail, "application/zip", "rapport.zip", DemoPart.File("aes128.zip"));
        yield return Refused("ZIP with a password (AES-256)", MailProgram.AppleMail, "application/zip", "rapport.zip", DemoPart.File("aes256.zip"));
        yield return Refused("7z file with a password", MailProgram.Thunderbird, "application/x-7z-compressed", "rapport.7z", DemoPart.File("encrypted.7z"));
        yield return Refused("RAR file with a password", MailProgram.Thunderbird, "application/vnd.rar", "rapport.rar", DemoPart.File("encrypted.rar"));
    }

    private static IEnumerable<DemoMessage> Hidden()
    {
        var encrypted = DemoPart.File("zipcrypto.zip");
        yield return Refused("Encrypted ZIP called photo.jpg", MailProgram.Gmail, "image/jpeg", "photo.jpg", encrypted);
        yield return Refused("Encrypted ZIP in a clear one", MailProgram.Outlook, "application/zip", "rapport.zip", DemoPart.Zip(("inner/rapport.zip", encrypted)));
        yield return Refused("Encrypted ZIP that unpacks itself", MailProgram.Thunderbird, "application/octet-stream", "rapport.exe",
            [.. "MZ"u8, .. new byte[4094], .. encrypted]);
        yield return Refused("Encrypted ZIP in winmail.dat", MailProgram.Outlook, "application/ms-tnef", "winmail.dat", DemoPart.File("winmail.dat"));
        yield return new("Encrypted ZIP in a forwarded message", Rule, "550 5.7.1") { Data = Forwarded };
        yield return new("Encrypted ZIP uuencoded in the text", Rule, "550 5.7.1")
        {
            Data = m => DemoMail.Write(m, MailProgram.Gmail, text: Uuencoded("rapport.zip", encrypted)),
        };
        yield return Refused("ZIP with a damaged directory", MailProgram.Gmail, "application/zip", "rapport.zip", Damaged());
    }

    private static IEnumerable<DemoMessage> Sizes()
    {
        const string rule = "attachment-size";
        yield return new("Attachment of exactly 40 MiB", rule, "250")
        {
            Delivered = 1,
            Data = m => With(m, MailProgram.Outlook, "video/mp4", "film.mp4", new byte[MaxOctets]),
        };
        yield return new("Two of one octet more in all", rule, "552 5.3.4")
        {
            Data = m => DemoMail.Write(m, MailProgram.Gmail, attachments:
                [DemoPart.Attachment("video/mp4", "film.mp4", new byte[MaxOctets / 2]), DemoPart.Attachment("audio/mpeg", "son.mp3", new byte[MaxOctets / 2 + 1])]),
        };
    }

    private static DemoMessage Passed(string what, MailProgram program, string type, string name, byte[] content) =>
        new(what, Rule, "250") { Delivered = 1, Data = m => With(m, program, type, name, content) };

    private static DemoMessage Refused(string what, MailProgram program, string type, string name, byte[] content) =>
        new(what, Rule, "550 5.7.1") { Data = m => With(m, program, type, name, content) };

    private static byte[] With(DemoMessage message, MailProgram program, string type, string name, byte[] content) =>
        DemoMail.Write(message, program, attachments: [DemoPart.Attachment(type, name, content)]);

    private static byte[] Forwarded(DemoMessage message)
    {
        var inner = With(message with { What = "The report" }, MailProgram.Outlook, "application/zip", "rapport.zip", DemoPart.File("aes256.zip"));
        var part = new DemoPart("Content-Type: message/rfc822\nContent-Disposition: attachment; filename=\"report.eml\"\n", inner, IsBase64: false);
        return DemoMail.Write(message, MailProgram.Thunderbird, attachments: [part]);
    }

    /// <summary>The directory calls the first entry by another name than the entry itself.</summary>
    private static byte[] Damaged()
    {
        var zip = DemoPart.Zip(("rapport.txt", Report));
        zip[zip.AsSpan().LastIndexOf("rapport"u8)] = (byte)'R';
        return zip;
    }

    /// <summary>As uuencode(1) writes it.</summary>
    private static string Uuencoded(string name, byte[] content)
    {
        var text = new StringBuilder($"Voici le rapport :\n\nbegin 644 {name}\n");
        foreach (var line in content.Chunk(45))
        {
            text.Append(Letter(line.Length));
            for (var i = 0; i < line.Length; i += 3)
            {
                var three = (line[i] << 16) | (At(line, i + 1) << 8) | At(line, i + 2);
                for (var shift = 18; shift >= 0; shift -= 6) text.Append(Letter((three >> shift) & 63));
            }
            text.Append('\n');
        }
        return text.Append("`\nend\n").ToString();
    }

    private static int At(byte[] line, int i) => i < line.Length ? line[i] : 0;

    private static char Letter(int six) => six == 0 ? '`' : (char)(' ' + six);
}
