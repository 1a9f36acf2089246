namespace Connelink.MailGuard.Protection;

/// <summary>Base64 of an armor (RFC 7468, RFC 9580 6), octet by octet: white space is passed over, anything else ends it.</summary>
internal struct ArmorDecoder
{
    private uint _bits;
    private int _count;

    /// <summary>What came was no base64, or its padding: no more is decoded.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Decodes until the input is used up, the output is full, or the base64 ends. Returns how many octets were decoded.</summary>
    public int Decode(ref ReadOnlySpan<byte> input, Span<byte> output)
    {
        var written = 0;
        while (!HasEnded && !input.IsEmpty && written < output.Length)
        {
            if (Put(input[0], out var octet)) output[written++] = octet;
            if (!HasEnded) input = input[1..];
        }
        return written;
    }

    /// <summary>Takes one octet of text; true when that makes one octet of data.</summary>
    public bool Put(byte text, out byte octet)
    {
        octet = 0;
        var value = Value(text);
        if (value < 0)
        {
            HasEnded |= text is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n');
            return false;
        }
        _bits = (_bits << 6) | (uint)value;
        _count += 6;
        if (_count < 8) return false;
        _count -= 8;
        octet = (byte)(_bits >> _count);
        return true;
    }

    private static int Value(byte text) => text switch
    {
        >= (byte)'A' and <= (byte)'Z' => text - 'A',
        >= (byte)'a' and <= (byte)'z' => text - 'a' + 26,
        >= (byte)'0' and <= (byte)'9' => text - '0' + 52,
        (byte)'+' => 62,
        (byte)'/' => 63,
        _ => -1,
    };
}
