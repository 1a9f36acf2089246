namespace Connelink.MailGuard.Archives;

/// <summary>Inflates a deflated stream as its octets come (RFC 1951). Reused after <see cref="Reset"/>.</summary>
/// <remarks>
/// The runtime's zlib stands behind a stream that pulls and cannot be used again: an allocation and a native state for each entry of an archive.
/// Between calls only bits are kept that are not enough for what comes next.
/// </remarks>
internal sealed class Inflater
{
    /// <summary>Of 80 KiB each: as many as archives are open in others at the same time, by any session.</summary>
    private static readonly Reserve<Inflater> Spare = new(64);

    private readonly InflateWindow _window = new();
    private readonly DynamicCodes _ownCodes = new();
    private HuffmanTable _literals = DeflateCodes.FixedLiterals;
    private HuffmanTable _distances = DeflateCodes.FixedDistances;
    private State _state;
    private bool _isLastBlock;
    private ulong _bits;
    private int _count;
    private int _storedLeft;

    private enum State : byte
    {
        BlockHeader,
        StoredLength,
        Stored,
        Codes,
        Tokens,
        Ended,
        Damaged,
        Stopped,
    }

    public static Inflater Rent() => Spare.Rent();

    public static void Return(Inflater inflater) => Spare.Return(inflater);

    public void Reset()
    {
        _state = State.BlockHeader;
        (_bits, _count) = (0, 0);
        _window.Reset();
    }

    /// <summary>Inflates what can be. All input is consumed while the stream goes on.</summary>
    /// <param name="consumed">Octets up to the end of the stream when it ended.</param>
    public InflateStatus Write(ReadOnlySpan<byte> octets, IOctetSink sink, out int consumed)
    {
        var input = new DeflateInput(octets, _bits, _count);
        while (_state < State.Ended)
        {
            var step = _state switch
            {
                State.BlockHeader => ReadBlockHeader(ref input),
                State.StoredLength => ReadStoredLength(ref input),
                State.Stored => ReadStored(ref input),
                State.Codes => ReadCodes(ref input),
                _ => ReadTokens(ref input),
            };
            if (step == InflateStep.Damaged) _state = State.Damaged;
            if ((step != InflateStep.Done || _state >= State.Ended) && !_window.Flush(sink)) _state = State.Stopped;
            if (step == InflateStep.Starved) break;
        }
        (_bits, _count) = (input.Bits, input.Count);

        // Whole octets in the bits that are left came with this input: a step that wants more bits than there were uses all of them.
        consumed = _state == State.Ended ? Math.Max(0, input.Position - _count / 8) : octets.Length;
        return _state switch
        {
            State.Ended => InflateStatus.Ended,
            State.Damaged => InflateStatus.Damaged,
            State.Stopped => InflateStatus.Stopped,
            _ => InflateStatus.More,
        };
    }

    /// <summary>RFC 1951 3.2.3.</summary>
    private InflateStep ReadBlockHeader(ref DeflateInput input)
    {
        if (!input.Need(3)) return InflateStep.Starved;
        _isLastBlock = input.Take(1) == 1;
        switch (input.Take(2))
        {
            case 0:
                input.Take(input.Count & 7);
                _state = State.StoredLength;
                return InflateStep.Done;
            case 1:
                (_literals, _distances) = (DeflateCodes.FixedLiterals, DeflateCodes.FixedDistances);
                _state = State.Tokens;
                return InflateStep.Done;
            case 2:
                _ownCodes.Begin();
                _state = State.Codes;
                return InflateStep.Done;
            default:
                return InflateStep.Damaged;
        }
    }

    /// <summary>RFC 1951 3.2.4.</summary>
    private InflateStep ReadStoredLength(ref DeflateInput input)
    {
        if (!input.Need(32)) return InflateStep.Starved;
        _storedLeft = input.Take(16);
        if ((_storedLeft ^ 0xFFFF) != input.Take(16)) return InflateStep.Damaged;
        _state = State.Stored;
        return InflateStep.Done;
    }

    private InflateStep ReadStored(ref DeflateInput input)
    {
        while (_storedLeft > 0)
        {
            if (_window.IsFull) return InflateStep.Full;
            if (input.Count > 0)
            {
                _window.Put((byte)input.Take(8));
                _storedLeft--;
                continue;
            }
            var copied = _window.Put(input.Octets[input.Position..], _storedLeft);
            if (copied == 0) return InflateStep.Starved;
            input.Position += copied;
            _storedLeft -= copied;
        }
        return EndBlock();
    }

    private InflateStep ReadCodes(ref DeflateInput input)
    {
        var step = _ownCodes.Read(ref input);
        if (step != InflateStep.Done) return step;
        (_literals, _distances) = (_ownCodes.Literals, _ownCodes.Distances);
        _state = State.Tokens;
        return step;
    }

    private InflateStep ReadTokens(ref DeflateInput input)
    {
        var step = DeflateTokens.Read(ref input, _window, _literals, _distances);
        return step == InflateStep.Done ? EndBlock() : step;
    }

    private InflateStep EndBlock()
    {
        _state = _isLastBlock ? State.Ended : State.BlockHeader;
        return InflateStep.Done;
    }
}
