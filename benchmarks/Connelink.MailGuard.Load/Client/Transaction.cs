using System.Buffers.Text;
using System.Runtime.CompilerServices;

namespace Connelink.MailGuard.Load.Client;

/// <summary>MAIL to the reply after the final dot, one command at a time or the envelope in one write.</summary>
internal sealed class Transaction(ClientOptions options)
{
    private readonly byte[] _commands = new byte[8 * 1024];
    private readonly byte[] _start = new byte[MessageTemplate.MaxStartOctets];

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<SendResult> SendAsync(ClientConnection connection, LoadId id, MessageTemplate template)
    {
        var refusal = options.PipelinesEnvelope
            ? await SendEnvelopeAsync(connection, id, template)
            : await SendCommandsAsync(connection, id, template);
        if (refusal is { } refused) return refused;

        await connection.SendAsync(_start.AsMemory(0, template.WriteStart(_start, id)));
        if (!template.Rest.IsEmpty) await connection.SendAsync(template.Rest);
        var code = await connection.ReplyAsync();
        return code / 100 == 2 ? SendResult.Accepted : SendResult.Refused("end-of-data", code);
    }

    /// <summary>Waits for each reply. Null when mail data may follow.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<SendResult?> SendCommandsAsync(ClientConnection connection, LoadId id, MessageTemplate template)
    {
        await connection.SendAsync(_commands.AsMemory(0, WriteMail(0, connection, id, template)));
        var code = await connection.ReplyAsync();
        if (code / 100 != 2) return SendResult.Refused("MAIL", code);

        var (accepted, refused) = (0, 0);
        for (var i = 0; i < options.Recipients; i++)
        {
            await connection.SendAsync(_commands.AsMemory(0, WriteRcpt(0, id, i)));
            code = await connection.ReplyAsync();
            if (code / 100 == 2) accepted++;
            else refused = code;
        }
        if (accepted == 0)
        {
            await connection.SendAsync(Rset);
            await connection.ReplyAsync();
            return SendResult.Refused("RCPT", refused);
        }
        await connection.SendAsync(Data);
        code = await connection.ReplyAsync();
        return code == 354 ? null : SendResult.Refused("DATA", code);
    }

    /// <summary>MAIL, every RCPT and DATA in one write (RFC 2920). Null when mail data may follow.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<SendResult?> SendEnvelopeAsync(ClientConnection connection, LoadId id, MessageTemplate template)
    {
        var length = WriteMail(0, connection, id, template);
        for (var i = 0; i < options.Recipients; i++) length = WriteRcpt(length, id, i);
        await connection.SendAsync(_commands.AsMemory(0, Write(length, Data)));

        var mail = await connection.ReplyAsync();
        var (accepted, refused) = (0, 0);
        for (var i = 0; i < options.Recipients; i++)
        {
            var code = await connection.ReplyAsync();
            if (code / 100 == 2) accepted++;
            else refused = code;
        }
        var data = await connection.ReplyAsync();
        if (data == 354 && accepted > 0) return null;
        if (data == 354)
        {
            // RFC 2920 3.1: no recipient and yet 354 - a lone dot ends it.
            await connection.SendAsync(LoneDot);
            await connection.ReplyAsync();
        }
        if (mail / 100 != 2) return SendResult.Refused("MAIL", mail);
        return accepted == 0 ? SendResult.Refused("RCPT", refused) : SendResult.Refused("DATA", data);
    }

    private static readonly byte[] Data = "DATA\r\n"u8.ToArray();

    private static readonly byte[] Rset = "RSET\r\n"u8.ToArray();

    private static readonly byte[] LoneDot = ".\r\n"u8.ToArray();

    private int WriteMail(int at, ClientConnection connection, LoadId id, MessageTemplate template)
    {
        at = Write(at, "MAIL FROM:<"u8);
        at += options.Sender.Write(_commands.AsSpan(at), id.Number);
        if (!connection.OffersSize) return Write(at, ">\r\n"u8);
        at = Write(at, "> SIZE="u8);
        Utf8Formatter.TryFormat(template.Octets, _commands.AsSpan(at), out var digits);
        return Write(at + digits, "\r\n"u8);
    }

    private int WriteRcpt(int at, LoadId id, int index)
    {
        var pattern = id.IsPoison ? Poison.Of(options.Poison, id.Number).Recipient ?? options.Recipient : options.Recipient;
        at = Write(at, "RCPT TO:<"u8);
        at += pattern.Write(_commands.AsSpan(at), ((long)id.Number * options.Recipients) + index);
        return Write(at, ">\r\n"u8);
    }

    private int Write(int at, ReadOnlySpan<byte> octets)
    {
        octets.CopyTo(_commands.AsSpan(at));
        return at + octets.Length;
    }
}
