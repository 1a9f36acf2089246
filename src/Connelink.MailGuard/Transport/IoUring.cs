using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Connelink.MailGuard.Transport;

/// <summary>Linux' io_uring(7): requests are written to one ring, results read from another, and one system call hands over many of them.</summary>
/// <remarks>Made by any thread, used by the one that called <see cref="Begin"/>. Never closed: loops live as long as the process.</remarks>
internal sealed unsafe partial class IoUring
{
    /// <summary>Requests that one call hands over at most.</summary>
    public const int Requests = 512;

    private const int Results = 8192;

    private const int SetupCall = 425;
    private const int EnterCall = 426;
    private const int RegisterCall = 427;
    private const int EnableRings = 12; // IORING_REGISTER_ENABLE_RINGS
    private const uint GetEvents = 1; // IORING_ENTER_GETEVENTS

    // IORING_SETUP_CQSIZE, _R_DISABLED, _SUBMIT_ALL, _SINGLE_ISSUER, _DEFER_TASKRUN: what comes is taken in when the thread asks, not by interrupting it (Linux 6.1)
    private const uint SetupFlags = 1 << 3 | 1 << 6 | 1 << 7 | 1 << 12 | 1 << 13;
    private const long RequestsOffset = 0x10000000; // IORING_OFF_SQES

    private const int Interrupted = 4; // EINTR
    private const int TryAgain = 11; // EAGAIN: no memory just now
    private const int Busy = 16; // EBUSY: results must be read first

    private readonly int _descriptor;
    private readonly uint* _requestHead;
    private readonly uint* _requestTail;
    private readonly uint* _resultHead;
    private readonly uint* _resultTail;
    private readonly Request* _requests;
    private readonly Result* _results;
    private readonly uint _resultMask;

    private IoUring(int descriptor, in Parameters made)
    {
        _descriptor = descriptor;
        var rings = Map(Math.Max(made.Requests.Array + (made.RequestEntries * sizeof(uint)), made.Results.Cqes + (made.ResultEntries * (uint)sizeof(Result))), 0);
        _requestHead = (uint*)(rings + made.Requests.Head);
        _requestTail = (uint*)(rings + made.Requests.Tail);
        _resultHead = (uint*)(rings + made.Results.Head);
        _resultTail = (uint*)(rings + made.Results.Tail);
        _results = (Result*)(rings + made.Results.Cqes);
        _resultMask = made.ResultEntries - 1;
        _requests = (Request*)Map(made.RequestEntries * (uint)sizeof(Request), RequestsOffset);
        var order = (uint*)(rings + made.Requests.Array);
        for (var i = 0u; i < made.RequestEntries; i++) order[i] = i;
    }

    /// <summary>Null: the kernel is too old, or it is forbidden, as containers mostly do.</summary>
    /// <exception cref="Win32Exception">No memory is left.</exception>
    public static IoUring? TryCreate()
    {
        var parameters = new Parameters { Flags = SetupFlags, ResultEntries = Results };
        var descriptor = (int)syscall(SetupCall, Requests, &parameters);
        return descriptor < 0 ? null : new IoUring(descriptor, parameters);
    }

    /// <summary>From now on it belongs to this thread.</summary>
    /// <exception cref="Win32Exception">It could not be enabled.</exception>
    public void Begin()
    {
        if (syscall(RegisterCall, _descriptor, EnableRings, null, 0) < 0) throw new Win32Exception();
    }

    /// <summary>Whether a request can be added without handing over others first.</summary>
    public bool HasRoom => Waiting < Requests;

    /// <summary>Requests that were added and not yet handed over.</summary>
    private uint Waiting => *_requestTail - Volatile.Read(ref *_requestHead);

    /// <summary>The next request, empty. When there is no room, what is there is handed over first.</summary>
    public ref Request Add()
    {
        while (Waiting == Requests) Enter(results: 0);
        ref var request = ref _requests[*_requestTail & (Requests - 1)];
        request = default;
        Volatile.Write(ref *_requestTail, *_requestTail + 1);
        return ref request;
    }

