using System.Formats.Asn1;

namespace Connelink.MailGuard.AddressDirectory.Synchronisation.Ldap;

/// <summary>Asks a server to go on with TLS (RFC 4511 4.14), before the native library says its first word.</summary>
internal static class StartTls
{
    private const int MaxAnswerOctets = 4096;

    private static readonly Asn1Tag ExtendedRequest = new(TagClass.Application, 23);
    private static readonly Asn1Tag ExtendedResponse = new(TagClass.Application, 24);

    public static async Task AskAsync(Stream stream, CancellationToken cancel)
    {
        await stream.WriteAsync(Request(), cancel);
        var result = Result(await ReadMessageAsync(stream, cancel));
        if (result != 0) throw new SourceException($"it refuses StartTLS (result {result}); enable TLS there, or set tls to ldaps");
    }

    private static byte[] Request()
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            using (writer.PushSequence(ExtendedRequest))
            {
                writer.WriteOctetString("1.3.6.1.4.1.1466.20037"u8, new Asn1Tag(TagClass.ContextSpecific, 0));
            }
        }
        return writer.Encode();
    }

    /// <summary>Exactly one message: what follows it would be the handshake's.</summary>
    private static async Task<byte[]> ReadMessageAsync(Stream stream, CancellationToken cancel)
    {
        var message = new byte[MaxAnswerOctets];
        await stream.ReadExactlyAsync(message.AsMemory(0, 2), cancel);
        var (header, octets) = (2, (int)message[1]);
        if (octets > 0x80)
        {
            var lengthOctets = octets & 0x7F;
            if (lengthOctets > 2) throw new SourceException("it answers StartTLS with something that is not LDAP");
            await stream.ReadExactlyAsync(message.AsMemory(2, lengthOctets), cancel);
            octets = lengthOctets == 1 ? message[2] : (message[2] << 8) | message[3];
            header += lengthOctets;
        }
        if (message[0] != 0x30 || header + octets > message.Length) throw new SourceException("it answers StartTLS with something that is not LDAP");
        await stream.ReadExactlyAsync(message.AsMemory(header, octets), cancel);
        return message[..(header + octets)];
    }

    private static int Result(byte[] message)
    {
        try
        {
            var sequence = new AsnReader(message, AsnEncodingRules.BER).ReadSequence();
            sequence.ReadInteger();
            return (int)sequence.ReadSequence(ExtendedResponse).ReadEnumeratedBytes().Span[^1];
        }
        catch (AsnContentException e)
        {
            throw new SourceException("it answers StartTLS with something that is not LDAP", e);
        }
    }
}
