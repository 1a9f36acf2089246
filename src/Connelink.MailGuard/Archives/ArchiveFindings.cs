namespace Connelink.MailGuard.Archives;

/// <summary>What the archives of a message were found to be. Never a name and never content.</summary>
[Flags]
public enum ArchiveFindings : uint
{
    None = 0,

    /// <summary>A ZIP header with general purpose bit 0, 6 or 13, or method 99 (APPNOTE 4.4.4, 4.4.5), wherever it stands.</summary>
    EncryptedZip = 1 << 0,

    /// <summary>A 7z archive with the coder AES-256 (06 F1 07 01), over files or over its header.</summary>
    EncryptedSevenZip = 1 << 1,

    /// <summary>A RAR archive with an encrypted file, or with encrypted headers.</summary>
    EncryptedRar = 1 << 2,

    /// <summary>The local headers and the central directory of a ZIP do not tell the same entries: programs see different files.</summary>
    LocalAndCentralDiffer = 1 << 8,

    /// <summary>What starts like a ZIP has no central directory: cut short, or made for programs that read from the start.</summary>
    NoDirectory = 1 << 9,

    /// <summary>The end record of a ZIP counts other entries than its directory has, or points where no directory is.</summary>
    EndRecordDiffers = 1 << 10,

    /// <summary>One of several disks or volumes: the rest is elsewhere.</summary>
    Spanned = 1 << 11,

    /// <summary>Deflated octets that end no stream or are none.</summary>
    DamagedData = 1 << 12,

    /// <summary>A header of a 7z, RAR, tar, gzip or TNEF file that its format does not allow.</summary>
    DamagedHeader = 1 << 13,

    /// <summary>The file ends before its format does.</summary>
    Truncated = 1 << 14,

    /// <summary>Archives in archives beyond <see cref="ArchiveLimits.MaxDepth"/>.</summary>
    TooDeep = 1 << 16,

    /// <summary>More than <see cref="ArchiveLimits.MaxEntries"/> in one message.</summary>
    TooManyEntries = 1 << 17,

    /// <summary>More than <see cref="ArchiveLimits.MaxInflatedOctets"/> in one message.</summary>
    TooManyOctets = 1 << 18,

    /// <summary>More is open at once than is followed: headers or archives that overlap.</summary>
    TooManyAtOnce = 1 << 19,

    /// <summary>An entry that is an archive by its name, packed with a method that is not undone here (LZMA, zstd ...).</summary>
    UnreadableEntry = 1 << 24,

    /// <summary>A 7z header that is packed in a way that is not undone here.</summary>
    UnreadableHeader = 1 << 25,

    /// <summary>For the record only: something packed was passed by unseen (bzip2, xz, zstd, the files in 7z and RAR).</summary>
    Unseen = 1 << 26,

    /// <summary>All that say that something cannot be opened without a password.</summary>
    Encrypted = EncryptedZip | EncryptedSevenZip | EncryptedRar,

    /// <summary>All that say that an archive is damaged or means several things.</summary>
    Broken = LocalAndCentralDiffer | NoDirectory | EndRecordDiffers | Spanned | DamagedData | DamagedHeader | Truncated,

    /// <summary>All that say that the inspection stopped at a limit: something may not have been seen.</summary>
    Limits = TooDeep | TooManyEntries | TooManyOctets | TooManyAtOnce,

    /// <summary>All that say that an archive may hide in what could not be read.</summary>
    Unreadable = UnreadableEntry | UnreadableHeader,
}
