using System.Runtime.InteropServices;

namespace Connelink.MailGuard.Transport;

/// <summary>How a polling loop hears what happens to its sockets, edge-triggered: each change of a socket's state is told once.</summary>
/// <remarks>Never closed: loops live as long as the process. Watching and forgetting are for any thread, all else is for the loop's.</remarks>
internal abstract class Poller
{
    /// <summary>Set to 0, it forbids io_uring: for those who want fewer parts of the kernel in use (docs/operations.md).</summary>
    private const string IoUringVariable = "MAILGUARD_IO_URING";

    /// <summary>By io_uring where the kernel has it and nobody forbids it, else by epoll.</summary>
    /// <exception cref="PlatformNotSupportedException">The system is not Linux.</exception>
    /// <exception cref="System.ComponentModel.Win32Exception">No descriptor or no memory is left.</exception>
    public static Poller Create()
    {
        if (!OperatingSystem.IsLinux()) throw new PlatformNotSupportedException("MailGuard runs on Linux, also in a container or under WSL: it reads its sockets with io_uring or epoll.");
        return Environment.GetEnvironmentVariable(IoUringVariable) != "0" && IoUring.TryCreate() is { } ring ? new IoUringPoller(ring) : new Epoll();
    }

    /// <summary>The kernel's word for it.</summary>
    public abstract string Name { get; }

    /// <summary>Watches a socket until it is closed; what there is already is told as well.</summary>
    /// <param name="key">What its events are told with.</param>
    /// <exception cref="System.Net.Sockets.SocketException">The kernel has no room: no memory, or fs.epoll.max_user_watches is reached.</exception>
    public abstract void Watch(SafeHandle socket, ulong key);

    /// <summary>No longer watches an open socket.</summary>
    public abstract void Release(SafeHandle socket, ulong key);

    /// <summary>The socket is about to be closed.</summary>
    public abstract void Forget(ulong key);

    /// <summary>The loop's thread begins.</summary>
    public virtual void Begin()
    {
    }

    /// <summary>Waits for events, or only looks; how many there are.</summary>
    public abstract int Wait(bool onlyLook);

    /// <summary>One of the events that <see cref="Wait"/> counted.</summary>
    public abstract (SocketEvents Events, ulong Key) At(int index);

    /// <summary>Takes over the try of an operation, together with those of other sockets. False: it is to be tried at once.</summary>
    public virtual bool TryLater(SocketOperation operation) => false;

    /// <summary>Goes on with whose operations have been tried. After the events of the turn.</summary>
    public virtual void FinishTries()
    {
    }
}
