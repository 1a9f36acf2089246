namespace Connelink.MailGuard.Archives;

/// <summary>What a file is by its first octets.</summary>
public enum FileKind : byte
{
    /// <summary>Not enough octets yet, or none of the others.</summary>
    Unknown,
    Zip,
    SevenZip,
    Rar,
    Gzip,
    Tar,
    Tnef,

    /// <summary>A compound file (MS-CFB): .msg, .doc, .xls, .msi, protected .docx.</summary>
    Ole,
    Pdf,

    /// <summary>MZ, ELF, Mach-O or a script with "#!": may be a self-extracting archive.</summary>
    Program,

    /// <summary>Starts with header fields of a mail message.</summary>
    Mail,

    /// <summary>bzip2, xz, zstd, cabinets and others that are not undone here (<see cref="PackedHead"/>): the content is not seen.</summary>
    Packed,

    /// <summary>An image, sound, film or font.</summary>
    Media,
    Text,

    /// <summary>HTML or SVG.</summary>
    Page,

    /// <summary>A calendar or contacts, which may hold files in base64.</summary>
    Properties,

    /// <summary>Rich Text Format.</summary>
    Rtf,

    /// <summary>Text with a heading of uuencode, yEnc or BinHex near its start.</summary>
    TextEncoded,
}
