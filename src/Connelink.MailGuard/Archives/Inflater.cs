using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Connelink.MailGuard.Archives;

/// <summary>Inflates a deflated stream as its octets come (RFC 1951). Reused after <see cref="Reset"/>.</summary>
/// <remarks>
/// The runtime's zlib stands behind a stream that pulls and cannot be used again: an allocation and a native state for each entry of an archive.
/// Between calls only the bits of one unfinished token are kept; a token is read when all its bits are there.
/// </remarks>
internal sealed partial class Inflater
{
    private const int History = 32 * 1024;
    private const int LongestMatch = 258;

    /// <summary>A token begins below this place, so that it fits, and copying by eight octets as well.</summary>
    private const int WindowEnd = 2 * History;
    private const int Slack = LongestMatch + 8;

    /// <summary>What is asked for is often only what kind of file this is: the first octets are handed out early.</summary>
    private const int FirstFlush = 1024;

    /// <summary>Of 80 KiB each: as many as archives are open in others at the same time, by any session.</summary>
    private static readonly Reserve<Inflater> Spare = new(64);

    private readonly byte[] _window = new byte[WindowEnd + Slack];
    private readonly HuffmanTable _ownLiterals = new(DeflateCodes.LiteralBits, DeflateCodes.LiteralSize);
    private readonly HuffmanTable _ownDistances = new(DeflateCodes.DistanceBits, DeflateCodes.DistanceSize);

    private uint[] _literals = [];
    private uint[] _distances = [];
    private State _state;
    private bool _lastBlock;
    private ulong _bits;
    private int _count;
    private int _at;
    private int _flushed;
    private int _flushAt;
    private int _storedLeft;

    private enum State : byte
    {
        BlockHeader,
        StoredLength,
        Stored,
        CodeCounts,
        LengthCode,
        CodeLengths,
        Tokens,
        Ended,
        Damaged,
        Stopped,
    }

    /// <summary>What one step of a state came to.</summary>
    private enum Step : byte
    {
        Done,

        /// <summary>More input is needed.</summary>
        Starved,

        /// <summary>Room in the window is needed.</summary>
        Full,
        Damaged,
    }

    public static Inflater Rent() => Spare.Rent();

    public static void Return(Inflater inflater) => Spare.Return(inflater);

    public void Reset()
    {
        _state = State.BlockHeader;
        _lastBlock = false;
        (_bits, _count, _at, _flushed, _flushAt) = (0, 0, 0, 0, FirstFlush);
    }

    /// <summary>Inflates what can be. All input is consumed while the stream goes on.</summary>
    /// <param name="consumed">Octets up to the end of the stream when it ended.</param>
    public InflateStatus Write(ReadOnlySpan<byte> input, IOctetSink sink, out int consumed)
    {
        var position = 0;
        while (_state < State.Ended)
        {
            var step = _state switch
            {
                State.BlockHeader => ReadBlockHeader(input, ref position),
                State.StoredLength => ReadStoredLength(input, ref position),
                State.Stored => ReadStored(input, ref position),
                State.CodeCounts => ReadCodeCounts(input, ref position),
                State.LengthCode => ReadLengthCode(input, ref position),
                State.CodeLengths => ReadCodeLengths(input, ref position),
                _ => ReadTokens(input, ref position),
            };
            if (step == Step.Damaged) _state = State.Damaged;
            if ((step != Step.Done || _state >= State.Ended) && !Flush(sink)) _state = State.Stopped;
            if (step == Step.Starved) break;
        }

        // Whole octets in the bits that are left came with this input: a step that wants more bits than there were uses all of them.
        consumed = _state == State.Ended ? Math.Max(0, position - _count / 8) : input.Length;
        return _state switch
        {
            State.Ended => InflateStatus.Ended,
            State.Damaged => InflateStatus.Damaged,
            State.Stopped => InflateStatus.Stopped,
            _ => InflateStatus.More,
        };
    }

    private bool Flush(IOctetSink sink)
    {
        var wanted = _flushed == _at || sink.Write(_window.AsSpan(_flushed, _at - _flushed));
        if (_at >= WindowEnd)
        {
            _window.AsSpan(_at - History, History).CopyTo(_window);
            _at = History;
        }
        _flushed = _at;
        _flushAt = Math.Min(WindowEnd, Math.Max(_flushAt, _at) + History / 2);
        return wanted;
    }

    /// <summary>At least this many bits, or as many as there are: then false.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Need(int bits, ReadOnlySpan<byte> input, ref int position)
    {
        while (_count < bits)
        {
            if (position == input.Length) return false;
            _bits |= (ulong)input[position++] << _count;
            _count += 8;
        }
        return true;
    }

    private int Take(int bits)
    {
        var value = (int)(_bits & ((1ul << bits) - 1));
        _bits >>= bits;
        _count -= bits;
        return value;
    }

    private Step ReadTokens(ReadOnlySpan<byte> input, ref int position)
    {
        do
        {
            if (_at >= _flushAt) return Step.Full;
            if (input.Length - position >= sizeof(ulong))
            {
                var step = ReadTokensFast(input, ref position);
                if (step != Step.Starved) return step;
            }
            while (_count < 56 && position < input.Length)
            {
                _bits |= (ulong)input[position++] << _count;
                _count += 8;
            }
            if (ReadToken(position == input.Length) is var result && (result != Step.Done || _state != State.Tokens)) return result;
        }
        while (true);
    }

