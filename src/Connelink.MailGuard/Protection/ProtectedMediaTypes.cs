using System.Text;

namespace Connelink.MailGuard.Protection;

/// <summary>What the header fields of a part say about signatures and encryption. Media types and names in any case, decoded, without comments.</summary>
public static class ProtectedMediaTypes
{
    /// <summary>Of a part, before any of its octets is seen.</summary>
    /// <param name="mediaType">"multipart/signed".</param>
    /// <param name="protocol">Parameter of multipart/signed and multipart/encrypted (RFC 1847 2.1, 2.2).</param>
    /// <param name="fileName">Empty when there is none.</param>
    public static ProtectionFindings Of(ReadOnlySpan<byte> mediaType, ReadOnlySpan<byte> protocol, ReadOnlySpan<byte> fileName)
    {
        if (Is(mediaType, "multipart/signed"u8)) return SignedBy(protocol);
        if (Is(mediaType, "multipart/encrypted"u8)) return EncryptedBy(protocol);
        // The part "Version: 1" of RFC 3156 4 stays when Exchange makes multipart/mixed of multipart/encrypted.
        if (Is(mediaType, "application/pgp-encrypted"u8)) return ProtectionFindings.PgpEncrypted;
        return Is(mediaType, "application/x-microsoft-rpmsg-message"u8) || Ends(fileName, ".rpmsg"u8) ? ProtectionFindings.RightsManaged : ProtectionFindings.None;
    }

    /// <summary>Of the field Content-Class (MS-OXCMAIL 2.1.3.2.1): rpmsg.message.</summary>
    public static ProtectionFindings OfContentClass(ReadOnlySpan<byte> body) =>
        Is(body.Trim(" \t\r\n"u8), "rpmsg.message"u8) ? ProtectionFindings.RightsManaged : ProtectionFindings.None;

    /// <summary>How the octets of a leaf are to be read.</summary>
    /// <param name="mediaType">Empty: none, which means text/plain (RFC 2045 5.2).</param>
    /// <param name="isAttachment">Content-Disposition says so.</param>
    public static LeafTraits TraitsOf(ReadOnlySpan<byte> mediaType, ReadOnlySpan<byte> fileName, bool isAttachment)
    {
        var traits = mediaType.IsEmpty || Starts(mediaType, "text/"u8) ? LeafTraits.Text : LeafTraits.None;
        if (Is(mediaType, "text/html"u8) || Is(mediaType, "application/xhtml+xml"u8)) traits |= LeafTraits.Text | LeafTraits.Html;
        if (Starts(mediaType, "application/pgp"u8) || HasPgpName(fileName)) traits |= LeafTraits.Pgp;
        return (isAttachment || !fileName.IsEmpty) && !IsSmimeMessage(mediaType, fileName) ? traits | LeafTraits.File : traits;
    }

    /// <summary>S/MIME messages have a name as well, always the same (RFC 8551 3.2.1, 3.6: smime.p7z when compressed); invoice.xml.p7m is a signed file.</summary>
    private static bool IsSmimeMessage(ReadOnlySpan<byte> mediaType, ReadOnlySpan<byte> fileName) =>
        Is(fileName, "smime.p7m"u8) || Is(fileName, "smime.p7z"u8)
        || (fileName.IsEmpty && (Is(mediaType, "application/pkcs7-mime"u8) || Is(mediaType, "application/x-pkcs7-mime"u8)));

    private static bool HasPgpName(ReadOnlySpan<byte> fileName) =>
        Ends(fileName, ".pgp"u8) || Ends(fileName, ".gpg"u8) || Ends(fileName, ".asc"u8) || Ends(fileName, ".sig"u8);

    private static ProtectionFindings SignedBy(ReadOnlySpan<byte> protocol)
    {
        if (Is(protocol, "application/pgp-signature"u8)) return ProtectionFindings.PgpSigned;
        var isSmime = Is(protocol, "application/pkcs7-signature"u8) || Is(protocol, "application/x-pkcs7-signature"u8);
        return isSmime ? ProtectionFindings.SmimeSigned : ProtectionFindings.OtherwiseSigned;
    }

    private static ProtectionFindings EncryptedBy(ReadOnlySpan<byte> protocol) =>
        Is(protocol, "application/pgp-encrypted"u8) ? ProtectionFindings.PgpEncrypted : ProtectionFindings.OtherwiseEncrypted;

    private static bool Is(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) => Ascii.EqualsIgnoreCase(text, word);

    private static bool Starts(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) => text.Length >= word.Length && Is(text[..word.Length], word);

    private static bool Ends(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) => text.Length >= word.Length && Is(text[^word.Length..], word);
}
