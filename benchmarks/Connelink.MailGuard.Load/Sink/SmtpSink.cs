using System.Net.Sockets;

namespace Connelink.MailGuard.Load.Sink;

/// <summary>A next hop that accepts everything as fast as it can and counts what it got.</summary>
internal sealed class SmtpSink(SinkOptions options, SinkTally tally)
{
    private readonly DelayLine _delays = new();

    public async Task RunAsync(CancellationToken cancel)
    {
        using var listener = new Socket(options.Listen.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(options.Listen);
        listener.Listen(4096);
        while (!cancel.IsCancellationRequested)
        {
            var socket = await listener.AcceptAsync(cancel);
            _ = ServeAsync(socket);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var wire = new Wire(socket);
        using var connection = new SinkConnection(wire, options, tally, _delays);
        try
        {
            await connection.RunAsync();
        }
        catch (Exception broken) when (broken is SocketException or IOException or ObjectDisposedException)
        {
            // A gateway may reset a connection in the middle of a message: that is no mistake of anybody's.
        }
    }
}
