namespace Connelink.MailGuard.Archives;

/// <summary>Reads the codes of a dynamic block, which stand before its tokens (RFC 1951 3.2.7). Reused.</summary>
internal sealed class DynamicCodes
{
    private readonly HuffmanTable _lengthTable = new(DeflateCodes.LengthBits, 1 << DeflateCodes.LengthBits);
    private readonly byte[] _lengthLengths = new byte[19];
    private readonly byte[] _lengths = new byte[286 + 30];
    private Place _place;
    private int _literals;
    private int _distances;
    private int _lengthCodes;

    /// <summary>Lengths read, of the code length code or of the two codes.</summary>
    private int _read;

    private enum Place : byte
    {
        Counts,
        LengthCode,
        Lengths,
    }

    public HuffmanTable Literals { get; } = new(DeflateCodes.LiteralBits, DeflateCodes.LiteralSize);

    public HuffmanTable Distances { get; } = new(DeflateCodes.DistanceBits, DeflateCodes.DistanceSize);

    public void Begin() => _place = Place.Counts;

    /// <returns>Done when both tables are built.</returns>
    public InflateStep Read(ref DeflateInput input)
    {
        var step = InflateStep.Done;
        if (_place == Place.Counts) step = ReadCounts(ref input);
        if (_place == Place.LengthCode && step == InflateStep.Done) step = ReadLengthCode(ref input);
        return step == InflateStep.Done ? ReadLengths(ref input) : step;
    }

    private InflateStep ReadCounts(ref DeflateInput input)
    {
        if (!input.Need(14)) return InflateStep.Starved;
        _literals = input.Take(5) + 257;
        _distances = input.Take(5) + 1;
        _lengthCodes = input.Take(4) + 4;
        if (_literals > 286 || _distances > 30) return InflateStep.Damaged;
        _lengthLengths.AsSpan().Clear();
        _read = 0;
        _place = Place.LengthCode;
        return InflateStep.Done;
    }

    private InflateStep ReadLengthCode(ref DeflateInput input)
    {
        for (; _read < _lengthCodes; _read++)
        {
            if (!input.Need(3)) return InflateStep.Starved;
            _lengthLengths[DeflateCodes.LengthOrder[_read]] = (byte)input.Take(3);
        }
        if (!_lengthTable.Build(_lengthLengths, DeflateCodes.Lengths, mayBeIncomplete: false)) return InflateStep.Damaged;
        _read = 0;
        _place = Place.Lengths;
        return InflateStep.Done;
    }

    private InflateStep ReadLengths(ref DeflateInput input)
    {
        var total = _literals + _distances;
        while (_read < total)
        {
            input.Need(DeflateCodes.LengthBits + 7);
            var entry = _lengthTable.Entries[(int)input.Bits & _lengthTable.Mask];
            var code = (int)(entry & 15);
            var symbol = (int)(entry >> 16);
            var extra = symbol switch { 16 => 2, 17 => 3, 18 => 7, _ => 0 };
            if (code + extra > input.Count) return InflateStep.Starved;
            input.Take(code);
            if (symbol < 16)
            {
                _lengths[_read++] = (byte)symbol;
                continue;
            }
            if (symbol == 16 && _read == 0) return InflateStep.Damaged;
            var value = symbol == 16 ? _lengths[_read - 1] : (byte)0;
            var repeat = input.Take(extra) + (symbol == 18 ? 11 : 3);
            if (_read + repeat > total) return InflateStep.Damaged;
            _lengths.AsSpan(_read, repeat).Fill(value);
            _read += repeat;
        }
        return BuildTables();
    }

    private InflateStep BuildTables()
    {
        var literals = _lengths.AsSpan(0, _literals);
        var distances = _lengths.AsSpan(_literals, _distances);
        var areCodes = literals[256] > 0
            && Literals.Build(literals, DeflateCodes.Literals, mayBeIncomplete: true)
            && Distances.Build(distances, DeflateCodes.Distances, mayBeIncomplete: true);
        return areCodes ? InflateStep.Done : InflateStep.Damaged;
    }
}