    /// <summary>Tokens while eight octets of input can be read at once and the window has room. Starved when they cannot.</summary>
    private Step ReadTokensFast(ReadOnlySpan<byte> input, ref int position)
    {
        var (bits, count, at, flushAt, from) = (_bits, _count, _at, _flushAt, position);
        var literals = _literals;
        var distances = _distances;
        ref var window = ref MemoryMarshal.GetArrayDataReference(_window);
        var step = Step.Full;
        while (at < flushAt)
        {
            if (input.Length - from < sizeof(ulong))
            {
                step = Step.Starved;
                break;
            }

            // 56 bits or more: three literals, or the longest length and distance (48).
            bits |= BinaryPrimitives.ReadUInt64LittleEndian(input[from..]) << count;
            from += (63 - count) >> 3;
            count |= 56;

            var entry = Look(literals, DeflateCodes.LiteralBits, bits);
            if ((int)entry < 0)
            {
                Put(ref window, ref at, entry, ref bits, ref count);
                entry = Look(literals, DeflateCodes.LiteralBits, bits);
                if ((int)entry >= 0) continue;
                Put(ref window, ref at, entry, ref bits, ref count);
                entry = Look(literals, DeflateCodes.LiteralBits, bits);
                if ((int)entry < 0) Put(ref window, ref at, entry, ref bits, ref count);
                continue;
            }

            bits >>= (int)(entry & 15);
            count -= (int)(entry & 15);
            if ((entry & (HuffmanTable.EndOfBlock | HuffmanTable.Invalid)) != 0)
            {
                step = (entry & HuffmanTable.Invalid) != 0 ? Step.Damaged : EndBlock();
                break;
            }
            var length = Value(entry, ref bits, ref count);
            entry = Look(distances, DeflateCodes.DistanceBits, bits);
            bits >>= (int)(entry & 15);
            count -= (int)(entry & 15);
            if ((entry & HuffmanTable.Invalid) != 0)
            {
                step = Step.Damaged;
                break;
            }
            var distance = Value(entry, ref bits, ref count);
            if (distance > at)
            {
                step = Step.Damaged;
                break;
            }
            Copy(ref window, at, distance, length);
            at += length;
        }
        (_bits, _count, _at, position) = (count == 0 ? 0 : bits & (ulong.MaxValue >> (64 - count)), count, at, from);
        return step;
    }

    /// <summary>One token of the bits that are there. Starved, with nothing changed, when it may need more.</summary>
    private Step ReadToken(bool inputEnded)
    {
        var (bits, count) = (_bits, _count);
        var entry = Look(_literals, DeflateCodes.LiteralBits, bits);
        if (!Consume(entry, ref bits, ref count)) return Step.Starved;
        if ((entry & HuffmanTable.Invalid) != 0) return inputEnded && _count < 15 ? Step.Starved : Step.Damaged;
        if ((int)entry < 0)
        {
            _window[_at++] = (byte)(entry >> 16);
        }
        else if ((entry & HuffmanTable.EndOfBlock) != 0)
        {
            EndBlock();
        }
        else
        {
            if (count < (int)(entry >> 8 & 0xFF)) return Step.Starved;
            var length = Value(entry, ref bits, ref count);
            entry = Look(_distances, DeflateCodes.DistanceBits, bits);
            if (!Consume(entry, ref bits, ref count)) return Step.Starved;
            if ((entry & HuffmanTable.Invalid) != 0) return inputEnded && count < 15 ? Step.Starved : Step.Damaged;
            if (count < (int)(entry >> 8 & 0xFF)) return Step.Starved;
            var distance = Value(entry, ref bits, ref count);
            if (distance > _at) return Step.Damaged;
            Copy(ref MemoryMarshal.GetArrayDataReference(_window), _at, distance, length);
            _at += length;
        }
        (_bits, _count) = (bits, count);
        return Step.Done;
    }

    private Step EndBlock()
    {
        _state = _lastBlock ? State.Ended : State.BlockHeader;
        return Step.Done;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Look(uint[] table, int firstBits, ulong bits)
    {
        var entry = table[(int)bits & ((1 << firstBits) - 1)];
        if ((entry & (HuffmanTable.Link | HuffmanTable.Literal)) != HuffmanTable.Link) return entry;
        return table[(int)(entry >> 16) + ((int)(bits >> firstBits) & ((1 << (int)(entry >> 8 & 0xFF)) - 1))];
    }

    private static bool Consume(uint entry, ref ulong bits, ref int count)
    {
        var length = (int)(entry & 15);
        if (length > count) return false;
        bits >>= length;
        count -= length;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(ref byte window, ref int at, uint entry, ref ulong bits, ref int count)
    {
        Unsafe.Add(ref window, at++) = (byte)(entry >> 16);
        bits >>= (int)(entry & 15);
        count -= (int)(entry & 15);
    }

    /// <summary>Base and extra bits of a length or distance.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Value(uint entry, ref ulong bits, ref int count)
    {
        var extra = (int)(entry >> 8 & 0xFF);
        var value = (int)(entry >> 16) + (int)(bits & ((1ul << extra) - 1));
        bits >>= extra;
        count -= extra;
        return value;
    }

    /// <summary>Copies a match. Between <see cref="WindowEnd"/> and the end of the window there is room for all of it and seven octets more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(ref byte window, int at, int distance, int length)
    {
        ref var to = ref Unsafe.Add(ref window, at);
        ref var from = ref Unsafe.Add(ref window, at - distance);
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
