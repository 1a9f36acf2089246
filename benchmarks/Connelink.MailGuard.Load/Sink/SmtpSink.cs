using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Connelink.MailGuard.Load.Sink;

/// <summary>A next hop that accepts everything as fast as it can and counts what it got.</summary>
internal sealed class SmtpSink(SinkOptions options, SinkTally tally)
{
    private readonly DelayLine _delays = new();

    public Task RunAsync(CancellationToken cancel) =>
        options.ListenTls is null ? RunAsync(options.Listen, false, cancel)
            : Task.WhenAny(RunAsync(options.Listen, false, cancel), RunAsync(options.ListenTls, true, cancel)).Unwrap();

    private async Task RunAsync(IPEndPoint listen, bool isTls, CancellationToken cancel)
    {
        using var listener = new Socket(listen.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(listen);
        listener.Listen(4096);
        while (!cancel.IsCancellationRequested)
        {
            var socket = await listener.AcceptAsync(cancel);
            _ = ServeAsync(socket, isTls);
        }
    }

    private async Task ServeAsync(Socket socket, bool isTls)
    {
        using var wire = new Wire(socket);
        using var connection = new SinkConnection(wire, options, tally, _delays);
        try
        {
            if (isTls) await wire.UpgradeAsServerAsync(options.Certificate!);
            await connection.RunAsync();
        }
        catch (Exception broken) when (broken is SocketException or IOException or AuthenticationException or ObjectDisposedException)
        {
            // A gateway may reset a connection in the middle of a message: that is no mistake of anybody's.
        }
    }
}
