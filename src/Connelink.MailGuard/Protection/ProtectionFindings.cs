namespace Connelink.MailGuard.Protection;

/// <summary>How a message, or a file in it, is kept from being read or changed. Kinds only: nothing of the content.</summary>
/// <remarks>
/// The lower half is of the message itself, the upper half of messages attached to it (<see cref="ProtectionFindingsExtensions.At"/>):
/// who forwards somebody else's signed message as an attachment has signed nothing.
/// </remarks>
[Flags]
public enum ProtectionFindings : uint
{
    None = 0,

    /// <summary>CMS enveloped-data, authEnveloped-data or encrypted-data (RFC 5652 6, 8; RFC 5083).</summary>
    SmimeEncrypted = 1,

    /// <summary>multipart/signed with a CMS signature, or CMS signed-data around the message (RFC 8551 3.5).</summary>
    SmimeSigned = 1 << 1,

    /// <summary>CMS compressed-data (RFC 3274): neither encrypted nor signed.</summary>
    SmimeCompressed = 1 << 2,

    /// <summary>CMS signed-data without content and without signers: certificates only (RFC 8551 3.8).</summary>
    SmimeCertificates = 1 << 3,

    /// <summary>multipart/encrypted (RFC 3156 4), or an OpenPGP message that begins with an encrypted session key or encrypted data.</summary>
    PgpEncrypted = 1 << 4,

    /// <summary>multipart/signed with an OpenPGP signature, or a signed OpenPGP message in a text of the message.</summary>
    PgpSigned = 1 << 5,

    /// <summary>multipart/signed of another or no protocol (RFC 1847).</summary>
    OtherwiseSigned = 1 << 6,

    /// <summary>A file that is signed, or the signature of one: not of the message (invoice.xml.p7m, sums.txt.asc).</summary>
    SignedFile = 1 << 7,

    /// <summary>A message under Microsoft's rights management: message.rpmsg (MS-OXORMMS).</summary>
    RightsManaged = 1 << 8,

    /// <summary>A PDF with an encryption dictionary (ISO 32000 7.6); an empty user password opens many of them.</summary>
    EncryptedPdf = 1 << 9,

    /// <summary>A document of Word, Excel or PowerPoint that asks for a password (MS-OFFCRYPTO).</summary>
    EncryptedOffice = 1 << 10,

    /// <summary>An OpenDocument package whose manifest names encrypted entries (ODF 1.3 part 2, 4.8).</summary>
    EncryptedOpenDocument = 1 << 11,

    /// <summary>A CMS structure that ended, or stopped making sense, before its content was whole.</summary>
    Broken = 1 << 12,

    /// <summary>A limit of the inspection was reached: what lies behind it was not seen.</summary>
    LimitReached = 1 << 13,

    /// <summary>multipart/encrypted of another or no protocol (RFC 1847).</summary>
    OtherwiseEncrypted = 1 << 14,

    /// <summary>Encryption of mail that sender and recipient have keys for. Rights management is the server's and not among it.</summary>
    AnyEncryption = SmimeEncrypted | PgpEncrypted | OtherwiseEncrypted,

    /// <summary>A signature of mail, whoever made it.</summary>
    AnySignature = SmimeSigned | PgpSigned | OtherwiseSigned,

    /// <summary>Office documents of every make.</summary>
    EncryptedDocument = EncryptedOffice | EncryptedOpenDocument,
}

/// <summary>Where findings stand: in the message itself, or in a message attached to it.</summary>
public static class ProtectionFindingsExtensions
{
    private const int AttachedShift = 16;

    /// <summary>The findings of a leaf as findings of the whole message.</summary>
    /// <param name="messageDepth">0: the message itself; each message/rfc822 around the leaf adds one.</param>
    public static ProtectionFindings At(this ProtectionFindings findings, int messageDepth) =>
        messageDepth == 0 ? findings : (ProtectionFindings)((uint)findings << AttachedShift);

    /// <summary>What is of the message itself.</summary>
    public static ProtectionFindings OfMessage(this ProtectionFindings findings) => (ProtectionFindings)(ushort)findings;

    /// <summary>What is anywhere, whichever message it is in.</summary>
    public static ProtectionFindings Anywhere(this ProtectionFindings findings) =>
        (ProtectionFindings)(ushort)((uint)findings | ((uint)findings >> AttachedShift));
}
