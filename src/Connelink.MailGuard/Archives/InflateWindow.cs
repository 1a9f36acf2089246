using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Connelink.MailGuard.Archives;

/// <summary>The last 32 KiB that were inflated, where matches are copied from (RFC 1951 3.2.3), and what was not handed out yet.</summary>
internal sealed class InflateWindow
{
    private const int History = 32 * 1024;
    private const int LongestMatch = 258;

    /// <summary>A token begins below this place, so that it fits, and copying by eight octets as well.</summary>
    private const int End = 2 * History;
    private const int Slack = LongestMatch + 8;

    /// <summary>What is asked for is often only what kind of file this is: the first octets are handed out early.</summary>
    private const int FirstFlush = 1024;

    private readonly byte[] _octets = new byte[End + Slack];
    private int _flushed;

    /// <summary>Where the next octet goes.</summary>
    public int At { get; set; }

    /// <summary>From here on what there is must be handed out first.</summary>
    public int FlushAt { get; private set; }

    public bool IsFull => At >= FlushAt;

    public ref byte First => ref MemoryMarshal.GetArrayDataReference(_octets);

    public void Reset() => (At, _flushed, FlushAt) = (0, 0, FirstFlush);

    public void Put(byte octet) => _octets[At++] = octet;

    /// <summary>As many as are wanted and there is room for.</summary>
    public int Put(ReadOnlySpan<byte> octets, int wanted)
    {
        octets = octets[..Math.Min(Math.Min(wanted, FlushAt - At), octets.Length)];
        octets.CopyTo(_octets.AsSpan(At));
        At += octets.Length;
        return octets.Length;
    }

    /// <returns>False when the sink wants no more.</returns>
    public bool Flush(IOctetSink sink)
    {
        var isWanted = _flushed == At || sink.Write(_octets.AsSpan(_flushed, At - _flushed));
        if (At >= End)
        {
            _octets.AsSpan(At - History, History).CopyTo(_octets);
            At = History;
        }
        _flushed = At;
        FlushAt = Math.Min(End, Math.Max(FlushAt, At) + History / 2);
        return isWanted;
    }

    /// <summary>Copies a match to where a token may begin: there is room for the longest, and for seven octets more.</summary>
    /// <param name="first">That of the window.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(ref byte first, int at, int distance, int length)
    {
        ref var to = ref Unsafe.Add(ref first, at);
        ref var from = ref Unsafe.Add(ref first, at - distance);
        if (distance >= sizeof(ulong))
        {
            for (var i = 0; i < length; i += sizeof(ulong))
            {
                Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, i), Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref from, i)));
            }
        }
        else if (distance == 1)
        {
            Unsafe.InitBlockUnaligned(ref to, from, (uint)length);
        }
        else
        {
            for (var i = 0; i < length; i++) Unsafe.Add(ref to, i) = Unsafe.Add(ref from, i);
        }
    }
}
