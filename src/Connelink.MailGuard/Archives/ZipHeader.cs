using System.Buffers.Binary;

namespace Connelink.MailGuard.Archives;

/// <summary>The fixed part of a local header or of a central header (APPNOTE 4.3.7, 4.3.12).</summary>
internal readonly record struct ZipHeader(
    ushort Version, ushort Flags, ushort Method, ushort Time, ushort Date, uint CompressedSize, uint Size, ushort NameLength, ushort ExtraLength, ushort CommentLength, ushort Disk, uint Offset)
{
    public const int LocalOctets = 30;
    public const int CentralOctets = 46;
    public const uint InZip64 = uint.MaxValue;

    private const ushort Deflate = 8;
    private const ushort Aes = 99;
    private const ushort Descriptor = 1 << 3;

    /// <summary>Bit 0: encrypted; 6: strong encryption; 13: the directory is encrypted (APPNOTE 4.4.4).</summary>
    private const ushort EncryptedBits = 1 << 0 | 1 << 6 | 1 << 13;
    private const ushort ReservedBits = 0x7 << 7 | 1 << 12 | 1 << 14 | 1 << 15;

    /// <summary>Highest version of APPNOTE (6.3), and the highest that programs open.</summary>
    private const int HighestVersion = 63;
    private const int HighestHost = 30;
    private const int LongestName = 1024;
    private const int LongestExtra = 8192;

    /// <summary>A cleared flag before method 99 changes nothing for a program that asks for the password.</summary>
    public bool IsEncrypted => (Flags & EncryptedBits) != 0 || Method == Aes;

    public bool IsStored => Method == 0;

    public bool IsDeflated => Method == Deflate;

    public bool HasDescriptor => (Flags & Descriptor) != 0;

    /// <summary>
    /// Whether this is a header and not the bare signature that the code of programs that read ZIP holds. What real files have passes: the high octet of
    /// the version is a host in files of WinZip (0x0333). A header that lies here is one that the end record counts and nobody saw: a broken archive.
    /// </summary>
    public bool IsPlausible =>
        (Version & 0xFF) <= HighestVersion && Version >> 8 <= HighestHost
        && (Flags & ReservedBits) == 0
        && Method is <= 10 or 12 or 14 or 16 or 18 or 19 or 20 or >= 92 and <= Aes
        && HasDate
        && NameLength is > 0 and <= LongestName && ExtraLength <= LongestExtra && CommentLength <= LongestExtra;

    /// <summary>A date of MS-DOS: none, or a day, month, hour, minute and second that there are.</summary>
    private bool HasDate =>
        Date == 0 || ((Date & 31) != 0 && (Date >> 5 & 15) is >= 1 and <= 12 && Time >> 11 < 24 && (Time >> 5 & 63) < 60 && (Time & 31) < 30);

    public static ZipHeader OfLocal(ReadOnlySpan<byte> record) => new(
        Word(record, 4), Word(record, 6), Word(record, 8), Word(record, 10), Word(record, 12), Long(record, 18), Long(record, 22), Word(record, 26), Word(record, 28), 0, 0, 0);

    public static ZipHeader OfCentral(ReadOnlySpan<byte> record) => new(
        Word(record, 6), Word(record, 8), Word(record, 10), Word(record, 12), Word(record, 14), Long(record, 20), Long(record, 24), Word(record, 28), Word(record, 30), Word(record, 32), Word(record, 34),
        Long(record, 42));

    private static ushort Word(ReadOnlySpan<byte> record, int at) => BinaryPrimitives.ReadUInt16LittleEndian(record[at..]);

    private static uint Long(ReadOnlySpan<byte> record, int at) => BinaryPrimitives.ReadUInt32LittleEndian(record[at..]);
}
