namespace Connelink.MailGuard.Protection;

/// <summary>What a CMS structure is, by its content type (RFC 5652 3).</summary>
public enum CmsContentType : byte
{
    /// <summary>No CMS structure, or a content type that is not about mail.</summary>
    Unknown,
    Data,
    SignedData,
    EnvelopedData,
    EncryptedData,
    AuthEnvelopedData,
    CompressedData,
}

/// <summary>The object identifiers of content types, as their octets in BER.</summary>
internal static class CmsContentTypes
{
    /// <summary>Of the longest identifier known here.</summary>
    public const int MaxOctets = 11;

    /// <summary>1.2.840.113549.1.9.16.3.8 (RFC 3274 2), the one compression algorithm.</summary>
    public static ReadOnlySpan<byte> Zlib => [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x03, 0x08];

    // 1.2.840.113549.1.7 (PKCS #7) and 1.2.840.113549.1.9.16.1 (S/MIME content types).
    private static ReadOnlySpan<byte> Pkcs7 => [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07];

    private static ReadOnlySpan<byte> Smime => [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x01];

    public static CmsContentType Of(ReadOnlySpan<byte> identifier)
    {
        if (identifier.Length == Pkcs7.Length + 1 && identifier.StartsWith(Pkcs7))
        {
            return identifier[^1] switch
            {
                1 => CmsContentType.Data,
                2 => CmsContentType.SignedData,
                3 or 4 => CmsContentType.EnvelopedData, // 4: signedAndEnvelopedData of PKCS #7 (RFC 2315 11)
                6 => CmsContentType.EncryptedData,
                _ => CmsContentType.Unknown,
            };
        }
        if (identifier.Length != Smime.Length + 1 || !identifier.StartsWith(Smime)) return CmsContentType.Unknown;
        return identifier[^1] switch
        {
            9 => CmsContentType.CompressedData,
            23 => CmsContentType.AuthEnvelopedData,
            _ => CmsContentType.Unknown,
        };
    }

    public static bool IsEncrypted(CmsContentType type) =>
        type is CmsContentType.EnvelopedData or CmsContentType.EncryptedData or CmsContentType.AuthEnvelopedData;
}
