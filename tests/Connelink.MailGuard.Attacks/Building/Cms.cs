using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace Connelink.MailGuard.Attacks.Building;

/// <summary>S/MIME objects (RFC 5652), real ones, with a key that lives as long as the program.</summary>
internal static class Cms
{
    private const string AuthEnvelopedData = "1.2.840.113549.1.9.16.1.23";
    private const string CompressedData = "1.2.840.113549.1.9.16.1.9";
    private const string SignedDataType = "1.2.840.113549.1.7.2";

    private static readonly Lazy<X509Certificate2> Certificate = new(() =>
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=Marie Curie, E=marie.curie@client.example", key, HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
            new DateTimeOffset(2036, 1, 1, 0, 0, 0, TimeSpan.Zero));
    });

    public static byte[] Enveloped(byte[] content)
    {
        var cms = new EnvelopedCms(new ContentInfo(content));
        cms.Encrypt(new CmsRecipient(Certificate.Value));
        return cms.Encode();
    }

    public static byte[] Signed(byte[] content, bool detached = false)
    {
        var cms = new SignedCms(new ContentInfo(content), detached);
        cms.ComputeSignature(new CmsSigner(Certificate.Value));
        return cms.Encode();
    }

    /// <summary>Certificates and no signature: neither signed nor encrypted.</summary>
    public static byte[] CertificatesOnly()
    {
        using var open = X509CertificateLoader.LoadCertificate(Certificate.Value.RawData);
        return new X509Certificate2Collection(open).Export(X509ContentType.Pkcs7)!;
    }

    /// <summary>Signed and streamed, as `openssl cms -sign -nodetach -stream` does: indefinite lengths, the content in short pieces.</summary>
    public static byte[] SignedInPieces(byte[] content, int piece)
    {
        var data = new AsnReader(Signed(content), AsnEncodingRules.BER).ReadSequence();
        data.ReadObjectIdentifier();
        var signed = data.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)).ReadSequence();
        List<byte> inner = [.. signed.ReadEncodedValue().Span, .. signed.ReadEncodedValue().Span];
        var type = signed.ReadSequence().ReadEncodedValue();
        byte[] pieces = [.. content.Chunk(piece).SelectMany(chunk => (byte[])[4, 0x82, (byte)(chunk.Length >> 8), (byte)chunk.Length, .. chunk])];
        inner.AddRange([0x30, 0x80, .. type.Span, 0xA0, 0x80, 0x24, 0x80, .. pieces, 0, 0, 0, 0, 0, 0]);
        while (signed.HasData) inner.AddRange(signed.ReadEncodedValue().Span);
        return Indefinite(SignedDataType, [0x30, 0x80, .. inner, 0, 0]);
    }

    /// <summary>The same object with the outer lengths left open, which BER allows and DER does not.</summary>
    public static byte[] OpenEnded(byte[] cms)
    {
        var content = new AsnReader(cms, AsnEncodingRules.BER).ReadSequence();
        var type = content.ReadObjectIdentifier();
        return Indefinite(type, content.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)).ReadEncodedValue().ToArray());
    }

    /// <summary>AES-GCM, which older libraries have no name for (RFC 5083).</summary>
    public static byte[] AuthEnveloped() => Wrapped(AuthEnvelopedData, writer =>
    {
        writer.WriteInteger(0);
        using (writer.PushSetOf()) { }
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("1.2.840.113549.1.7.1");
            using (writer.PushSequence()) writer.WriteObjectIdentifier("2.16.840.1.101.3.4.1.46");
            writer.WriteOctetString(Payload.Noise(600), new Asn1Tag(TagClass.ContextSpecific, 0));
        }
        writer.WriteOctetString(Payload.Noise(16));
    });

    /// <summary>Packed and neither signed nor encrypted (RFC 3274).</summary>
    public static byte[] Compressed(byte[] content) => Wrapped(CompressedData, writer =>
    {
        writer.WriteInteger(0);
        using (writer.PushSequence()) writer.WriteObjectIdentifier("1.2.840.113549.1.9.16.3.8");
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("1.2.840.113549.1.7.1");
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0))) writer.WriteOctetString(Packed.Zlib(content));
        }
    });

    private static byte[] Wrapped(string type, Action<AsnWriter> content)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(type);
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            using (writer.PushSequence())
            {
                content(writer);
            }
        }
        return writer.Encode();
    }

    private static byte[] Indefinite(string type, byte[] content)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteObjectIdentifier(type);
        return [0x30, 0x80, .. writer.Encode(), 0xA0, 0x80, .. content, 0, 0, 0, 0];
    }
}
