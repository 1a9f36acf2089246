namespace Connelink.MailGuard.Archives;

/// <content>What stands between the tokens: block headers, stored blocks, the codes of dynamic blocks (RFC 1951 3.2.3 to 3.2.7).</content>
internal sealed partial class Inflater
{
    private readonly HuffmanTable _lengthTable = new(DeflateCodes.LengthBits, 1 << DeflateCodes.LengthBits);
    private readonly byte[] _lengthLengths = new byte[19];
    private readonly byte[] _lengths = new byte[286 + 30];

    private int _literalCount;
    private int _distanceCount;
    private int _lengthCount;
    private int _read;

    private Step ReadBlockHeader(ReadOnlySpan<byte> input, ref int position)
    {
        if (!Need(3, input, ref position)) return Step.Starved;
        _lastBlock = Take(1) == 1;
        switch (Take(2))
        {
            case 0:
                Take(_count & 7);
                _state = State.StoredLength;
                return Step.Done;
            case 1:
                (_literals, _distances) = (DeflateCodes.FixedLiterals.Entries, DeflateCodes.FixedDistances.Entries);
                _state = State.Tokens;
                return Step.Done;
            case 2:
                _state = State.CodeCounts;
                return Step.Done;
            default:
                return Step.Damaged;
        }
    }

    private Step ReadStoredLength(ReadOnlySpan<byte> input, ref int position)
    {
        if (!Need(32, input, ref position)) return Step.Starved;
        _storedLeft = Take(16);
        if ((_storedLeft ^ 0xFFFF) != Take(16)) return Step.Damaged;
        _state = State.Stored;
        return Step.Done;
    }

    private Step ReadStored(ReadOnlySpan<byte> input, ref int position)
    {
        while (_storedLeft > 0)
        {
            if (_at >= _flushAt) return Step.Full;
            if (_count > 0)
            {
                _window[_at++] = (byte)Take(8);
                _storedLeft--;
                continue;
            }
            var length = Math.Min(Math.Min(_storedLeft, _flushAt - _at), input.Length - position);
            if (length == 0) return Step.Starved;
            input.Slice(position, length).CopyTo(_window.AsSpan(_at));
            position += length;
            _at += length;
            _storedLeft -= length;
        }
        return EndBlock();
    }

    private Step ReadCodeCounts(ReadOnlySpan<byte> input, ref int position)
    {
        if (!Need(14, input, ref position)) return Step.Starved;
        _literalCount = Take(5) + 257;
        _distanceCount = Take(5) + 1;
        _lengthCount = Take(4) + 4;
        if (_literalCount > 286 || _distanceCount > 30) return Step.Damaged;
        _lengthLengths.AsSpan().Clear();
        _read = 0;
        _state = State.LengthCode;
        return Step.Done;
    }

    private Step ReadLengthCode(ReadOnlySpan<byte> input, ref int position)
    {
        for (; _read < _lengthCount; _read++)
        {
            if (!Need(3, input, ref position)) return Step.Starved;
            _lengthLengths[DeflateCodes.LengthOrder[_read]] = (byte)Take(3);
        }
        if (!_lengthTable.Build(_lengthLengths, DeflateCodes.Lengths, mayBeIncomplete: false)) return Step.Damaged;
        _read = 0;
        _state = State.CodeLengths;
        return Step.Done;
    }

    private Step ReadCodeLengths(ReadOnlySpan<byte> input, ref int position)
    {
        var total = _literalCount + _distanceCount;
        while (_read < total)
        {
            Need(DeflateCodes.LengthBits + 7, input, ref position);
            var entry = _lengthTable.Entries[(int)_bits & ((1 << DeflateCodes.LengthBits) - 1)];
            var code = (int)(entry & 15);
            var symbol = (int)(entry >> 16);
            var extra = symbol switch { 16 => 2, 17 => 3, 18 => 7, _ => 0 };
            if (code + extra > _count) return Step.Starved;
            Take(code);
            if (symbol < 16)
            {
                _lengths[_read++] = (byte)symbol;
                continue;
            }
            if (symbol == 16 && _read == 0) return Step.Damaged;
            var value = symbol == 16 ? _lengths[_read - 1] : (byte)0;
            var repeat = Take(extra) + (symbol == 18 ? 11 : 3);
            if (_read + repeat > total) return Step.Damaged;
            _lengths.AsSpan(_read, repeat).Fill(value);
            _read += repeat;
        }
        return BuildCodes();
    }

    private Step BuildCodes()
    {
        var literals = _lengths.AsSpan(0, _literalCount);
        var distances = _lengths.AsSpan(_literalCount, _distanceCount);
        if (literals[256] == 0
            || !_ownLiterals.Build(literals, DeflateCodes.Literals, mayBeIncomplete: true)
            || !_ownDistances.Build(distances, DeflateCodes.Distances, mayBeIncomplete: true)) return Step.Damaged;
        (_literals, _distances) = (_ownLiterals.Entries, _ownDistances.Entries);
        _state = State.Tokens;
        return Step.Done;
    }
}
