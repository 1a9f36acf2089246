using System.Net;
using System.Runtime.InteropServices;

namespace Connelink.MailGuard.Transport;

/// <summary>recv(2) and send(2) on sockets that do not block, without the layers above them: those are a good part of the user time of a small receive.</summary>
internal static partial class SocketCalls
{
    public const int DontWait = 0x40; // MSG_DONTWAIT
    public const int NoSignal = 0x4000; // MSG_NOSIGNAL: a broken connection is an error, not a signal

    /// <summary>Nothing is there, or there is no room.</summary>
    public const int TryAgain = -11; // EAGAIN

    /// <summary>The socket is closed.</summary>
    public const int Closed = -9; // EBADF

    /// <summary>A connection is under way.</summary>
    public const int InProgress = -115; // EINPROGRESS

    /// <summary>Octets, 0 at the end of the connection, or the negative number of an error.</summary>
    /// <exception cref="ObjectDisposedException">The socket was closed.</exception>
    public static int Receive(SafeHandle socket, Span<byte> destination) =>
        Result(recv(socket, destination, (nuint)destination.Length, DontWait));

    /// <summary>Octets, of both buffers together, or the negative number of an error.</summary>
    /// <exception cref="ObjectDisposedException">The socket was closed.</exception>
    public static unsafe int Send(SafeHandle socket, ReadOnlySpan<byte> octets, ReadOnlySpan<byte> following)
    {
        if (following.IsEmpty) return Result(send(socket, octets, (nuint)octets.Length, DontWait | NoSignal));

        fixed (byte* first = octets, second = following)
        {
            GatheredOctets both;
            GatheredOctets.Write(&both, first, octets.Length, second, following.Length);
            return Result(sendmsg(socket, &both, DontWait | NoSignal));
        }
    }

    /// <summary>0, or the negative number of an error: of EINPROGRESS mostly, for which the runtime's way throws an exception.</summary>
    /// <exception cref="ObjectDisposedException">The socket was closed.</exception>
    public static int Connect(SafeHandle socket, SocketAddress server) => Result(connect(socket, server.Buffer.Span, (uint)server.Size));

    /// <summary>Calls that do not wait are not interrupted either (recv(2)).</summary>
    private static int Result(nint returned) => returned >= 0 ? (int)returned : -Marshal.GetLastPInvokeError();

    [LibraryImport("libc", SetLastError = true)]
    private static partial int connect(SafeHandle socket, ReadOnlySpan<byte> server, uint length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint recv(SafeHandle socket, Span<byte> destination, nuint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint send(SafeHandle socket, ReadOnlySpan<byte> octets, nuint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static unsafe partial nint sendmsg(SafeHandle socket, GatheredOctets* message, int flags);
}
