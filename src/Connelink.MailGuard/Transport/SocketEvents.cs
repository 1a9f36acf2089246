namespace Connelink.MailGuard.Transport;

/// <summary>What happened to a socket (poll(2), epoll_ctl(2)).</summary>
[Flags]
internal enum SocketEvents : uint
{
    In = 0x001,
    Urgent = 0x002,
    Out = 0x004,
    Error = 0x008,
    HangUp = 0x010,
    ReadHangUp = 0x2000,

    /// <summary>The kernel watches it no longer, though it has not been forgotten.</summary>
    Unwatched = 1u << 30,
    EdgeTriggered = 1u << 31,
}
