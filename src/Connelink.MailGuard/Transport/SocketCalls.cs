using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Connelink.MailGuard.Transport;

/// <summary>recv(2) and send(2) without the layers above them, on sockets that do not block.</summary>
/// <remarks>
/// Those layers are half of the user time of a small receive (docs/performance.md). A call that fails is made again through <see cref="Socket"/>,
/// which knows what the error means.
/// </remarks>
internal static partial class SocketCalls
{
    private const int NoSignal = 0x4000; // MSG_NOSIGNAL: a broken connection is an error, not a signal

    /// <summary>Octets received.</summary>
    /// <exception cref="ObjectDisposedException">The socket was closed.</exception>
    public static int Receive(Socket socket, SafeHandle handle, Span<byte> destination, out SocketError error)
    {
        error = SocketError.Success;
        var octets = (int)recv(handle, destination, (nuint)destination.Length, NoSignal);
        return octets >= 0 ? octets : socket.Receive(destination, SocketFlags.None, out error);
    }

    /// <summary>Octets sent.</summary>
    /// <exception cref="ObjectDisposedException">The socket was closed.</exception>
    public static int Send(Socket socket, SafeHandle handle, ReadOnlySpan<byte> octets, out SocketError error)
    {
        error = SocketError.Success;
        var sent = (int)send(handle, octets, (nuint)octets.Length, NoSignal);
        return sent >= 0 ? sent : socket.Send(octets, SocketFlags.None, out error);
    }

    [LibraryImport("libc")]
    private static partial nint recv(SafeHandle socket, Span<byte> destination, nuint length, int flags);

    [LibraryImport("libc")]
    private static partial nint send(SafeHandle socket, ReadOnlySpan<byte> octets, nuint length, int flags);
}
