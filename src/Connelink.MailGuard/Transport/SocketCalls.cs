using System.Runtime.InteropServices;

namespace Connelink.MailGuard.Transport;

/// <summary>accept(2), recv(2) and send(2) on sockets that do not block, without the layers above them: those are a good part of the user time of a small receive.</summary>
internal static partial class SocketCalls
{
    private const int DontWait = 0x40; // MSG_DONTWAIT
    private const int NoSignal = 0x4000; // MSG_NOSIGNAL: a broken connection is an error, not a signal
    private const int NonBlocking = 0x800; // SOCK_NONBLOCK
    private const int CloseOnExec = 0x80000; // SOCK_CLOEXEC
    private const int TryAgain = 11; // EAGAIN

    /// <summary>False: nothing is there. Octets: 0 at the end of the connection, or when it is broken.</summary>
    /// <exception cref="ObjectDisposedException">The socket was closed.</exception>
    public static bool TryReceive(SafeHandle socket, Span<byte> destination, out int octets) =>
        IsDone(recv(socket, destination, (nuint)destination.Length, DontWait), out octets);

    /// <summary>False: there is no room. Octets: 0 when the connection is broken.</summary>
    /// <exception cref="ObjectDisposedException">The socket was closed.</exception>
    public static bool TrySend(SafeHandle socket, ReadOnlySpan<byte> octets, out int sent) =>
        IsDone(send(socket, octets, (nuint)octets.Length, DontWait | NoSignal), out sent);

    /// <summary>False: no connection is there. A descriptor, or the negative number of an error: no descriptor is left, or the client was gone at once.</summary>
    /// <exception cref="ObjectDisposedException">The socket was closed.</exception>
    public static bool TryAccept(SafeHandle socket, out int descriptor)
    {
        descriptor = accept4(socket, 0, 0, NonBlocking | CloseOnExec);
        if (descriptor >= 0) return true;
        var error = Marshal.GetLastPInvokeError();
        descriptor = -error;
        return error != TryAgain;
    }

    /// <summary>Calls that do not wait are not interrupted either: all but EAGAIN is the end (recv(2)).</summary>
    private static bool IsDone(nint result, out int octets)
    {
        octets = Math.Max(0, (int)result);
        return result >= 0 || Marshal.GetLastPInvokeError() != TryAgain;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int accept4(SafeHandle socket, nint address, nint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint recv(SafeHandle socket, Span<byte> destination, nuint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint send(SafeHandle socket, ReadOnlySpan<byte> octets, nuint length, int flags);
}
