using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Connelink.MailGuard.Archives;

/// <summary>The range decoder of LZMA: bits, each by a probability that it adapts, and numbers made of them (LZMA specification, "The main loop of range decoder").</summary>
internal ref struct LzmaBits
{
    /// <summary>A zero octet, and the first code.</summary>
    public const int FirstOctets = 5;

    private const ushort Even = 1024;

    private readonly ushort[] _probabilities;
    private ReadOnlySpan<byte> _input;
    private uint _range;
    private uint _code;

    public LzmaBits(ReadOnlySpan<byte> input, ushort[] probabilities, int count)
    {
        _probabilities = probabilities;
        probabilities.AsSpan(0, count).Fill(Even);
        _code = BinaryPrimitives.ReadUInt32BigEndian(input[1..]);
        _range = uint.MaxValue;
        _input = input[FirstOctets..];
    }

    /// <summary>More was wanted than there is.</summary>
    public bool HasEnded { get; private set; }

    /// <param name="model">Place of its probability.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Read(int model)
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

    /// <summary>A number whose bits come highest first, each with a probability for all that came before.</summary>
    public int ReadTree(int model, int bits)
    {
        var symbol = 1;
        for (var i = 0; i < bits; i++) symbol = symbol << 1 | Read(model + symbol);
        return symbol - (1 << bits);
    }

    /// <summary>The same, lowest first.</summary>
    public uint ReadReversed(int model, int bits)
    {
        var tree = 1;
        var value = 0u;
        for (var i = 0; i < bits; i++)
        {
            var bit = Read(model + tree);
            tree = tree << 1 | bit;
            value |= (uint)bit << i;
        }
        return value;
    }

    /// <summary>Bits that are as often 0 as 1, and have no probability.</summary>
    public uint ReadDirect(int bits)
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

    private void Normalise()
    {
        if (_range >= 1 << 24) return;
        _range <<= 8;
        _code <<= 8;
        if (_input.IsEmpty)
        {
            HasEnded = true;
            return;
        }
        _code |= _input[0];
        _input = _input[1..];
    }
}
