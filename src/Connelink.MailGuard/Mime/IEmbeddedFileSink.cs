namespace Connelink.MailGuard.Mime;

/// <summary>How a file stands in text.</summary>
public enum EmbeddedFileKind : byte
{
    /// <summary>"begin 644 name" (POSIX uuencode).</summary>
    Uuencode,

    /// <summary>"begin-base64 644 name" (POSIX uuencode -m).</summary>
    UuencodeBase64,

    /// <summary>"=ybegin line=128 size=... name=...".</summary>
    YEnc,

    /// <summary>The data fork of a BinHex 4 file (RFC 1741), then its resource fork as another.</summary>
    BinHex,

    /// <summary>"data:image/png;base64,..." in HTML (RFC 2397).</summary>
    DataUri,

    /// <summary>Base64 that begins like an archive, in a script or anywhere else: nothing but that says that it is a file, and damage in it says nothing.</summary>
    Base64Literal,

    /// <summary>A property of a calendar or a contact with ENCODING=BASE64 (RFC 5545 3.2.7).</summary>
    EncodedProperty,

    /// <summary>The data of an object in RTF, in hexadecimal.</summary>
    RtfObject,

    /// <summary>A file attached to a PDF, inflated (ISO 32000 7.11.4).</summary>
    PdfAttachment,
}

/// <summary>Takes the files that stand in text, decoded, as they pass.</summary>
public interface IEmbeddedFileSink
{
    void BeginFile(EmbeddedFileKind kind);

    /// <summary>Valid during the call only.</summary>
    void Content(ReadOnlySpan<byte> octets);

    void EndFile();
}
