using System.Buffers;

namespace Connelink.MailGuard.Archives;

/// <summary>Tells what a file is by its first octets. Names and media types are not asked.</summary>
internal static class FileSniffer
{
    /// <summary>Octets that text does not have.</summary>
    private static readonly SearchValues<byte> Binary = SearchValues.Create(
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 28, 29, 30, 31, 127]);

    /// <param name="head">The first 512 octets, or all.</param>
    public static FileKind KindOf(ReadOnlySpan<byte> head)
    {
        // First: its own first octets are a name, which may look like anything.
        if (TarHeader.IsHeader(head)) return FileKind.Tar;
        return head switch
        {
            [(byte)'P', (byte)'K', 3, 4, ..] or [(byte)'P', (byte)'K', 5, 6, ..] or [(byte)'P', (byte)'K', 7, 8, (byte)'P', (byte)'K', ..]
                or [(byte)'P', (byte)'K', (byte)'0', (byte)'0', (byte)'P', (byte)'K', ..] => FileKind.Zip,
            [(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C, ..] => FileKind.SevenZip,
            [(byte)'R', (byte)'a', (byte)'r', (byte)'!', 0x1A, 7, ..] => FileKind.Rar,
            [0x1F, 0x8B, 8, ..] => FileKind.Gzip,
            [0x78, 0x9F, 0x3E, 0x22, ..] => FileKind.Tnef,
            [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, ..] => FileKind.Ole,
            [(byte)'M', (byte)'Z', ..] or [0x7F, (byte)'E', (byte)'L', (byte)'F', ..] or [0xCF or 0xCE, 0xFA, 0xED, 0xFE, ..]
                or [0xCA, 0xFE, 0xBA, 0xBE, 0, 0, 0, < 20, ..] or [(byte)'#', (byte)'!', ..] => FileKind.Program,
            _ when head[..Math.Min(head.Length, 1024)].IndexOf("%PDF-"u8) >= 0 => FileKind.Pdf,
            _ when IsMedia(head) => FileKind.Media,
            _ when TextHead.KindOf(head) is var kind and not FileKind.Text => kind,
            _ when MailHead.IsMail(head) => FileKind.Mail,
            _ when HasEncodedFile(head) => FileKind.TextEncoded,
            _ when PackedHead.Is(head) => FileKind.Packed, // behind what is looked into: some of its marks are letters, which a field or a line may begin with
            _ when head.IsEmpty || head.ContainsAny(Binary) => FileKind.Unknown,
            _ => FileKind.Text,
        };
    }

    /// <summary>What callers may want to see of a file in an archive.</summary>
    public static ContainedKind? ContainedKindOf(FileKind kind) => kind switch
    {
        FileKind.Mail => ContainedKind.Mail,
        FileKind.TextEncoded => ContainedKind.TextEncoded,
        FileKind.Page => ContainedKind.Page,
        FileKind.Properties => ContainedKind.Properties,
        FileKind.Rtf => ContainedKind.Rtf,
        FileKind.Pdf or FileKind.Ole => ContainedKind.Document,
        _ => null,
    };

    /// <summary>A heading of uuencode, yEnc or BinHex at the start of a line. What stands behind yEnc's is no text.</summary>
    private static bool HasEncodedFile(ReadOnlySpan<byte> head)
    {
        while (!head.IsEmpty)
        {
            if (head.StartsWith("begin "u8) || head.StartsWith("begin-base64 "u8) || head.StartsWith("=ybegin "u8) || head.StartsWith("(This file must be converted"u8)) return true;
            var end = head.IndexOf((byte)'\n');
            head = end < 0 ? [] : head[(end + 1)..];
        }
        return false;
    }

    private static bool IsMedia(ReadOnlySpan<byte> head) => head switch
    {
        [0xFF, 0xD8, 0xFF, ..] => true,
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => true,
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => true,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W' or (byte)'A', ..] => true,
        [(byte)'I', (byte)'I', 0x2A, 0, ..] or [(byte)'M', (byte)'M', 0, 0x2A, ..] => true,
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => true,
        [(byte)'I', (byte)'D', (byte)'3', < 5, ..] or [0xFF, 0xFB or 0xFA or 0xF3 or 0xF2, ..] => true,
        [(byte)'O', (byte)'g', (byte)'g', (byte)'S', 0, ..] or [(byte)'f', (byte)'L', (byte)'a', (byte)'C', ..] => true,
        [0x1A, 0x45, 0xDF, 0xA3, ..] or [(byte)'w', (byte)'O', (byte)'F', (byte)'F' or (byte)'2', ..] => true,
        [0, 1, 0, 0, 0, < 64, ..] or [(byte)'O', (byte)'T', (byte)'T', (byte)'O', 0, ..] => true,
        [0xD7, 0xCD, 0xC6, 0x9A, ..] or [1, 0, 0, 0, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _,
            (byte)' ', (byte)'E', (byte)'M', (byte)'F', ..] => true,
        _ => false,
    };
}
