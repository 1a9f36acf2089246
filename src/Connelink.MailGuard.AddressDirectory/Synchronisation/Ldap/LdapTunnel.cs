using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Connelink.MailGuard.AddressDirectory.Synchronisation.Ldap;

/// <summary>Carries one connection of the native LDAP library to the server: over it go our time limits and our check of the certificate.</summary>
/// <remarks>
/// libldap waits for ever in a bind, tells nothing of a certificate that it refuses, and trusts what its build trusts. So it connects to a
/// socket of ours on the loopback interface, which takes one connection and then is closed; connecting, TLS and silence are judged here.
/// </remarks>
internal sealed class LdapTunnel : IAsyncDisposable
{
    private readonly Stream _server;
    private readonly TcpListener _listener;
    private readonly TimeSpan _timeout;
    private readonly CancellationTokenSource _end;
    private readonly Task _carrying;

    private LdapTunnel(Stream server, TimeSpan timeout, CancellationToken cancel)
    {
        (_server, _timeout, _listener) = (server, timeout, new TcpListener(IPAddress.Loopback, 0));
        _listener.Start(backlog: 1);
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        _end.CancelAfter(timeout);
        _carrying = CarryAsync();
    }

    /// <summary>Where the native library connects to.</summary>
    public int Port { get; }

    /// <summary>Why the connection broke, when it was not our side that ended it.</summary>
    public string? Failure { get; private set; }

    /// <exception cref="SourceException">It cannot be reached in time, or may not be trusted.</exception>
    public static async Task<LdapTunnel> OpenAsync(SourceSettings settings, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(settings.Timeout);
        var certificate = new ServerCertificate(settings);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Stream? stream = null;
        try
        {
            await socket.ConnectAsync(settings.Host, settings.EffectivePort, patience.Token);
            stream = new NetworkStream(socket, ownsSocket: true);
            if (settings.Tls == LdapTls.StartTls) await StartTls.AskAsync(stream, patience.Token);
            if (settings.Tls != LdapTls.None) stream = await ProtectAsync(stream, certificate, patience.Token);
            return new LdapTunnel(stream, settings.Timeout, cancel);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            socket.Dispose();
            if (stream is not null) await stream.DisposeAsync();
            throw new SourceException($"{settings.Address}: {Reason(e, certificate, settings.Timeout)}", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _carrying;
        _listener.Dispose();
        _end.Dispose();
    }

    private static async Task<SslStream> ProtectAsync(Stream stream, ServerCertificate certificate, CancellationToken cancel)
    {
        var tls = new SslStream(stream);
        await tls.AuthenticateAsClientAsync(certificate.Options(), cancel);
        return tls;
    }

    private static string Reason(Exception e, ServerCertificate certificate, TimeSpan timeout) => e switch
    {
        _ when certificate.Objection is { } objection => objection,
        SourceException => e.Message,
        OperationCanceledException => $"it does not answer within {timeout.TotalSeconds} s",
        AuthenticationException or EndOfStreamException or IOException => $"TLS is not possible: {e.Message}",
        _ => e.Message,
    };

    private async Task CarryAsync()
    {
        try
        {
            using var library = await _listener.AcceptSocketAsync(_end.Token);
            _listener.Stop();
            library.NoDelay = true;
            await using var near = new NetworkStream(library);
            var (requests, answers) = (CopyAsync(near, _server), CopyAsync(_server, near));
            if (await Task.WhenAny(requests, answers) == answers) Failure ??= "it closed the connection in the middle";
            await _end.CancelAsync();
            await Task.WhenAll(requests, answers);
        }
        catch (OperationCanceledException)
        {
            // Nobody came.
        }
        finally
        {
            _listener.Stop(); // Whoever still waits to be let in.
            await _server.DisposeAsync();
        }
    }

    /// <summary>Until one side closes, or both are silent for too long.</summary>
    private async Task CopyAsync(Stream from, Stream to)
    {
        var block = new byte[16 * 1024];
        try
        {
            while (await from.ReadAsync(block, _end.Token) is > 0 and var octets)
            {
                if (!_end.IsCancellationRequested) _end.CancelAfter(_timeout);
                await to.WriteAsync(block.AsMemory(0, octets), _end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            Failure ??= $"it was silent for {_timeout.TotalSeconds} s";
        }
        catch (IOException e)
        {
            Failure ??= $"the connection broke: {e.Message}";
        }
    }
}
