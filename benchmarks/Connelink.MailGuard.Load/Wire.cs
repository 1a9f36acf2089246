using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Connelink.MailGuard.Load;

/// <summary>One TCP connection, in clear or under TLS; a send is whole, a receive allocates nothing.</summary>
internal sealed class Wire : IDisposable
{
    private readonly Socket _socket;
    private SslStream? _tls;

    public Wire(Socket socket)
    {
        _socket = socket;
        _socket.NoDelay = true;
    }

    public ValueTask<int> ReceiveAsync(Memory<byte> buffer) =>
        _tls is null ? _socket.ReceiveAsync(buffer, SocketFlags.None) : _tls.ReadAsync(buffer);

    public ValueTask<int> SendAsync(ReadOnlyMemory<byte> octets) =>
        _tls is null ? _socket.SendAsync(octets, SocketFlags.None) : SendEncryptedAsync(_tls, octets);

    /// <summary>Takes any certificate: what is measured is the work, and every server here made its own.</summary>
    public async Task UpgradeAsClientAsync()
    {
#pragma warning disable CA5359 // Deliberately: the certificate was made for this run.
        var tls = new SslStream(new NetworkStream(_socket), leaveInnerStreamOpen: false, (_, _, _, _) => true);
#pragma warning restore CA5359
        await tls.AuthenticateAsClientAsync("localhost");
        _tls = tls;
    }

    public async Task UpgradeAsServerAsync(X509Certificate2 certificate)
    {
        var tls = new SslStream(new NetworkStream(_socket));
        await tls.AuthenticateAsServerAsync(certificate);
        _tls = tls;
    }

    public void Dispose()
    {
        _tls?.Dispose();
        _socket.Dispose();
    }

    private static async ValueTask<int> SendEncryptedAsync(SslStream tls, ReadOnlyMemory<byte> octets)
    {
        await tls.WriteAsync(octets);
        return octets.Length;
    }
}
