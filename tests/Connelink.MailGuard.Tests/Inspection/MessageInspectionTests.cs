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

    /// <summary>Found by fuzzing: a link before the first NUL counted beside the whole, and of two encodings only the first was remembered.</summary>
    [Theory]
    [InlineData("Content-Type: text/html\r\n\r\n<a href='data:x;base64,QUJDREVG'>\r\n\0 and more", 45)]
    [InlineData("Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\nContent-Transfer-Encoding: 8bit\r\n\r\nQUJDREVGQUJDREVGQUJDREVGAAAA\r\n", 30)]
    public void A_body_that_turns_out_to_be_binary_counts_whole_however_it_comes(string text, long octets)
    {
        for (var stride = 1; stride <= text.Length; stride++) Assert.Equal(octets, Inspect(text, stride).AttachmentOctets);
    }

    /// <summary>A signature without a NUL around an attachment, which has none or one; the signature stands in a body without a name, with or without a file in text behind it.</summary>
    [Theory]
    [InlineData("xxx", "", 303)]
    [InlineData("x\0x", "", 303)]
    [InlineData("xxx", "\r\nbegin 644 a\r\n#0V%T\r\n`\r\nend\r\n", 306)]
    [InlineData("xxx", "\r\nbegin 644 a\r\n#0V%T\r\n`\r\nend\r\n\0", 303)]
    [InlineData("x\0x", "\r\nbegin 644 a\r\n#0V%T\r\n`\r\nend\r\n", 303)]
    public void What_a_signature_in_a_body_is_around_counts_the_same_however_it_comes(string end, string behind, long octets)
    {
        byte[] file = [.. "Content-Type: application/octet-stream\r\n\r\n"u8, .. Enumerable.Repeat((byte)'x', 300), .. Encoding.ASCII.GetBytes(end)];
        var text = "Content-Type: text/plain\r\n\r\n" + Encoding.Latin1.GetString(Signed(file)) + behind + "\r\n";
        for (var stride = 1; stride <= text.Length; stride++) Assert.Equal(octets, Inspect(text, stride).AttachmentOctets);
    }

    /// <summary>Who carries a file along behind a signature, attached or in a body, does not get it through uncounted; the signature's own octets are nobody's file.</summary>
    [Theory]
    [InlineData("application/pkcs7-mime; name=smime.p7m", 30_000, 0, 1_000)]
    [InlineData("application/pkcs7-mime; name=smime.p7m", 3_000_000, 2_900_000, 3_000_000)]
    [InlineData("text/plain", 30_000, 0, 1_000)]
    [InlineData("text/plain", 3_000_000, 2_900_000, 3_000_000)]
    public void What_is_carried_along_with_a_signature_counts(string type, int behind, long least, long most)
    {
        byte[] file = [.. "Content-Type: application/octet-stream\r\n\r\n"u8, .. Enumerable.Repeat((byte)'x', 300)];
        var text = $"Content-Type: {type}\r\nContent-Transfer-Encoding: base64\r\n\r\n{Convert.ToBase64String([.. Signed(file), .. new byte[behind]], Base64FormattingOptions.InsertLineBreaks)}\r\n";
        Assert.InRange(Inspect(text).AttachmentOctets, least, most);
        Assert.Equal(Inspect(text).AttachmentOctets, Inspect(text, 1460).AttachmentOctets);
    }

    /// <summary>The mark of LHA is of letters, as those of others: what begins with it may be a message, or text with a file in it, all the same.</summary>
    [Theory]
    [InlineData("Xx-lh5-: y\r\nFrom: a@b\r\nSubject: b\r\nMIME-Version: 1.0\r\n", true)]
    [InlineData("ab-lh5-              \u0001\r\n", false)]
    [InlineData("1234567**ACE**\r\n", false)]
    [InlineData("BZh91AY&\r\n", false)]
    [InlineData("LZIP\u0001\r\n", false)]
    public void What_begins_like_a_packed_file_is_read_as_what_it_is_too(string start, bool isMail)
    {
        var file = Encoding.Latin1.GetBytes(start + (isMail ? Attached(Encrypted()) : Uuencoded("a.zip", Encrypted())));
        Assert.True(Inspect(Attached(Zip(file))).Archives.HasFlag(ArchiveFindings.EncryptedZip));
    }

    /// <summary>Readings that part late begin there: a file that stands in a script and began before would be seen by the first one only.</summary>
    [Theory]
    [InlineData("<script>save('", true)]
    [InlineData("<p>save(", false)]
    public void A_file_in_a_script_that_goes_on_where_base64_parts_ways_is_refused(string before, bool isRefused)
    {
        var text = new string(' ', 60_000) + before + (isRefused ? Convert.ToBase64String(Zip(new byte[600]))[..600] : new string('x', 600));
        var page = Encoding.ASCII.GetBytes(text);
        var lines = Convert.ToBase64String(page[..^(page.Length % 3)], Base64FormattingOptions.InsertLineBreaks) + "\r\n=\r\n" + Convert.ToBase64String(page[..300]);
        var facts = Inspect("Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n" + lines + "\r\n");
        Assert.Equal(isRefused, facts.Irregularities.HasFlag(MimeIrregularity.LateBase64));
    }

    /// <summary>What is held for other readings ends somewhere: where they part on either side of that, the same is found however the message comes.</summary>
    [Fact]
    public void Readings_that_part_about_where_the_held_start_ends_are_the_same_however_they_come()
    {
        var header = "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n";
        header += "X: " + new string('x', 1024 - header.Length - 7) + "\r\n\r\n";
        var letters = string.Concat(Enumerable.Repeat(new string('Q', 62) + "\r\n", (MimeLimits.HeldOctets / 64) + 1));
        for (var at = MimeLimits.HeldOctets - 3; at <= MimeLimits.HeldOctets + 3; at++)
        {
            var text = header + letters[..at] + "=-" + Convert.ToBase64String(Zip(new byte[600])) + "\r\n";
            var whole = Inspect(text);
            foreach (var stride in new[] { 1, 512, 1024, at + 1024, 33_792 })
            {
                var facts = Inspect(text, stride);
                Assert.Equal((whole.Irregularities, whole.AttachmentOctets, whole.Archives), (facts.Irregularities, facts.AttachmentOctets, facts.Archives));
            }
        }
    }

    [Fact]
    public void A_message_in_base64_is_no_header_section_without_end()
    {
        var mail = Convert.ToBase64String(Encoding.ASCII.GetBytes("From: a\r\n\r\n" + new string('x', 150_000)), Base64FormattingOptions.InsertLineBreaks);
        var facts = Inspect($"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n{mail}\r\n");
        Assert.Equal(MimeIrregularity.None, facts.Irregularities);
    }

    [Fact]
    public void A_message_in_base64_counts_decoded()
    {
        var mail = Encoding.ASCII.GetBytes("From: a\r\nMIME-Version: 1.0\r\n" + Attached(new byte[90_000]));
        var facts = Inspect("Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n" + Convert.ToBase64String(mail, Base64FormattingOptions.InsertLineBreaks) + "\r\n");
        Assert.Equal((90_000, 0), (facts.AttachmentOctets, facts.AlternativeOctets));
    }

    [Fact]
    public void A_message_that_only_says_to_be_in_base64_counts_as_it_stands()
    {
        var facts = Inspect("Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\nFrom: a\r\n" + Attached(new byte[90_000]));
        Assert.Equal(90_000, facts.AttachmentOctets);
    }

    [Fact]
    public void Damage_before_a_mail_that_is_read_in_several_ways_counts()
    {
        byte[] broken = [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0, 4, .. BitConverter.GetBytes(System.IO.Hashing.Crc32.HashToUInt32(StartHeader)), .. StartHeader, 1, 2, 3, 4];
        var mail = "From: a\r\nSubject: b\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\nQUJD=QUJD-_!\r\n"u8.ToArray();
        var zip = Zip(broken, mail);
        Assert.True(Inspect(Attached(zip), zip.Length * 2).Archives.HasFlag(ArchiveFindings.DamagedHeader));
    }

    [Fact]
    public void What_was_open_when_a_message_broke_off_is_used_again()
    {
        var inspection = new MessageInspection();
        byte[][] files = ["%PDF-1.4\n1 0 obj\n<<>>\n"u8.ToArray(), Encoding.ASCII.GetBytes(Uuencoded("a.bin", new byte[2000]))];
        var messages = files.Select(file => Encoding.ASCII.GetBytes(Attached(Zip([.. file, .. new byte[1000]])))).ToArray();
        for (var i = 0; i < 30; i++) BreakOff(inspection, messages);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 50; i++) BreakOff(inspection, messages);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    /// <summary>The beginning of a CMS structure (RFC 5652 5.1): signed data, around a content.</summary>
    private static byte[] Signed(byte[] file)
    {
        byte[] content = Long(0x30, [6, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, 1, .. Long(0xA0, Long(4, file))]);
        return Long(0x30, [6, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, 2, .. Long(0xA0, Long(0x30, [2, 1, 1, 0x31, 3, 2, 1, 1, .. content]))]);
    }

    /// <summary>An element of ASN.1 with its length in two octets, neither of them 0.</summary>
    private static byte[] Long(byte tag, byte[] content) => [tag, 0x82, (byte)(content.Length >> 8), (byte)content.Length, .. content];

    /// <summary>Nothing is where its start header says, and what is there is not what it sums up.</summary>
    private static byte[] StartHeader => [.. BitConverter.GetBytes(0L), .. BitConverter.GetBytes(4L), 9, 9, 9, 9];

    private static void BreakOff(MessageInspection inspection, byte[][] messages)
    {
        foreach (var message in messages)
        {
            inspection.Begin(opensDocuments: true);
            inspection.Write(message.AsSpan(0, message.Length * 2 / 3));
            inspection.Abandon();
        }
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
