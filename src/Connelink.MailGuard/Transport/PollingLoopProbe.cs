using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Connelink.MailGuard.Transport;

/// <summary>Measures how late polling loops are: an octet sent to oneself, and the time until its completion runs.</summary>
/// <remarks>With inline completions a session that blocks holds up all others of its loop; this shows it. Sockets are dealt out to the loops in turn.</remarks>
public sealed class PollingLoopProbe : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(200);

    private readonly List<(Socket Sender, Socket Receiver)> _pairs = [];
    private readonly Timer _timer;
    private long _worst;

    public PollingLoopProbe()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        for (var i = 0; i < Environment.ProcessorCount; i++)
        {
            var sender = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            sender.Connect(listener.LocalEndPoint!);
            var receiver = listener.Accept();
            _pairs.Add((sender, receiver));
            _ = ReceiveAsync(receiver);
        }
        _timer = new Timer(_ => Send(), null, Period, Period);
    }

    /// <summary>The worst delay since the last call.</summary>
    public TimeSpan TakeWorst() => Stopwatch.GetElapsedTime(0, Interlocked.Exchange(ref _worst, 0));

    public void Dispose()
    {
        _timer.Dispose();
        foreach (var (sender, receiver) in _pairs)
        {
            sender.Dispose();
            receiver.Dispose();
        }
    }

    private void Send()
    {
        Span<byte> now = stackalloc byte[sizeof(long)];
        BitConverter.TryWriteBytes(now, Stopwatch.GetTimestamp());
        try
        {
            foreach (var (sender, _) in _pairs) sender.Send(now);
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
        {
            // The gateway stops.
        }
    }

    private async Task ReceiveAsync(Socket receiver)
    {
        var sent = new byte[sizeof(long)];
        try
        {
            while (await receiver.ReceiveAsync(sent, SocketFlags.None) > 0)
            {
                var delay = Stopwatch.GetTimestamp() - BitConverter.ToInt64(sent);
                for (var worst = Volatile.Read(ref _worst); delay > worst; worst = Volatile.Read(ref _worst))
                {
                    if (Interlocked.CompareExchange(ref _worst, delay, worst) == worst) break;
                }
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
        {
            // The gateway stops.
        }
    }
}
