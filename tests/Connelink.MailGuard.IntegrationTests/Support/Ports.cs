using System.Net;
using System.Net.Sockets;

namespace Connelink.MailGuard.IntegrationTests.Support;

/// <summary>Free ports of 127.0.0.1, below those that the system gives to outgoing connections.</summary>
internal static class Ports
{
    private static int _next = 20_000 + (Environment.ProcessId % 1000 * 10);

    public static int Free()
    {
        while (true)
        {
            var port = 20_000 + (Interlocked.Increment(ref _next) % 12_000);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Taken: the next one.
            }
        }
    }

    /// <summary>Waits until somebody listens there.</summary>
    public static Task AwaitListenerAsync(int port, Func<string?> failure) => Until.TrueAsync(async () =>
    {
        if (failure() is { } reason) Assert.Fail(reason);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }, $"a listener on port {port}");
}
