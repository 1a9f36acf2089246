using System.Text;

namespace Connelink.MailGuard.AddressDirectory.Formats;

/// <summary>A stream whose beginning can be looked at before it is read: standard input cannot be read twice.</summary>
internal sealed class HeadStream : Stream
{
    private const int HeadOctets = 1 << 16;

    private readonly Stream _inner;
    private readonly byte[] _head = new byte[HeadOctets];
    private readonly int _end;
    private int _next;

    public HeadStream(Stream inner)
    {
        _inner = inner;
        _end = inner.ReadAtLeast(_head, HeadOctets, throwOnEndOfStream: false);
    }

    /// <summary>What comes next; all there is when that is little.</summary>
    public ReadOnlySpan<byte> Head => _head.AsSpan(_next.._end);

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>The text as UTF-8 (or what is no Unicode) without its byte order mark.</summary>
    public static HeadStream OfText(Stream stream)
    {
        var head = new HeadStream(stream);
        if (head.Head.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) head.Pass(3);
        else if (Utf16(head.Head) is { } encoding) return OfText(Encoding.CreateTranscodingStream(head, encoding, Encoding.UTF8));
        return head;
    }

    public void Pass(int octets) => _next += octets;

    public override int Read(Span<byte> buffer)
    {
        if (_next == _end) return _inner.Read(buffer);
        var octets = Math.Min(buffer.Length, _end - _next);
        Head[..octets].CopyTo(buffer);
        _next += octets;
        return octets;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>By the byte order mark, or by the zero in what must be ASCII: a header row, a brace, "dn:".</summary>
    private static Encoding? Utf16(ReadOnlySpan<byte> head)
    {
        if (head.Length < 2) return null;
        return (head[0], head[1]) switch
        {
            (0xFF, 0xFE) or (not 0, 0) => Encoding.Unicode,
            (0xFE, 0xFF) or (0, not 0) => Encoding.BigEndianUnicode,
            _ => null,
        };
    }
}
