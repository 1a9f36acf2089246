using System.Runtime.CompilerServices;

namespace Connelink.MailGuard.Transport;

/// <summary>Under an SslStream: while the handshake lasts, what follows a read runs on the worker lane (a signature takes a millisecond).</summary>
internal sealed class HandshakeStream(Stream socket, WorkerLane lane) : Stream
{
    public bool IsHandshaking { get; set; } = true;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        IsHandshaking ? ReadThenSwitchAsync(buffer, cancellationToken) : socket.ReadAsync(buffer, cancellationToken);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        socket.WriteAsync(buffer, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => socket.Read(buffer, offset, count);

    public override void Write(byte[] buffer, int offset, int count) => socket.Write(buffer, offset, count);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) socket.Dispose();
        base.Dispose(disposing);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadThenSwitchAsync(Memory<byte> buffer, CancellationToken cancel)
    {
        var read = await socket.ReadAsync(buffer, cancel);
        await lane.SwitchAsync();
        return read;
    }
}
