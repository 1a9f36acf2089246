using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Connelink.MailGuard.Transport;

/// <summary>A polling loop's events by Linux' epoll(7).</summary>
internal sealed partial class Epoll : Poller
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

    public Epoll()
    {
        _descriptor = epoll_create1(CloseOnExec);
        if (_descriptor < 0) throw new Win32Exception();
    }

    public override string Name => "epoll";

    public override void Watch(SafeHandle socket, ulong key)
    {
        Span<byte> wanted = stackalloc byte[EventOctets];
        const SocketEvents Wanted = SocketEvents.In | SocketEvents.Urgent | SocketEvents.Out | SocketEvents.ReadHangUp | SocketEvents.EdgeTriggered;
        MemoryMarshal.Write(wanted, (uint)Wanted);
        MemoryMarshal.Write(wanted[KeyOffset..], key);
        if (epoll_ctl(_descriptor, Add, socket, wanted) < 0) throw new SocketException((int)SocketError.NoBufferSpaceAvailable);
    }

    public override void Release(SafeHandle socket, ulong key)
    {
        Span<byte> ignored = stackalloc byte[EventOctets];
        if (epoll_ctl(_descriptor, Delete, socket, ignored) < 0) throw new Win32Exception();
    }

    public override void Forget(ulong key)
    {
        // A socket that is closed leaves by itself.
    }

    public override int Wait(bool onlyLook)
    {
        var count = epoll_wait(_descriptor, _events, MostEvents, onlyLook ? 0 : -1);
        if (count < 0 && Marshal.GetLastPInvokeError() != Interrupted) throw new Win32Exception();
        return Math.Max(0, count);
    }

    public override (SocketEvents Events, ulong Key) At(int index)
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
