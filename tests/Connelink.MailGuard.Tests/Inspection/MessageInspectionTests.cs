using System.IO.Compression;
using System.Text;
using Connelink.MailGuard.Archives;
using Connelink.MailGuard.Inspection;
using Connelink.MailGuard.Mime;
using Xunit;

namespace Connelink.MailGuard.Tests.Inspection;

/// <summary>How the parts of the inspection work together: what lies inside what, and that it ends.</summary>
public sealed class MessageInspectionTests
{
    private const string Mbox = "From a@b x\r\nFrom: a\r\nSubject: b\r\n\r\n";

    [Fact]
    public void A_mailbox_in_an_archive_is_read_once() =>
        Assert.Equal(ArchiveFindings.None, Inspect(Attached(Zip(Encoding.ASCII.GetBytes(Mbox)))).Archives);

    [Fact]
    public void An_encrypted_archive_in_a_mail_in_an_archive_is_found() =>
        Assert.True(Inspect(Attached(Zip(Encoding.ASCII.GetBytes("From: a\r\nSubject: b\r\n" + Attached(Encrypted()))))).Archives.HasFlag(ArchiveFindings.EncryptedZip));

    [Fact]
    public void Mails_in_archives_in_mails_come_to_an_end()
    {
        var inner = Zip("x"u8.ToArray());
        for (var level = 0; level < 12; level++) inner = Zip([.. "From: a\r\nSubject: b\r\nContent-Type: application/octet-stream\r\n\r\n"u8, .. inner]);

        // Read as a file and as a mail at each level, it would take as many looks as two to the power of the levels.
        Assert.True(Inspect(Attached(inner)).IsComplete);
    }

    [Theory]
    [InlineData(1460)]
    [InlineData(65536)]
    public void A_file_in_the_text_is_found_beside_a_picture_in_the_markup(int stride)
    {
        var text = "Content-Type: text/html\r\n\r\n<img src=\"data:image/png;base64,iVBORw0KGgo=\">\r\n" + Uuencoded("a.zip", Zip([.. new byte[300_000]], Encrypted())) + "\r\n";
        Assert.True(Inspect(text, stride).Archives.HasFlag(ArchiveFindings.EncryptedZip));
    }

    [Fact]
    public void A_mail_in_the_text_is_opened()
    {
        var mail = Encoding.ASCII.GetBytes("From: a\r\nSubject: b\r\n" + Attached(Encrypted()));
        Assert.True(Inspect("Content-Type: text/plain\r\n\r\nlook\r\n" + Uuencoded("a.eml", mail)).Archives.HasFlag(ArchiveFindings.EncryptedZip));
    }

    [Fact]
    public void The_largest_of_two_declared_readings_counts()
    {
        var facts = Inspect("Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + new string('\u00e9', 100_000));
        Assert.InRange(Math.Max(facts.AttachmentOctets, facts.AlternativeOctets), 100_000, 110_000);
    }

    [Fact]
    public void A_message_in_base64_is_no_header_section_without_end()
    {
        var mail = Convert.ToBase64String(Encoding.ASCII.GetBytes("From: a\r\n\r\n" + new string('x', 150_000)), Base64FormattingOptions.InsertLineBreaks);
        var facts = Inspect($"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n{mail}\r\n");
        Assert.Equal(MimeIrregularity.None, facts.Irregularities);
    }

    private static MessageFacts Inspect(string message, int stride = 4096)
    {
        var inspection = new MessageInspection();
        var octets = Encoding.Latin1.GetBytes(message);
        inspection.Begin(opensDocuments: true);
        for (var at = 0; at < octets.Length; at += stride) inspection.Write(octets.AsSpan(at, Math.Min(stride, octets.Length - at)));
        inspection.Complete();
        inspection.Abandon();
        return inspection.Facts;
    }

    private static string Attached(byte[] file) =>
        "Content-Type: application/octet-stream; name=x\r\nContent-Transfer-Encoding: base64\r\n\r\n" + Convert.ToBase64String(file, Base64FormattingOptions.InsertLineBreaks) + "\r\n";

    private static string Uuencoded(string name, byte[] file)
    {
        var text = new StringBuilder($"begin 644 {name}\r\n");
        foreach (var line in file.Chunk(45))
        {
            text.Append((char)(32 + line.Length));
            foreach (var three in line.Chunk(3))
            {
                var bits = (three[0] << 16) | (three.ElementAtOrDefault(1) << 8) | three.ElementAtOrDefault(2);
                for (var shift = 18; shift >= 0; shift -= 6) text.Append(((bits >> shift) & 63) == 0 ? '`' : (char)(32 + ((bits >> shift) & 63)));
            }
            text.Append("\r\n");
        }
        return text.Append("`\r\nend\r\n").ToString();
    }

    private static byte[] Zip(params byte[][] files)
    {
        var octets = new MemoryStream();
        using (var zip = new ZipArchive(octets, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (number, file) in files.Index())
            {
                using var entry = zip.CreateEntry($"{number}.bin", CompressionLevel.NoCompression).Open();
                entry.Write(file);
            }
        }
        return octets.ToArray();
    }

    private static byte[] Encrypted()
    {
        var zip = Zip("secret"u8.ToArray());
        zip[6] |= 1;
        zip[zip.AsSpan().IndexOf("PK\u0001\u0002"u8) + 8] |= 1;
        return zip;
    }
}
