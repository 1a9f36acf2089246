using BenchmarkDotNet.Attributes;
using Connelink.MailGuard.Archives;
using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Benchmarks;

/// <summary>Messages with a clear archive that a text or a document holds, in each way that is looked for.</summary>
public class DocumentBenchmarks : InspectionBenchmark
{
    [Params("uuencode", "yEnc", "BinHex", "link", "link with references", "link in percent", "script", "calendar", "contact", "RTF", "PDF", "page in zip", "contact in zip", "RTF in zip", "PDF in zip", "uuencode in zip")]
    public string Holder { get; set; } = "";

    /// <summary>An encrypted archive in its place is found: so the clear one is looked at.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        Use(Message(Payload.ZipCrypto));
        Inspect();
        if (Inspection.Facts.Archives != ArchiveFindings.EncryptedZip) throw new InvalidOperationException(Holder);
        Use(Message(Payload.Clear));
    }

    private byte[] Message(byte[] archive)
    {
        var document = Text.Octets(Document(archive));
        return Text.Octets(Holder switch
        {
            "uuencode" or "yEnc" or "BinHex" => Mail.Plain(Mail.InboundFields, Text.Latin1(document)),
            "link" or "link with references" or "link in percent" or "script" => Mail.Single(Mail.InboundFields, "Content-Type: text/html", Text.Latin1(document)),
            "calendar" or "contact" or "RTF" or "PDF" => Mail.WithAttachment(Mail.InboundFields, "application/octet-stream", "facture", document),
            _ => Mail.WithAttachment(Mail.InboundFields, "application/zip", "facture.zip", Zip.Of(ZipEntry.Deflated("facture", document))),
        });
    }

    private string Document(byte[] archive)
    {
        var base64 = Convert.ToBase64String(archive);
        return Holder switch
        {
            "uuencode" or "uuencode in zip" => OldEncodings.Uuencode(archive) + "\r\n",
            "yEnc" => OldEncodings.Yencode(archive) + "\r\n",
            "BinHex" => OldEncodings.BinHex(archive) + "\r\n",
            "link" or "page in zip" => $"<html><a href=\"data:application/zip;base64,{base64}\">x</a></html>",
            "link with references" => $"<html><a href=\"&#100;ata&colon;application/zip;base64,{base64.Replace("U", "&#85;", StringComparison.Ordinal)}\">x</a></html>",
            "link in percent" => $"<html><a href=\"data:application/zip,{string.Concat(archive.Select(octet => $"%{octet:X2}"))}\">x</a></html>",
            "script" => $"<html><script>save(atob(\"{base64}\"))</script></html>",
            "calendar" => $"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nATTACH;ENCODING=BASE64;VALUE=BINARY:{base64}\r\nEND:VCALENDAR\r\n",
            "contact" or "contact in zip" => $"BEGIN:VCARD\r\nVERSION:3.0\r\nPHOTO;ENCODING=b:{base64}\r\nEND:VCARD\r\n",
            "RTF" or "RTF in zip" => $"{{\\rtf1{{\\object{{\\*\\objdata {Convert.ToHexString(archive)}}}}}}}",
            _ => $"%PDF-1.7\n3 0 obj\n<< /Type /EmbeddedFile /Filter /FlateDecode >>\nstream\n{Text.Latin1(Packed.Zlib(archive))}\nendstream\nendobj\n",
        };
    }
}
