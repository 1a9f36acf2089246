using System.Buffers.Binary;
using System.Runtime.CompilerServices;

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
    private const ushort Even = 1024;

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

    /// <summary>7-Zip writes lc = 3; the format allows lc + lp up to 12, LZMA2 up to 4.</summary>
    private const int MostLiteralBits = 4;

    [ThreadStatic]
    private static ushort[]? _shared;

    private readonly ushort[] _probabilities;
    private ReadOnlySpan<byte> _input;
    private uint _range;
    private uint _code;
    private bool _ended;

    private LzmaDecoder(ReadOnlySpan<byte> input, int literalBits)
    {
        _probabilities = _shared ??= new ushort[Literals + (0x300 << MostLiteralBits)];
        _probabilities.AsSpan(0, Literals + (0x300 << literalBits)).Fill(Even);
        _code = BinaryPrimitives.ReadUInt32BigEndian(input[1..]);
        _range = uint.MaxValue;
        _input = input[5..];
    }

    /// <summary>Fills the output. False when the input is damaged or ends before.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> input, ReadOnlySpan<byte> properties, Span<byte> output)
    {
        if (properties.Length < PropertyOctets || properties[0] >= 9 * 5 * 5 || input.Length < 5 || input[0] != 0) return false;
        var literalContext = properties[0] % 9;
        var literalPosition = properties[0] / 9 % 5;
        var position = properties[0] / 9 / 5;
        return literalContext + literalPosition <= MostLiteralBits && new LzmaDecoder(input, literalContext + literalPosition).Decode(literalContext, literalPosition, position, output);
    }

    private bool Decode(int literalContext, int literalPosition, int positionBits, Span<byte> output)
    {
        var state = 0;
        var (distance0, distance1, distance2, distance3) = (0u, 0u, 0u, 0u);
        var at = 0;
        while (at < output.Length)
        {
            if (_ended) return false;
            var positionState = at & ((1 << positionBits) - 1);
            if (Bit(IsMatch + state * PositionStates + positionState) == 0)
            {
                var previous = at > 0 ? output[at - 1] : 0;
                var context = (at & ((1 << literalPosition) - 1)) << literalContext | previous >> (8 - literalContext);
                var isAfterMatch = state >= 7;
                if (isAfterMatch && distance0 >= at) return false;
                output[at] = Literal(Literals + 0x300 * context, isAfterMatch ? output[at - (int)distance0 - 1] : -1);
                at++;
                state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
                continue;
            }
            int length;
            if (Bit(IsRepeat + state) == 0)
            {
                (distance3, distance2, distance1) = (distance2, distance1, distance0);
                length = ShortestMatch + Length(MatchLength, positionState);
                state = state < 7 ? 7 : 10;
                distance0 = Distance(length - ShortestMatch);
                if (distance0 == uint.MaxValue) return false;
            }
            else
            {
                if (Bit(IsRepeat0 + state) == 0)
                {
                    if (Bit(IsLongRepeat0 + state * PositionStates + positionState) == 0)
                    {
                        if (distance0 >= at) return false;
                        output[at] = output[at - (int)distance0 - 1];
                        at++;
                        state = state < 7 ? 9 : 11;
                        continue;
                    }
                }
                else if (Bit(IsRepeat1 + state) == 0)
                {
                    (distance0, distance1) = (distance1, distance0);
                }
                else if (Bit(IsRepeat2 + state) == 0)
                {
                    (distance0, distance1, distance2) = (distance2, distance0, distance1);
                }
                else
                {
                    (distance0, distance1, distance2, distance3) = (distance3, distance0, distance1, distance2);
                }
                length = ShortestMatch + Length(RepeatLength, positionState);
                state = state < 7 ? 8 : 11;
            }
            if (distance0 >= at) return false;
            for (var end = Math.Min(at + length, output.Length); at < end; at++) output[at] = output[at - (int)distance0 - 1];
        }
        return true;
    }

    private byte Literal(int model, int matched)
    {
        var symbol = 1;
        while (matched >= 0 && symbol < 0x100)
        {
            var matchedBit = matched >> 7 & 1;
            matched = (matched << 1) & 0xFF;
            var bit = Bit(model + ((1 + matchedBit) << 8) + symbol);
            symbol = symbol << 1 | bit;
            if (matchedBit != bit) break;
        }
        while (symbol < 0x100) symbol = symbol << 1 | Bit(model + symbol);
        return (byte)symbol;
    }

    private int Length(int model, int positionState)
    {
        if (Bit(model) == 0) return Tree(model + 2 + positionState * 8, 3);
        if (Bit(model + 1) == 0) return 8 + Tree(model + 2 + PositionStates * 8 + positionState * 8, 3);
        return 16 + Tree(model + 2 + 2 * PositionStates * 8, 8);
    }

    private uint Distance(int length)
    {
        var slot = (uint)Tree(DistanceSlots + Math.Min(length, LengthStates - 1) * 64, 6);
        if (slot < FirstModelled) return slot;
        var directBits = (int)(slot >> 1) - 1;
        var distance = (2 | slot & 1) << directBits;
        if (slot < LastModelled) return distance + Reverse(DistanceModels + (int)(distance - slot), directBits);
        distance += DirectBits(directBits - AlignBits) << AlignBits;
        return distance + Reverse(Align, AlignBits);
    }

    private int Tree(int model, int bits)
    {
        var symbol = 1;
        for (var i = 0; i < bits; i++) symbol = symbol << 1 | Bit(model + symbol);
        return symbol - (1 << bits);
    }

    private uint Reverse(int model, int bits)
    {
        var tree = 1;
        var value = 0u;
        for (var i = 0; i < bits; i++)
        {
            var bit = Bit(model + tree);
            tree = tree << 1 | bit;
            value |= (uint)bit << i;
        }
        return value;
    }

    private uint DirectBits(int bits)
    {
        var value = 0u;
        for (; bits > 0; bits--)
        {
            _range >>= 1;
            _code -= _range;
            var borrow = 0 - (_code >> 31);
            _code += _range & borrow;
            Normalise();
            value = (value << 1) + borrow + 1;
        }
        return value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Bit(int model)
    {
        ref var probability = ref _probabilities[model];
        var bound = (_range >> 11) * probability;
        int bit;
        if (_code < bound)
        {
            probability += (ushort)((2048 - probability) >> 5);
            _range = bound;
            bit = 0;
        }
        else
        {
            probability -= (ushort)(probability >> 5);
            _code -= bound;
            _range -= bound;
            bit = 1;
        }
        Normalise();
        return bit;
    }

    private void Normalise()
    {
        if (_range >= 1 << 24) return;
        _range <<= 8;
        _code <<= 8;
        if (_input.IsEmpty)
        {
            _ended = true;
            return;
        }
        _code |= _input[0];
        _input = _input[1..];
    }
}
