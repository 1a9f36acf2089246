using System.Security.Cryptography;

namespace Connelink.MailGuard.AddressDirectory.Encryption;

/// <summary>Reads encrypted chunks and gives plain octets, none of which is unauthenticated.</summary>
internal sealed class DecryptingStream(Stream input, EncryptedFile file) : Stream
{
    private readonly byte[] _cipher = new byte[EncryptedFile.ChunkOctets + EncryptedFile.TagOctets + 1];
    private readonly byte[] _plain = new byte[EncryptedFile.ChunkOctets];
    private int _ahead;
    private int _start;
    private int _end;
    private bool _wasLast;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <exception cref="CryptographicException">It is not what was written.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (_start == _end && !_wasLast) ReadChunk();
        var octets = Math.Min(buffer.Length, _end - _start);
        _plain.AsSpan(_start, octets).CopyTo(buffer);
        _start += octets;
        return octets;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>One octet more than a chunk is read: without it, this chunk is the last.</summary>
    private void ReadChunk()
    {
        var read = _ahead + input.ReadAtLeast(_cipher.AsSpan(_ahead), _cipher.Length - _ahead, throwOnEndOfStream: false);
        _wasLast = read < _cipher.Length;
        var octets = Math.Min(read, _cipher.Length - 1) - EncryptedFile.TagOctets;
        if (octets < 0) throw new CryptographicException("It was cut off.");
        file.Decrypt(_cipher.AsSpan(0, octets), _cipher.AsSpan(octets, EncryptedFile.TagOctets), _plain.AsSpan(0, octets), _wasLast);
        (_start, _end) = (0, octets);
        if (_wasLast) return;
        (_cipher[0], _ahead) = (_cipher[^1], 1);
    }
}
