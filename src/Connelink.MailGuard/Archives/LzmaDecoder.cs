namespace Connelink.MailGuard.Archives;

/// <summary>Decodes LZMA where all of the packed octets and room for all that is wanted are in memory: packed headers of 7z.</summary>
/// <remarks>After the LZMA specification in the LZMA SDK (public domain). The output is the dictionary.</remarks>
internal ref struct LzmaDecoder
{
    private const int PropertyOctets = 5;
    private const int States = 12;
    private const int PositionStates = 16;
    private const int LengthStates = 4;
    private const int AlignBits = 4;
    private const int FirstModelled = 4;
    private const int LastModelled = 14;
    private const int ShortestMatch = 2;

    // Probabilities, one after another.
    private const int IsMatch = 0;
    private const int IsRepeat = IsMatch + States * PositionStates;
    private const int IsRepeat0 = IsRepeat + States;
    private const int IsRepeat1 = IsRepeat0 + States;
    private const int IsRepeat2 = IsRepeat1 + States;
    private const int IsLongRepeat0 = IsRepeat2 + States;
    private const int DistanceSlots = IsLongRepeat0 + States * PositionStates;
    private const int DistanceModels = DistanceSlots + LengthStates * 64;
    private const int Align = DistanceModels + 1 + 128 - LastModelled;
    private const int MatchLength = Align + (1 << AlignBits);
    private const int LengthModels = 2 + PositionStates * 8 * 2 + 256;
    private const int RepeatLength = MatchLength + LengthModels;
    private const int Literals = RepeatLength + LengthModels;
    private const int LiteralModels = 0x300;

    /// <summary>7-Zip writes lc = 3; the format allows lc + lp up to 12, LZMA2 up to 4.</summary>
    private const int MostLiteralBits = 4;

    [ThreadStatic]
    private static ushort[]? _probabilities;

    /// <summary>lc and lp: bits of the octet before, and of the place, that choose the models of a literal.</summary>
    private readonly int _literalContextBits;
    private readonly int _literalPositionBits;

    /// <summary>Of pb bits of the place, which choose other models.</summary>
    private readonly int _positionMask;

    private LzmaBits _bits;

    private LzmaDecoder(ReadOnlySpan<byte> input, int properties)
    {
        _literalContextBits = properties % 9;
        _literalPositionBits = properties / 9 % 5;
        _positionMask = (1 << properties / 9 / 5) - 1;
        if (LiteralBits > MostLiteralBits) return;
        _bits = new LzmaBits(input, _probabilities ??= new ushort[Literals + (LiteralModels << MostLiteralBits)], Literals + (LiteralModels << LiteralBits));
    }

    private readonly int LiteralBits => _literalContextBits + _literalPositionBits;

    /// <summary>Fills the output. False when the input is damaged or ends before.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> input, ReadOnlySpan<byte> properties, Span<byte> output)
    {
        if (properties.Length < PropertyOctets || properties[0] >= 9 * 5 * 5 || input.Length < LzmaBits.FirstOctets || input[0] != 0) return false;
        var decoder = new LzmaDecoder(input, properties[0]);
        return decoder.LiteralBits <= MostLiteralBits && decoder.Decode(output);
    }

    private bool Decode(Span<byte> output)
    {
        var state = 0;
        var distances = new LzmaDistances();
        var at = 0;
        while (at < output.Length)
        {
            if (_bits.HasEnded) return false;
            var position = at & _positionMask;
            if (_bits.Read(IsMatch + state * PositionStates + position) == 0)
            {
                var isAfterMatch = state >= 7;
                if (isAfterMatch && distances.Last >= at) return false;
                output[at] = Literal(at, at > 0 ? output[at - 1] : 0, isAfterMatch ? output[at - (int)distances.Last - 1] : -1);
                at++;
                state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
                continue;
            }

            var length = 1;
            if (_bits.Read(IsRepeat + state) == 0)
            {
                length = Length(MatchLength, position);
                state = state < 7 ? 7 : 10;
                var distance = Distance(length - ShortestMatch);
                if (distance == uint.MaxValue) return false;
                distances.Add(distance);
            }
            else if (Repeat(state) is var repeat && repeat == 0 && _bits.Read(IsLongRepeat0 + state * PositionStates + position) == 0)
            {
                state = state < 7 ? 9 : 11;
            }
            else
            {
                distances.Recall(repeat);
                length = Length(RepeatLength, position);
                state = state < 7 ? 8 : 11;
            }
            if (distances.Last >= at) return false;
            for (var end = Math.Min(at + length, output.Length); at < end; at++) output[at] = output[at - (int)distances.Last - 1];
        }
        return true;
    }

    /// <param name="matched">The octet that stands where the last match would go on; -1 when there was a literal since.</param>
    private byte Literal(int at, int previous, int matched)
    {
        var context = (at & ((1 << _literalPositionBits) - 1)) << _literalContextBits | previous >> (8 - _literalContextBits);
        var model = Literals + LiteralModels * context;
        var symbol = 1;
        while (matched >= 0 && symbol < 0x100)
        {
            var matchedBit = matched >> 7 & 1;
            matched = (matched << 1) & 0xFF;
            var bit = _bits.Read(model + ((1 + matchedBit) << 8) + symbol);
            symbol = symbol << 1 | bit;
            if (matchedBit != bit) break;
        }
        while (symbol < 0x100) symbol = symbol << 1 | _bits.Read(model + symbol);
        return (byte)symbol;
    }

    /// <summary>Which of the last distances comes again.</summary>
    private int Repeat(int state)
    {
        if (_bits.Read(IsRepeat0 + state) == 0) return 0;
        if (_bits.Read(IsRepeat1 + state) == 0) return 1;
        return _bits.Read(IsRepeat2 + state) == 0 ? 2 : 3;
    }

    private int Length(int model, int position)
    {
        if (_bits.Read(model) == 0) return ShortestMatch + _bits.ReadTree(model + 2 + position * 8, 3);
        if (_bits.Read(model + 1) == 0) return ShortestMatch + 8 + _bits.ReadTree(model + 2 + PositionStates * 8 + position * 8, 3);
        return ShortestMatch + 16 + _bits.ReadTree(model + 2 + 2 * PositionStates * 8, 8);
    }

    /// <returns>uint.MaxValue where the stream says that it ends.</returns>
    private uint Distance(int length)
    {
        var slot = (uint)_bits.ReadTree(DistanceSlots + Math.Min(length, LengthStates - 1) * 64, 6);
        if (slot < FirstModelled) return slot;
        var directBits = (int)(slot >> 1) - 1;
        var distance = (2 | slot & 1) << directBits;
        if (slot < LastModelled) return distance + _bits.ReadReversed(DistanceModels + (int)(distance - slot), directBits);
        distance += _bits.ReadDirect(directBits - AlignBits) << AlignBits;
        return distance + _bits.ReadReversed(Align, AlignBits);
    }
}

/// <summary>The last four distances of matches, the last one first.</summary>
internal struct LzmaDistances
{
    private uint _second;
    private uint _third;
    private uint _fourth;

    public uint Last { get; private set; }

    public void Add(uint distance) => (Last, _second, _third, _fourth) = (distance, Last, _second, _third);

    /// <summary>One of them comes first again.</summary>
    public void Recall(int index)
    {
        switch (index)
        {
            case 1:
                (Last, _second) = (_second, Last);
                break;
            case 2:
                (Last, _second, _third) = (_third, Last, _second);
                break;
            case 3:
                (Last, _second, _third, _fourth) = (_fourth, Last, _second, _third);
                break;
        }
    }
}
