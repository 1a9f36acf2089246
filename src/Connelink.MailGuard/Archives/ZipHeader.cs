using System.Buffers.Binary;

namespace Connelink.MailGuard.Archives;

/// <summary>The fixed part of a local header or of a central header (APPNOTE 4.3.7, 4.3.12).</summary>
internal readonly record struct ZipHeader(
    ushort Version, ushort Flags, ushort Method, uint CompressedSize, uint Size, ushort NameLength, ushort ExtraLength, ushort CommentLength, ushort Disk, uint Offset)
{
    public const int LocalOctets = 30;
    public const int CentralOctets = 46;
    public const uint InZip64 = uint.MaxValue;

    private const ushort Deflate = 8;
    private const ushort Aes = 99;
    private const ushort Descriptor = 1 << 3;

    /// <summary>Bit 0: encrypted; 6: strong encryption; 13: the directory is encrypted (APPNOTE 4.4.4).</summary>
    private const ushort EncryptedBits = 1 << 0 | 1 << 6 | 1 << 13;

    /// <summary>Highest version of APPNOTE (6.3), and the highest that programs open.</summary>
    private const int HighestVersion = 63;

    /// <summary>Names that programs give are shorter than any path may be.</summary>
    private const int LongestName = 4096;

    /// <summary>A cleared flag before method 99 changes nothing for a program that asks for the password.</summary>
    public bool IsEncrypted => (Flags & EncryptedBits) != 0 || Method == Aes;

    public bool IsStored => Method == 0;

    public bool IsDeflated => Method == Deflate;

    public bool HasDescriptor => (Flags & Descriptor) != 0;

    /// <summary>
    /// Whether this is a header and not the bare signature, as programs that read ZIP hold it. Nothing is asked for that real files do not have:
    /// the high octet of the version is a host in files of WinZip (0x0333), and reserved flags are ignored by all programs.
    /// </summary>
    public bool IsPlausible =>
        (Version & 0xFF) <= HighestVersion
        && Method is <= 10 or 12 or 14 or 16 or 18 or 19 or 20 or >= 92 and <= Aes
        && NameLength is > 0 and <= LongestName;

    public static ZipHeader OfLocal(ReadOnlySpan<byte> record) => new(
        Word(record, 4), Word(record, 6), Word(record, 8), Long(record, 18), Long(record, 22), Word(record, 26), Word(record, 28), 0, 0, 0);

    public static ZipHeader OfCentral(ReadOnlySpan<byte> record) => new(
        Word(record, 6), Word(record, 8), Word(record, 10), Long(record, 20), Long(record, 24), Word(record, 28), Word(record, 30), Word(record, 32), Word(record, 34), Long(record, 42));

    private static ushort Word(ReadOnlySpan<byte> record, int at) => BinaryPrimitives.ReadUInt16LittleEndian(record[at..]);

    private static uint Long(ReadOnlySpan<byte> record, int at) => BinaryPrimitives.ReadUInt32LittleEndian(record[at..]);
}
