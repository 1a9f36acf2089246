using Connelink.MailGuard.Archives;
using Xunit;
using static Connelink.MailGuard.Archives.ArchiveFindings;
using static Connelink.MailGuard.Tests.Archives.HandMadeZip;

namespace Connelink.MailGuard.Tests.Archives;

/// <summary>ZIP files that mean different things to different programs, and innocent ones that only look odd.</summary>
public sealed class ZipAmbiguityTests
{
    private static readonly HandMadeEntry Clear = new("a.txt", Samples.Text(300));

    private static readonly HandMadeEntry Secret = new("b.txt", Samples.Noise(300)) { Flags = Bit0 };

    public static TheoryData<string> Convicted => [.. ConvictedFiles.Keys];

    public static TheoryData<string> Refused => [.. BrokenFiles.Keys];

    public static TheoryData<string> Innocent => [.. InnocentFiles.Keys];

    private static Dictionary<string, byte[]> ConvictedFiles { get; } = new()
    {
        ["flag in both headers"] = Of(Clear, Secret),
        ["flag in the local header only"] = Of(Secret with { CentralFlags = 0 }),
        ["flag in the central header only"] = Of(Clear with { CentralFlags = Bit0 }),
        ["strong encryption"] = Of(Clear with { Flags = 1 << 6 }),
        ["encrypted directory"] = Of(Clear with { Flags = 1 << 13 }),
        ["method 99 with the flag cleared"] = Of(Clear with { Method = 99 }),
        ["method 99 in the central header only"] = Of(Clear with { CentralMethod = 99 }),
        ["AES of WinZip, version with a host"] = Of(Clear with { Method = 99, Flags = Bit0, Version = 0x0333 }),
        ["AES in the extra field only"] = Of(Clear with { LocalExtra = Field(0x9901, 2, 0, (byte)'A', (byte)'E', 3, 8, 0) }),
        ["strong encryption in the central extra field only"] = Of(Clear with { CentralExtra = Field(0x0017, 2, 0, 1, 0x66, 0, 1, 3, 0) }),
        ["a ghost entry without directory"] = Of(Clear, Secret with { HasCentral = false }),
        ["a ghost entry of the directory"] = Of(Clear, Secret with { HasLocal = false }),
        ["behind the end of a clear one"] = [.. Of(Clear), .. Of(Secret)],
        ["before a clear one"] = [.. Of(Secret), .. Of(Clear)],
        ["a local header alone"] = [.. Local(Secret), .. Secret.Data],
        ["in a comment of the end record"] = Of([Clear], (count, size, offset) => End(count, size, offset, System.Text.Encoding.Latin1.GetString(Of(Secret)))),
        ["in an extra field"] = Of(Clear with { LocalExtra = Field(0xCAFE, Of(Secret with { Data = [1, 2, 3] })) }),
        ["in stored data"] = Of(Clear with { Data = Of(Secret) }),
        ["in data of an unknown method"] = Of(Clear with { Data = Of(Secret), Method = 14 }),
        ["in data with a data descriptor"] = Of(Clear with { Data = Of(Secret), Flags = Descriptor, LocalSize = 0, Behind = DescriptorOf(Of(Secret)) }),
        ["deflated in a file with a data descriptor"] = Deflated(Of(Secret), signature: true),
        ["deflated in a file with a descriptor without signature"] = Deflated(Of(Secret), signature: false),
        ["behind a wrong first version"] = Of(Secret with { Version = 200 }),
        ["with an odd host and reserved flags"] = Of(Secret with { Version = 0x7F3F, Flags = 0xC781 }),
        ["under a name with a path and eight bits"] = Of(Secret with { Name = "..\\\xE9\xFF/\0 b" }),
        ["central header with junk before"] = [.. "junk"u8, .. Central(Secret, 0)],
        ["behind another that overlaps it"] = [.. "PK\x1\x2"u8, 1, 2, 3, 4, .. Of(Secret)],
    };

