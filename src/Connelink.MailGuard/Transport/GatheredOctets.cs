using System.Runtime.InteropServices;

namespace Connelink.MailGuard.Transport;

/// <summary>Two buffers that one sendmsg(2) sends: struct msghdr, and the two struct iovec that it points to.</summary>
/// <remarks>It points into itself, and to what must not move either.</remarks>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct GatheredOctets
{
    private readonly void* _name;
    private readonly uint _nameOctets;
    private Buffer* _buffers;
    private nuint _count;
    private readonly void* _control;
    private readonly nuint _controlOctets;
    private readonly int _flags;
    private Buffer _first;
    private Buffer _second;

    /// <param name="at">Where it is to be, and to stay as long as it is used.</param>
    public static void Write(GatheredOctets* at, void* first, int firstOctets, void* second, int secondOctets)
    {
        *at = default;
        at->_first = new() { Octets = first, Length = (nuint)firstOctets };
        at->_second = new() { Octets = second, Length = (nuint)secondOctets };
        at->_buffers = &at->_first;
        at->_count = 2;
    }

    private struct Buffer
    {
        public void* Octets;
        public nuint Length;
    }
}
