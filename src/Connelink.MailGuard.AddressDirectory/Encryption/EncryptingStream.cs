namespace Connelink.MailGuard.AddressDirectory.Encryption;

/// <summary>Takes plain octets and writes encrypted chunks; the last one when it is disposed of.</summary>
internal sealed class EncryptingStream(Stream output, EncryptedFile file) : Stream
{
    private readonly byte[] _plain = new byte[EncryptedFile.ChunkOctets];
    private readonly byte[] _cipher = new byte[EncryptedFile.ChunkOctets + EncryptedFile.TagOctets];
    private int _held;
    private bool _ended;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            if (_held == _plain.Length) WriteChunk(isLast: false); // Only when more follows: the last chunk must be known as such.
            var part = buffer[..Math.Min(buffer.Length, _plain.Length - _held)];
            part.CopyTo(_plain.AsSpan(_held));
            _held += part.Length;
            buffer = buffer[part.Length..];
        }
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_ended)
        {
            _ended = true;
            WriteChunk(isLast: true);
        }
        base.Dispose(disposing);
    }

    private void WriteChunk(bool isLast)
    {
        file.Encrypt(_plain.AsSpan(0, _held), _cipher.AsSpan(0, _held), _cipher.AsSpan(_held, EncryptedFile.TagOctets), isLast);
        output.Write(_cipher.AsSpan(0, _held + EncryptedFile.TagOctets));
        _held = 0;
    }
}
