using System.Runtime.CompilerServices;

namespace Connelink.MailGuard.Transport;

/// <summary>A polled socket under an SslStream: while the handshake lasts, what follows a read runs on the worker lane (a signature takes a millisecond).</summary>
internal sealed class TlsTransport(PolledSocket socket, WorkerLane lane) : Stream
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

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!IsHandshaking) return socket.Receiving.ReceiveAsync(buffer);
        return buffer.IsEmpty ? new(0) : ReadThenSwitchAsync(buffer); // an SslStream first waits without a buffer; a handshake does not last
    }

    /// <exception cref="IOException">The connection is broken.</exception>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!buffer.IsEmpty && !await socket.Sending.SendAsync(buffer)) throw new IOException("The connection is broken.");
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadThenSwitchAsync(Memory<byte> buffer)
    {
        var read = await socket.Receiving.ReceiveAsync(buffer);
        await lane.SwitchAsync();
        return read;
    }
}
