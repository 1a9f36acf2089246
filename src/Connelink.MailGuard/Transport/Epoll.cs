using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Connelink.MailGuard.Transport;

/// <summary>What happened to a socket (epoll_ctl(2)).</summary>
[Flags]
internal enum SocketEvents : uint
{
    In = 0x001,
    Urgent = 0x002,
    Out = 0x004,
    Error = 0x008,
    HangUp = 0x010,
    ReadHangUp = 0x2000,
    EdgeTriggered = 1u << 31,
}

/// <summary>Linux' epoll(7), edge-triggered: a socket is added once and tells each change of its state. </summary>
/// <remarks>Never closed: loops live as long as the process. Adding is safe for all threads, waiting is for one.</remarks>
internal sealed partial class Epoll
{
    private const int CloseOnExec = 0x80000;
    private const int Add = 1;
    private const int Delete = 2;
    private const int Interrupted = 4; // EINTR
    private const int MostEvents = 256;

    // struct epoll_event is packed on x86 only.
    private static readonly bool IsPacked = RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86;
    private static readonly int KeyOffset = IsPacked ? 4 : 8;
    private static readonly int EventOctets = KeyOffset + sizeof(ulong);

    private readonly int _descriptor;
    private readonly byte[] _events = new byte[MostEvents * EventOctets];

    /// <exception cref="PlatformNotSupportedException">The system is not Linux.</exception>
    public Epoll()
    {
        if (!OperatingSystem.IsLinux()) throw new PlatformNotSupportedException("MailGuard runs on Linux, also in a container or under WSL: it reads its sockets with epoll.");
        _descriptor = epoll_create1(CloseOnExec);
        if (_descriptor < 0) throw new Win32Exception();
    }

    /// <summary>Watches a socket until it is closed.</summary>
    /// <param name="key">What its events are told with.</param>
    /// <exception cref="SocketException">The kernel has no room: no memory, or fs.epoll.max_user_watches is reached.</exception>
    public void Watch(SafeHandle socket, ulong key)
    {
        Span<byte> wanted = stackalloc byte[EventOctets];
        const SocketEvents Wanted = SocketEvents.In | SocketEvents.Urgent | SocketEvents.Out | SocketEvents.ReadHangUp | SocketEvents.EdgeTriggered;
        MemoryMarshal.Write(wanted, (uint)Wanted);
        MemoryMarshal.Write(wanted[KeyOffset..], key);
        if (epoll_ctl(_descriptor, Add, socket, wanted) < 0) throw new SocketException((int)SocketError.NoBufferSpaceAvailable);
    }

    /// <summary>No longer watches an open socket.</summary>
    public void Forget(SafeHandle socket)
    {
        Span<byte> ignored = stackalloc byte[EventOctets];
        if (epoll_ctl(_descriptor, Delete, socket, ignored) < 0) throw new Win32Exception();
    }

    /// <summary>Waits for events, or only looks; how many there are.</summary>
    public int Wait(bool onlyLook)
    {
        var count = epoll_wait(_descriptor, _events, MostEvents, onlyLook ? 0 : -1);
        if (count < 0 && Marshal.GetLastPInvokeError() != Interrupted) throw new Win32Exception();
        return Math.Max(0, count);
    }

    /// <summary>One of the events that <see cref="Wait"/> counted.</summary>
    public (SocketEvents Events, ulong Key) At(int index)
    {
        var found = _events.AsSpan(index * EventOctets, EventOctets);
        return (MemoryMarshal.Read<SocketEvents>(found), MemoryMarshal.Read<ulong>(found[KeyOffset..]));
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_ctl(int epoll, int operation, SafeHandle socket, Span<byte> wanted);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_wait(int epoll, Span<byte> events, int most, int timeout);
}
