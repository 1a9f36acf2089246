namespace Connelink.MailGuard.Archives;

/// <summary>A signature that may stand anywhere in a file, and the fixed part of the record behind it.</summary>
internal enum Mark : byte
{
    None,

    /// <summary>APPNOTE 4.3.7, "PK\3\4".</summary>
    LocalHeader,

    /// <summary>APPNOTE 4.3.12, "PK\1\2".</summary>
    CentralHeader,

    /// <summary>APPNOTE 4.3.16, "PK\5\6".</summary>
    EndRecord,

    /// <summary>APPNOTE 4.3.14, "PK\6\6".</summary>
    Zip64EndRecord,

    /// <summary>APPNOTE 4.3.15, "PK\6\7".</summary>
    Zip64Locator,

    /// <summary>APPNOTE 4.3.9, "PK\7\8", and the marker of a spanned archive.</summary>
    DataDescriptor,
    SevenZip,
    Rar4,
    Rar5,
}