    private static Dictionary<string, byte[]> BrokenFiles { get; } = new()
    {
        ["a ghost entry without directory"] = Of(Clear, Clear with { Name = "b", HasCentral = false }),
        ["a ghost entry of the directory"] = Of(Clear, Clear with { Name = "b", HasLocal = false }),
        ["another name"] = Of(Clear with { CentralName = "b.txt" }),
        ["another method"] = Of(Clear with { CentralMethod = 8 }),
        ["another size"] = Of(Clear with { CentralSize = 299 }),
        ["another place"] = Of(Clear, Clear with { Name = "b", OffsetBy = 1 }),
        ["two entries at one place"] = Of(Clear, Clear with { HasLocal = false, OffsetBy = unchecked((uint)-335) }),
        ["no directory"] = [.. Local(Clear), .. Clear.Data],
        ["cut short in data"] = Of(Clear)[..100],
        ["cut short in the directory"] = Of(Clear)[..350],
        ["no end record"] = Of([Clear], (_, _, _) => []),
        ["another count"] = Of([Clear], (_, size, offset) => End(2, 2 * size, offset)),
        ["none counted"] = Of([Clear], (_, _, offset) => End(0, 0, offset)),
        ["too large a directory"] = Of([Clear], (count, size, offset) => End(count, size + 100, offset)),
        ["a directory behind its place"] = Of([Clear], (count, size, offset) => End(count, size, offset + 10_000)),
        ["one of several disks"] = Of([Clear], (count, size, offset) => End(count, size, offset, disk: 1)),
        ["the first of several disks"] = [.. "PK\x7\x8"u8, .. Local(Clear), .. Clear.Data],
        ["a wrong descriptor"] = Of(Clear with { Flags = Descriptor, LocalSize = 0, Behind = DescriptorOf([1, 2]) }),
        ["Zip64 that counts otherwise"] = Of([Clear], (count, size, offset) => [.. Zip64End(2, size, offset), .. Locator(offset + size), .. End(count, size, offset)]),
        ["Zip64 that points elsewhere"] = [.. Of(Clear), .. Of([Clear], (count, size, offset) => [.. Zip64End(count, size, offset), .. Locator(0), .. End(0xFFFF, -1, -1)])],
        ["Zip64 without its record"] = Of([Clear], (count, size, offset) => [.. Locator(offset + size), .. End(0xFFFF, -1, -1)]),
        ["deflated data that is none"] = Of(Clear with { Method = Deflate }),
        ["a header that hides the next one"] = Of(new HandMadeEntry("x", []) { LocalSize = 500, HasCentral = false }, Clear),
        ["junk, then a directory that lies"] = [.. "junk"u8, .. Of(Clear with { CentralName = "x" })],
    };

    private static Dictionary<string, byte[]> InnocentFiles { get; } = new()
    {
        ["one entry"] = Of(Clear),
        ["none"] = Of(),
        ["a comment"] = Of([Clear], (count, size, offset) => End(count, size, offset, "made by hand")),
        ["a comment with an end record"] = Of([Clear], (count, size, offset) => End(count, size, offset, System.Text.Encoding.Latin1.GetString(End(0, 0, 0)))),
        ["two of them"] = [.. Of(Clear), .. Of(Clear)],
        ["junk before"] = [.. Samples.Noise(1000), .. Of(Clear)],
        ["junk before, and offsets that count it"] = [.. "junk"u8, .. Of([Clear with { OffsetBy = 4 }], (count, size, offset) => End(count, size, offset + 4))],
        ["junk behind"] = [.. Of(Clear), .. Samples.Noise(1000)],
        ["a marker of a single segment"] = [.. "PK00"u8, .. Of([Clear with { OffsetBy = 4 }], (count, size, offset) => End(count, size, offset + 4))],
        ["descriptor"] = Of(Clear with { Flags = Descriptor, LocalSize = 0, Behind = DescriptorOf(Clear.Data) }),
        ["descriptor without signature"] = Of(Clear with { Flags = Descriptor, LocalSize = 0, Behind = DescriptorOf(Clear.Data, signature: false) }, Clear),
        ["descriptor of Zip64"] = Of(Clear with { Flags = Descriptor, LocalSize = 0, Behind = DescriptorOf(Clear.Data, zip64: true) }, Clear),
        ["descriptor of Zip64 without signature"] = Of(Clear with { Flags = Descriptor, LocalSize = 0, Behind = DescriptorOf(Clear.Data, signature: false, zip64: true) }, Clear),
        ["descriptor though the size is known"] = Of(Clear with { Flags = Descriptor, Behind = DescriptorOf(Clear.Data) }, Clear),
        ["descriptor behind an empty file"] = Of(Clear with { Data = [], Flags = Descriptor, Behind = DescriptorOf([]) }, Clear),
        ["a deflated folder with a descriptor"] = Of(new HandMadeEntry("folder/", [3, 0]) { Method = Deflate, Flags = Descriptor, LocalSize = 0, Behind = DescriptorOf([3, 0]) }, Clear),
        ["a deflated folder without data"] = Of(new HandMadeEntry("folder/", []) { Method = Deflate }, Clear),
        ["a folder that announces a descriptor"] = Of(new HandMadeEntry("folder/", []) { Flags = Descriptor }, Clear),
        ["a nested zip with a descriptor"] = Of(Clear with { Data = Of(Clear, Clear), Flags = Descriptor, LocalSize = 0, Behind = DescriptorOf(Of(Clear, Clear)) }, Clear),
        ["a nested zip in blocks that are not deflated"] = Of(Clear with { Data = Samples.Deflate(Of(Clear), System.IO.Compression.CompressionLevel.NoCompression), Method = Deflate }),
        ["a block between entries and directory, as in APK"] = Of(Clear with { Behind = [.. Samples.Noise(500), .. "APK Sig Block 42"u8] }),
        ["Zip64 end record"] = Of([Clear], (count, size, offset) => [.. Zip64End(count, size, offset), .. Locator(offset + size), .. End(0xFFFF, -1, -1)]),
        ["Zip64 end record that is not needed"] = Of([Clear], (count, size, offset) => [.. Zip64End(count, size, offset), .. Locator(offset + size), .. End(count, size, offset)]),
        ["Zip64 sizes"] = Of(Clear with { LocalSize = uint.MaxValue, LocalExtra = Zip64Sizes(300), CentralSize = uint.MaxValue, CentralExtra = Zip64Sizes(300) }),
        ["slash and backslash"] = Of(Clear with { Name = "a\\b", CentralName = "a/b" }),
        ["other code pages"] = Of(Clear with { Name = "\xE9", CentralName = "\x82" }),
        ["UTF-8 said in one header only"] = Of(Clear with { CentralFlags = 1 << 11 }),
        ["LZMA"] = Of(Clear with { Method = 14 }),
        ["the bare signatures, as programs hold them"] = [.. "MZ"u8, .. Samples.Noise(100), .. "PK\x3\x4PK\x1\x2PK\x5\x6PK\x6\x6PK\x6\x7PK\x7\x8"u8, .. Samples.Noise(100)],
        ["signatures before words"] = [.. "PKZIP: PK\x3\x4 is the local header, PK\x1\x2 is the central header, and PK\x5\x6 is the end record of a ZIP file."u8],
        ["signatures before nothing"] = [.. "PK\x1\x2"u8, .. new byte[60], .. "PK\x3\x4"u8, .. new byte[60], .. "PK\x5\x6"u8, .. new byte[60]],
        ["program with signatures and a zip"] = [.. "MZ"u8, .. "PK\x3\x4\0\0\0\0PK\x1\x2\0\0\0\0PK\x5\x6\0\0\0\0"u8, .. new byte[100], .. Of(Clear)],
        ["other archives' bare signatures"] = [.. "MZ"u8, .. "7z\xBC\xAF\x27\x1CRar!\x1A\x7\0Rar!\x1A\x7\x1\0"u8, .. Samples.Noise(200)],
    };

