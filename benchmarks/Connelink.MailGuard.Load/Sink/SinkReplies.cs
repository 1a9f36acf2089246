using System.Buffers;

namespace Connelink.MailGuard.Load.Sink;

/// <summary>The replies that wait to be sent, and the few texts that there are.</summary>
internal sealed class SinkReplies : IDisposable
{
    private byte[] _octets = ArrayPool<byte>.Shared.Rent(4096);
    private int _length;

    public static ReadOnlySpan<byte> Greeting => "220 sink.example ESMTP\r\n"u8;

    public static ReadOnlySpan<byte> Hello =>
        "250-sink.example\r\n250-PIPELINING\r\n250-SIZE 104857600\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-DSN\r\n250 ENHANCEDSTATUSCODES\r\n"u8;

    public static ReadOnlySpan<byte> HelloWithTls =>
        "250-sink.example\r\n250-PIPELINING\r\n250-SIZE 104857600\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-DSN\r\n250-STARTTLS\r\n250 ENHANCEDSTATUSCODES\r\n"u8;

    public static ReadOnlySpan<byte> Ok => "250 2.0.0 Ok\r\n"u8;

    public static ReadOnlySpan<byte> MailOk => "250 2.1.0 Ok\r\n"u8;

    public static ReadOnlySpan<byte> RcptOk => "250 2.1.5 Ok\r\n"u8;

    public static ReadOnlySpan<byte> GoAhead => "354 End data with <CR><LF>.<CR><LF>\r\n"u8;

    public static ReadOnlySpan<byte> Queued => "250 2.0.0 Ok: queued\r\n"u8;

    public static ReadOnlySpan<byte> Ready => "220 2.0.0 Ready to start TLS\r\n"u8;

    public static ReadOnlySpan<byte> Bye => "221 2.0.0 Bye\r\n"u8;

    public int Count { get; private set; }

    public void Add(ReadOnlySpan<byte> reply)
    {
        if (_length + reply.Length > _octets.Length) Grow();
        reply.CopyTo(_octets.AsSpan(_length));
        _length += reply.Length;
        Count++;
    }

    public ReadOnlyMemory<byte> Take()
    {
        var taken = _octets.AsMemory(0, _length);
        (_length, Count) = (0, 0);
        return taken;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_octets);

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_octets.Length * 2);
        _octets.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_octets);
        _octets = larger;
    }
}
