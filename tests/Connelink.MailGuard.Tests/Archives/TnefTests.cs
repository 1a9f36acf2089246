using System.Buffers.Binary;
using Connelink.MailGuard.Archives;
using Connelink.MailGuard.Tests.Support;
using MimeKit.Tnef;
using Xunit;
using static Connelink.MailGuard.Archives.ArchiveFindings;

namespace Connelink.MailGuard.Tests.Archives;

/// <summary>TNEF streams (winmail.dat), made by hand and real ones.</summary>
public sealed class TnefTests
{
    private static readonly byte[] Secret = Samples.Zip("secret", 0, ("a", Samples.Text(200)));

    internal static byte[] Sample => Tnef(Data(Samples.Gzip(Secret)), Properties(Named(), Binary(Secret), Many()), Properties(Object(Tnef(Data(Secret)))));

    [Fact]
    public void An_encrypted_archive_is_found_in_both_ways_of_attaching()
    {
        Assert.Equal(EncryptedZip, Inspection.AtEverySplit(Tnef(Data(Samples.Gzip(Secret)))));
        Assert.Equal(EncryptedZip, Inspection.AtEverySplit(Tnef(Properties(Binary(Samples.Gzip(Secret))))));
        Assert.Equal(EncryptedZip, Inspection.AtEverySplit(Tnef(Properties(Object(Tnef(Data(Samples.Gzip(Secret))))))));
        Assert.Equal(EncryptedZip, Inspection.AtEverySplit(Samples.Zip(("winmail.dat", Tnef(Data(Samples.Zip(("x", Secret))))))));
    }

    [Fact]
    public void Attached_files_are_handed_out_whole()
    {
        var files = new Contained(ContainedKind.TnefAttachment);
        byte[] garbage = [0xFF, 0xFE, .. Samples.Noise(50)];
        byte[] tnef = [.. Tnef(Data(Samples.Text(1001)), Data([]), Properties(Named(), Binary(Samples.Text(37)), Many()), Properties(Object(Tnef(Data([1, 2, 3]))))), .. garbage];
        Assert.Equal(None, Inspection.Run(tnef, 7, files).Findings);
        Assert.Equal([1001, 0, 37, Tnef(Data([1, 2, 3])).Length, 3], files.Files.Select(file => file.Octets.Length));
        Assert.Equal([1, 1, 1, 1, 2], files.Files.Select(file => file.Depth));
        Assert.All(files.Files, file => Assert.True(file.IsComplete));
        Assert.Equal(Samples.Text(1001), files.Files[0].Octets);
    }

    [Fact]
    public void Mail_and_documents_in_archives_are_handed_out()
    {
        var files = new Contained(ContainedKind.Mail, ContainedKind.Document);
        byte[] mail = [.. "Received: from a by b; Mon\r\nSubject: hello\r\n\r\n"u8, .. Samples.Text(100_000)];
        byte[] pdf = [.. "%PDF-1.7\r\n"u8, .. Samples.Noise(200_000)];
        Assert.Equal(None, Inspection.Run(Samples.Zip(("a.eml", mail), ("b", pdf), ("c", Samples.Text()), ("d", Samples.Gzip(mail))), 1000, files).Findings);
        Assert.Equal([ContainedKind.Mail, ContainedKind.Document, ContainedKind.Mail], files.Files.Select(file => file.Kind));
        Assert.Equal([mail, pdf, mail], files.Files.Select(file => file.Octets));
        Assert.Equal([1, 1, 2], files.Files.Select(file => file.Depth));
    }

    public static TheoryData<string> RealFiles => Directory.Exists(Folder) ? [.. Directory.GetFiles(Folder, "*.tnef").Select(file => Path.GetFileName(file)).Order()] : ["none"];

    private static string Folder { get; } = Path.Combine(SourceTree.PathOf("."), "..", "shared", "corpus", "mimekit", "tnef");

    [Theory]
    [MemberData(nameof(RealFiles))]
    public void Real_ones_have_the_attachments_that_MimeKit_finds(string name)
    {
        Assert.SkipWhen(name == "none", "the corpus is not here");
        var tnef = File.ReadAllBytes(Path.Combine(Folder, name));
        var files = new Contained(ContainedKind.TnefAttachment);
        var found = Inspection.Run(tnef, 1000, files);
        Assert.Equal(None, found.Findings & (Encrypted | Broken | Limits));

        var expected = Attachments(tnef);
        var outermost = files.Files.Where(file => file.Depth == 1).Select(file => file.Octets.Length).ToList();
        Assert.Equal(expected, outermost);
    }

    /// <summary>Sizes of all attached files in order, as MimeKit's reader tells them.</summary>
    private static List<int> Attachments(byte[] tnef)
    {
        var sizes = new List<int>();
        using var reader = new MimeKit.Tnef.TnefReader(new MemoryStream(tnef), 0, TnefComplianceMode.Loose);
        while (reader.ReadNextAttribute())
        {
            if (reader.AttributeTag == TnefAttributeTag.AttachData) sizes.Add(reader.TnefPropertyReader.ReadValueAsBytes().Length);
            if (reader.AttributeTag != TnefAttributeTag.Attachment) continue;
            var properties = reader.TnefPropertyReader;
            while (properties.ReadNextProperty())
            {
                if (properties.PropertyTag.Id != TnefPropertyId.AttachData) continue;
                var value = new MemoryStream();
                using (var raw = properties.GetRawValueReadStream()) raw.CopyTo(value);
                sizes.Add((int)value.Length - (properties.PropertyTag.ValueTnefType == TnefPropertyType.Object ? 16 : 0));
            }
        }
        return sizes;
    }

    private static byte[] Tnef(params byte[][] attributes) => [0x78, 0x9F, 0x3E, 0x22, 1, 0, .. Attribute(1, 0x00089006, Long(0x10000)), .. attributes.SelectMany(attribute => attribute)];

    private static byte[] Attribute(byte level, uint id, byte[] data) => [level, .. Long(id), .. Long((uint)data.Length), .. data, 0xBA, 0xD0];

    private static byte[] Data(byte[] file) => [.. Attribute(2, 0x00069002, new byte[14]), .. Attribute(2, 0x0006800F, file)];

    private static byte[] Properties(params byte[][] properties) => Attribute(2, 0x00069005, [.. Long((uint)properties.Length), .. properties.SelectMany(property => property)]);

    private static byte[] Binary(byte[] file) => [.. Long(0x37010102), .. Long(1), .. Long((uint)file.Length), .. file, .. new byte[-file.Length & 3]];

    private static byte[] Object(byte[] file) => [.. Long(0x3701000D), .. Long(1), .. Long((uint)file.Length + 16), .. new byte[16], .. file, .. new byte[-(file.Length + 16) & 3]];

    /// <summary>A property with a name, and one with a number for a name.</summary>
    private static byte[] Named() =>
        [.. Long(0x8000001E), .. new byte[16], .. Long(1), .. Long(6), .. "a\0b\0\0\0\0\0"u8, .. Long(1), .. Long(3), .. "xy\0\0"u8, .. Long(0x80010003), .. new byte[16], .. Long(0), .. Long(7), .. Long(5)];

    /// <summary>Properties of several values.</summary>
    private static byte[] Many() => [.. Long(0x1000101F), .. Long(2), .. Long(2), .. new byte[4], .. Long(4), .. new byte[4], .. Long(0x10011003), .. Long(3), .. new byte[12]];

    private static byte[] Long(uint value)
    {
        var octets = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(octets, value);
        return octets;
    }
}