    [Theory]
    [MemberData(nameof(Convicted))]
    public void What_any_program_finds_encrypted_is_found(string file) =>
        Assert.Equal(EncryptedZip, Inspection.AtEverySplit(ConvictedFiles[file]) & Encrypted);

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_programs_see_differently_is_broken(string file) =>
        Assert.NotEqual(None, Inspection.AtEverySplit(BrokenFiles[file]) & Broken);

    [Theory]
    [MemberData(nameof(Innocent))]
    public void What_is_only_odd_passes(string file) => Assert.Equal(None, Inspection.AtEverySplit(InnocentFiles[file]) & ~Unseen);

    [Theory]
    [MemberData(nameof(Innocent))]
    public void It_passes_inside_others_too(string file)
    {
        var odd = InnocentFiles[file];
        Assert.Equal(None, Inspection.Of(Samples.Zip(("odd.zip", odd))) & ~Unseen);
        Assert.Equal(None, Inspection.Of(Samples.Stored(("odd.zip", odd), ("b", [1]))) & ~Unseen);
        Assert.Equal(None, Inspection.Of(Samples.Gzip(odd)) & ~Unseen);
        Assert.Equal(None, Inspection.Of(Samples.Tar(("odd.zip", odd), ("b", [1]))) & ~Unseen);
    }

    [Theory]
    [MemberData(nameof(Convicted))]
    public void It_is_found_inside_others_too(string file)
    {
        var secret = ConvictedFiles[file];
        Assert.Equal(EncryptedZip, Inspection.Of(Samples.Zip(("secret.zip", secret))) & Encrypted);
        Assert.Equal(EncryptedZip, Inspection.Of(Samples.Stored(("secret.zip", secret), ("b", [1]))) & Encrypted);
        Assert.Equal(EncryptedZip, Inspection.Of(Samples.Gzip(secret)) & Encrypted);
        Assert.Equal(EncryptedZip, Inspection.Of(Samples.Tar(("secret.zip", secret), ("b", [1]))) & Encrypted);
    }

    [Fact]
    public void An_archive_packed_so_that_it_cannot_be_read_is_named()
    {
        Assert.Equal(UnreadableEntry | Unseen, Inspection.AtEverySplit(Of(Clear with { Name = "x.ZIP", Method = 14 })));
        Assert.Equal(Unseen, Inspection.AtEverySplit(Of(Clear with { Method = 14 })));
    }

    private static byte[] Deflated(byte[] data, bool signature)
    {
        var deflated = Samples.Deflate(data);
        return Of(new HandMadeEntry("x", deflated) { Method = Deflate, Flags = Descriptor, LocalSize = 0, Behind = DescriptorOf(deflated, signature) }, Clear);
    }

    private static byte[] Zip64Sizes(long size) => Field(1, [.. BitConverter.GetBytes(size), .. BitConverter.GetBytes(size)]);
}