    /// <summary>Hands over what was added, and waits until so many results are there. Signals and a lack of memory end it early.</summary>
    /// <exception cref="Win32Exception">The kernel refuses what it never should.</exception>
    public void Enter(uint results)
    {
        if (syscall(EnterCall, _descriptor, Waiting, results, GetEvents, null, 0) < 0
            && Marshal.GetLastPInvokeError() is var error && error is not (Interrupted or TryAgain or Busy))
        {
            throw new Win32Exception(error);
        }
    }

    /// <summary>Takes a result out. False: there is none.</summary>
    public bool TryTake(out Result result)
    {
        var head = *_resultHead;
        if (head == Volatile.Read(ref *_resultTail))
        {
            result = default;
            return false;
        }
        result = _results[head & _resultMask];
        Volatile.Write(ref *_resultHead, head + 1);
        return true;
    }

    private byte* Map(uint octets, long offset)
    {
        const int ReadAndWrite = 3;
        const int SharedAndPopulated = 0x8001;
        var at = mmap(null, octets, ReadAndWrite, SharedAndPopulated, _descriptor, offset);
        return (nint)at == -1 ? throw new Win32Exception() : at;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint syscall(nint number, nint entries, Parameters* parameters);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint syscall(nint number, nint ring, nint operation, void* argument, nint arguments);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint syscall(nint number, nint ring, nuint requests, nuint results, nuint flags, void* signals, nuint octets);

    [LibraryImport("libc", SetLastError = true)]
    private static partial byte* mmap(void* at, nuint octets, int protection, int flags, int descriptor, long offset);

    /// <summary>struct io_uring_sqe, as far as it is used.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 64)]
    public struct Request
    {
        [FieldOffset(0)]
        public RequestKind Kind;

        [FieldOffset(1)]
        public byte Options;

        [FieldOffset(4)]
        public int Descriptor;

        /// <summary>Of octets; or the key of the request that it is about.</summary>
        [FieldOffset(16)]
        public ulong Address;

        [FieldOffset(24)]
        public uint Length;

        /// <summary>Flags of the call, or the events that are polled for.</summary>
        [FieldOffset(28)]
        public uint Flags;

        /// <summary>What its results are told with.</summary>
        [FieldOffset(32)]
        public ulong Key;
    }

    /// <summary>IORING_OP_...</summary>
    public enum RequestKind : byte
    {
        Poll = 6,
        SendMessage = 9,
        Cancel = 14,
        Send = 26,
        Receive = 27,
    }

    /// <summary>struct io_uring_cqe.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public readonly struct Result
    {
        private const uint More = 2; // IORING_CQE_F_MORE
        private const uint NotEmpty = 4; // IORING_CQE_F_SOCK_NONEMPTY

        public readonly ulong Key;

        /// <summary>What the system call gives, or the negative number of an error.</summary>
        public readonly int Value;

        private readonly uint _flags;

        /// <summary>The request goes on and will have more results.</summary>
        public bool HasMore => (_flags & More) != 0;

        /// <summary>A receive left something in the socket.</summary>
        public bool HasLeft => (_flags & NotEmpty) != 0;
    }

    /// <summary>struct io_uring_params.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Parameters
    {
        public uint RequestEntries;
        public uint ResultEntries;
        public uint Flags;
        private Reserved _threadFeaturesAndReserved;
        public RequestOffsets Requests;
        public ResultOffsets Results;

        [InlineArray(7)]
        private struct Reserved
        {
            private uint _first;
        }
    }

    /// <summary>struct io_sqring_offsets.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct RequestOffsets
    {
        public uint Head;
        public uint Tail;
        private readonly uint _mask;
        private readonly uint _entries;
        private readonly uint _flags;
        private readonly uint _dropped;
        public uint Array;
        private readonly uint _reserved;
        private readonly ulong _address;
    }

    /// <summary>struct io_cqring_offsets.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct ResultOffsets
    {
        public uint Head;
        public uint Tail;
        private readonly uint _mask;
        private readonly uint _entries;
        private readonly uint _overflow;
        public uint Cqes;
        private readonly uint _flags;
        private readonly uint _reserved;
        private readonly ulong _address;
    }
}
