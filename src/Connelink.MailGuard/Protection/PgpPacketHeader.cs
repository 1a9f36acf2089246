using System.Buffers.Binary;

namespace Connelink.MailGuard.Protection;

/// <summary>Tags of OpenPGP packets that begin a message or a file (RFC 9580 5, 10.3).</summary>
internal enum PgpTag : byte
{
    PublicKeyEncryptedSessionKey = 1,
    Signature = 2,
    SymmetricKeyEncryptedSessionKey = 3,
    OnePassSignature = 4,
    CompressedData = 8,
    SymmetricallyEncryptedData = 9,
    Marker = 10,
    LiteralData = 11,
    SymmetricallyEncryptedIntegrityProtectedData = 18,
    AeadEncryptedData = 20,
    Padding = 21,
}

/// <summary>The header of an OpenPGP packet, in the old and the new format (RFC 9580 4.2).</summary>
/// <param name="BodyOctets">Of the first piece, where the packet comes in pieces; <see cref="ToTheEnd"/> when it has no length.</param>
internal readonly record struct PgpPacketHeader(PgpTag Tag, int Octets, long BodyOctets, bool IsPartial)
{
    /// <summary>The packet reaches to the end of what it is in.</summary>
    public const long ToTheEnd = long.MaxValue;

    /// <summary>Octets that the longest header has.</summary>
    public const int MaxOctets = 6;

    /// <summary>The first piece of a packet in pieces has at least 512 octets (RFC 9580 4.2.1.4).</summary>
    private const int FirstPieceBits = 9;

    /// <summary>False when more octets are needed, or when it is no packet: see <see cref="IsTag"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> octets, out PgpPacketHeader header)
    {
        header = default;
        if (octets.Length < 2 || !IsTag(octets[0])) return false;
        return (octets[0] & 0x40) != 0 ? TryReadNew(octets, out header) : TryReadOld(octets, out header);
    }

    /// <summary>Bit 7 is set in each tag octet.</summary>
    public static bool IsTag(byte octet) => octet >= 0x80;

    private static bool TryReadNew(ReadOnlySpan<byte> octets, out PgpPacketHeader header)
    {
        var tag = (PgpTag)(octets[0] & 0x3F);
        int first = octets[1];
        header = first switch
        {
            < 192 => new(tag, 2, first, false),
            < 224 when octets.Length >= 3 => new(tag, 3, ((first - 192) << 8) + octets[2] + 192, false),
            < 224 => default,
            < 255 => new(tag, 2, 1L << (first & 0x1F), IsPartial: true),
            _ when octets.Length >= MaxOctets => new(tag, MaxOctets, BinaryPrimitives.ReadUInt32BigEndian(octets[2..]), false),
            _ => default,
        };
        return header.Octets > 0;
    }

    private static bool TryReadOld(ReadOnlySpan<byte> octets, out PgpPacketHeader header)
    {
        var tag = (PgpTag)((octets[0] >> 2) & 0xF);
        header = (octets[0] & 3, octets.Length) switch
        {
            (0, _) => new(tag, 2, octets[1], false),
            (1, >= 3) => new(tag, 3, BinaryPrimitives.ReadUInt16BigEndian(octets[1..]), false),
            (2, >= 5) => new(tag, 5, BinaryPrimitives.ReadUInt32BigEndian(octets[1..]), false),
            (3, _) => new(tag, 1, ToTheEnd, false),
            _ => default,
        };
        return header.Octets > 0;
    }

    /// <summary>Whether the body can be what the tag says: random octets seldom pass, and what OpenPGP programs write always does.</summary>
    /// <param name="body">Its first octets, as far as they are at hand.</param>
    public bool IsPlausible(ReadOnlySpan<byte> body) => Tag switch
    {
        PgpTag.PublicKeyEncryptedSessionKey => IsShort && body.Length > 10 && IsSessionKeyOfPublicKey(body),
        PgpTag.SymmetricKeyEncryptedSessionKey => IsShort && body.Length >= 4 && IsSessionKeyOfPassphrase(body),
        PgpTag.OnePassSignature => BodyOctets is >= 13 and <= 80 && body.Length >= 13 && IsOnePassSignature(body),
        PgpTag.Signature => IsShort && body.Length >= 6 && IsSignature(body),
        PgpTag.CompressedData => body.Length > 1 && body[0] is 1 or 2 or 3,
        PgpTag.SymmetricallyEncryptedIntegrityProtectedData => HasFairPiece && body.Length > 4 && IsIntegrityProtected(body),
        PgpTag.AeadEncryptedData => HasFairPiece && body.Length > 4 && body[0] == 1 && IsCipher(body[1]) && IsAead(body[2]) && body[3] <= 56,
        PgpTag.SymmetricallyEncryptedData => HasFairPiece,
        PgpTag.Marker => BodyOctets == 3 && body.StartsWith("PGP"u8),
        _ => false,
    };

    /// <summary>In pieces its length cannot be held against the end; then at least a version must be there to be held against what is known.</summary>
    public bool HasVersionedPieces => IsPartial && Tag != PgpTag.SymmetricallyEncryptedData;

    /// <summary>Neither session keys nor signatures come in pieces, and 16 KiB hold the largest of them.</summary>
    private bool IsShort => !IsPartial && BodyOctets is > 3 and <= 16 * 1024;

    private bool HasFairPiece => BodyOctets != ToTheEnd && (!IsPartial || BodyOctets >= 1 << FirstPieceBits);

    /// <summary>RFC 9580 5.1.</summary>
    private static bool IsSessionKeyOfPublicKey(ReadOnlySpan<byte> body) =>
        (body[0] is 2 or 3 && IsPublicKeyAlgorithm(body[9])) || (body[0] == 6 && body[1] is 0 or 21 or 33);

    /// <summary>RFC 9580 5.3.</summary>
    private static bool IsSessionKeyOfPassphrase(ReadOnlySpan<byte> body) => body[0] switch
    {
        4 => IsCipher(body[1]) && body[2] is 0 or 1 or 3 or 4,
        5 => IsCipher(body[1]) && IsAead(body[2]),
        6 => body[1] < 64 && IsCipher(body[2]) && IsAead(body[3]),
        _ => false,
    };

    /// <summary>RFC 9580 5.4.</summary>
    private static bool IsOnePassSignature(ReadOnlySpan<byte> body) =>
        body[0] is 3 or 6 && body[1] is 0 or 1 && IsHash(body[2]) && IsPublicKeyAlgorithm(body[3]);

    /// <summary>RFC 9580 5.2.</summary>
    private static bool IsSignature(ReadOnlySpan<byte> body) => body[0] switch
    {
        2 or 3 => body[1] == 5 && IsSignatureType(body[2]),
        >= 4 and <= 6 => IsSignatureType(body[1]) && IsPublicKeyAlgorithm(body[2]) && IsHash(body[3]),
        _ => false,
    };

    /// <summary>RFC 9580 5.13.</summary>
    private static bool IsIntegrityProtected(ReadOnlySpan<byte> body) =>
        body[0] == 1 || (body[0] == 2 && IsCipher(body[1]) && IsAead(body[2]) && body[3] <= 16);

    private static bool IsCipher(byte algorithm) => algorithm is >= 1 and <= 4 or >= 7 and <= 13;

    private static bool IsAead(byte algorithm) => algorithm is >= 1 and <= 3;

    private static bool IsHash(byte algorithm) => algorithm is >= 1 and <= 14;

    private static bool IsPublicKeyAlgorithm(byte algorithm) => algorithm is >= 1 and <= 3 or >= 16 and <= 28;

    private static bool IsSignatureType(byte type) =>
        type is 0 or 1 or 2 or (>= 0x10 and <= 0x13) or 0x18 or 0x19 or 0x1F or 0x20 or 0x28 or 0x30 or 0x40 or 0x50;
}
