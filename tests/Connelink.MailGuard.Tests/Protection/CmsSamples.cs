using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Connelink.MailGuard.Tests.Protection;

/// <summary>CMS structures made by the framework, and the same in other encodings.</summary>
internal static class CmsSamples
{
    private const string SignedDataType = "1.2.840.113549.1.7.2";
    private const string DataType = "1.2.840.113549.1.7.1";

    private static readonly X509Certificate2 Certificate = CreateCertificate();

    /// <summary>What S/MIME wraps.</summary>
    public static byte[] Entity { get; } = Encoding.ASCII.GetBytes("Content-Type: text/plain\r\n\r\nHello, this is signed and long enough to be cut in pieces.\r\n");

    /// <summary>What CAdES wraps.</summary>
    public static byte[] File { get; } = Encoding.ASCII.GetBytes("<?xml version=\"1.0\"?><invoice number=\"1\">Lots of text</invoice>");

    public static byte[] Signed(byte[] content, bool isDetached = false)
    {
        var cms = new SignedCms(new ContentInfo(content), isDetached);
        cms.ComputeSignature(new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, Certificate) { IncludeOption = X509IncludeOption.EndCertOnly });
        return cms.Encode();
    }

    public static byte[] Enveloped(byte[] content)
    {
        var cms = new EnvelopedCms(new ContentInfo(content));
        cms.Encrypt(new CmsRecipient(Certificate));
        return cms.Encode();
    }

    /// <summary>A .p7c file: certificates, and nobody who signs.</summary>
    public static byte[] Certificates() => new X509Certificate2Collection(Certificate).Export(X509ContentType.Pkcs7)!;

    public static byte[] CertificateFile() => Certificate.RawData;

    /// <summary>ContentInfo of any type around anything, as far as readers look.</summary>
    public static byte[] OfType(string contentType, params byte[] content)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(contentType);
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0))) writer.WriteEncodedValue(content.Length > 0 ? content : [0x30, 0x00]);
        }
        return writer.Encode();
    }

    /// <summary>signed-data around content of another type, without signers.</summary>
    public static byte[] SignedAround(string innerType, byte[] content)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            writer.PushSetOf();
            writer.PopSetOf();
            WriteEncapsulated(writer, innerType, content);
            writer.PushSetOf();
            writer.PopSetOf();
        }
        return OfType(SignedDataType, writer.Encode());
    }

    /// <summary>compressed-data (RFC 3274).</summary>
    public static byte[] Compressed(byte[] content, string algorithm = "1.2.840.113549.1.9.16.3.8")
    {
        var deflated = new MemoryStream();
        using (var zlib = new System.IO.Compression.ZLibStream(deflated, System.IO.Compression.CompressionLevel.Optimal)) zlib.Write(content);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            using (writer.PushSequence()) writer.WriteObjectIdentifier(algorithm);
            WriteEncapsulated(writer, DataType, deflated.ToArray());
        }
        return OfType("1.2.840.113549.1.9.16.1.9", writer.Encode());
    }

    /// <summary>The same with indefinite lengths and octet strings in pieces, as programs that stream write it.</summary>
    public static byte[] Indefinite(byte[] der, int pieceOctets = 7)
    {
        List<byte> octets = [];
        Recode(der, octets, pieceOctets);
        return [.. octets];
    }

    public static byte[] Armored(byte[] der, string label = "PKCS7") =>
        Encoding.ASCII.GetBytes($"-----BEGIN {label}-----\n{Convert.ToBase64String(der, Base64FormattingOptions.InsertLineBreaks)}\n-----END {label}-----\n");

    private static void WriteEncapsulated(AsnWriter writer, string type, byte[] content)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(type);
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0))) writer.WriteOctetString(content);
        }
    }

    private static void Recode(ReadOnlySpan<byte> der, List<byte> octets, int pieceOctets)
    {
        while (!der.IsEmpty)
        {
            var tag = AsnDecoder.ReadEncodedValue(der, AsnEncodingRules.BER, out var offset, out var length, out var consumed);
            var content = der.Slice(offset, length);
            if ((der[0] & 0x20) != 0)
            {
                octets.AddRange([der[0], 0x80]);
                Recode(content, octets, pieceOctets);
                octets.AddRange([0, 0]);
            }
            else if (tag.HasSameClassAndValue(Asn1Tag.PrimitiveOctetString) && length > pieceOctets)
            {
                octets.AddRange([0x24, 0x80]);
                foreach (var piece in content.ToArray().Chunk(pieceOctets)) octets.AddRange([0x04, (byte)piece.Length, .. piece]);
                octets.AddRange([0, 0]);
            }
            else
            {
                octets.AddRange(der[..consumed]);
            }
            der = der[consumed..];
        }
    }

    private static X509Certificate2 CreateCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=Ada, E=ada@client.example", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
    }
}
