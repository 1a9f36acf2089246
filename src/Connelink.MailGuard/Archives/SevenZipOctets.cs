namespace Connelink.MailGuard.Archives;

/// <summary>Reads the octets of a 7z header: numbers of one to nine octets, and vectors of bits.</summary>
internal ref struct SevenZipOctets(ReadOnlySpan<byte> octets)
{
    private ReadOnlySpan<byte> _left = octets;

    public bool TryReadOctet(out byte octet)
    {
        octet = 0;
        if (_left.IsEmpty) return false;
        octet = _left[0];
        _left = _left[1..];
        return true;
    }

    /// <summary>Leading ones of the first octet say how many follow; its other bits are the highest of the number.</summary>
    public bool TryReadNumber(out long number)
    {
        number = 0;
        if (!TryReadOctet(out var first)) return false;
        var mask = 0x80;
        for (var i = 0; i < 8; i++, mask >>= 1)
        {
            if ((first & mask) == 0)
            {
                number |= (long)(first & (mask - 1)) << (8 * i);
                return true;
            }
            if (!TryReadOctet(out var octet)) return false;
            number |= (long)octet << (8 * i);
        }
        return number >= 0;
    }

    public bool TryRead(long count, out ReadOnlySpan<byte> octets)
    {
        octets = [];
        if (count < 0 || count > _left.Length) return false;
        octets = _left[..(int)count];
        _left = _left[(int)count..];
        return true;
    }

    public bool TrySkip(long count) => TryRead(count, out _);

    /// <summary>CRC-32 of as many streams: of all, or of those with a bit set.</summary>
    public bool TrySkipDigests(long count)
    {
        if (!TryReadOctet(out var all)) return false;
        if (all != 0) return TrySkip(4 * count);
        if (!TryRead((count + 7) / 8, out var bits)) return false;
        long defined = 0;
        foreach (var octet in bits) defined += byte.PopCount(octet);
        return TrySkip(4 * defined);
    }
}
