namespace Connelink.MailGuard.Archives;

/// <summary>The streams of a 7z header: where the first packed one is, how its folder is packed, and whether any folder is encrypted.</summary>
internal ref struct SevenZipStreams
{
    private const int End = 0x00;
    private const int PackInfo = 0x06;
    private const int UnpackInfo = 0x07;
    private const int SubStreams = 0x08;
    private const int Sizes = 0x09;
    private const int Digests = 0x0A;
    private const int Folders = 0x0B;
    private const int UnpackSizes = 0x0C;
    private const int MostCoders = 32;
    private const int MostStreams = 32;

    private long _firstFolderOutputs;
    private long _outputs;
    private int _firstFolderCoders;

    public long PackedStart { get; private set; }

    public long PackedSize { get; private set; }

    /// <summary>Of the first folder.</summary>
    public long UnpackedSize { get; private set; }

    public bool HasAes { get; private set; }

    public bool IsCopied { get; private set; }

    public bool IsLzma { get; private set; }

    public ReadOnlySpan<byte> LzmaProperties { get; private set; }

    private static ReadOnlySpan<byte> Aes => [0x06, 0xF1, 0x07, 0x01];

    private static ReadOnlySpan<byte> Lzma => [0x03, 0x01, 0x01];

    private static ReadOnlySpan<byte> Copy => [];

    /// <summary>Reads up to what counts the files in the streams.</summary>
    public bool Read(ref SevenZipOctets octets)
    {
        while (octets.TryReadNumber(out var id))
        {
            switch (id)
            {
                case End or SubStreams:
                    // What is behind counts files and says nothing of their packing.
                    return true;
                case PackInfo:
                    if (!ReadPackInfo(ref octets)) return false;
                    break;
                case UnpackInfo:
                    if (!ReadUnpackInfo(ref octets)) return false;
                    break;
                default:
                    return false;
            }
        }
        return false;
    }

    private bool ReadPackInfo(ref SevenZipOctets octets)
    {
        if (!octets.TryReadNumber(out var start) || !octets.TryReadNumber(out var count)) return false;
        PackedStart = start;
        var size = PackedSize;
        var isRead = ReadSizes(ref octets, Sizes, count, counted: 1, digests: count, ref size);
        PackedSize = size;
        return isRead;
    }

    private bool ReadUnpackInfo(ref SevenZipOctets octets)
    {
        if (!octets.TryReadNumber(out var id) || id != Folders || !octets.TryReadNumber(out var count)) return false;
        if (!octets.TryReadOctet(out var isExternal) || isExternal != 0) return false;
        for (long i = 0; i < count; i++)
        {
            if (!ReadFolder(ref octets, i == 0)) return false;
        }
        var size = UnpackedSize;
        var isRead = ReadSizes(ref octets, UnpackSizes, _outputs, counted: _firstFolderOutputs, digests: count, ref size);
        UnpackedSize = size;
        return isRead;
    }

    /// <summary>Sizes and digests, up to the end of what they are of.</summary>
    /// <param name="counted">Of so many sizes the last one is wanted.</param>
    private static bool ReadSizes(ref SevenZipOctets octets, int sizesId, long sizes, long counted, long digests, ref long size)
    {
        while (octets.TryReadNumber(out var id))
        {
            if (id == End) return true;
            if (id != sizesId && (id != Digests || !octets.TrySkipDigests(digests))) return false;
            for (long i = 0; id == sizesId && i < sizes; i++)
            {
                if (!octets.TryReadNumber(out var one)) return false;
                if (i < counted) size = one;
            }
        }
        return false;
    }

    private bool ReadFolder(ref SevenZipOctets octets, bool isFirst)
    {
        if (!octets.TryReadNumber(out var coders) || coders is 0 or > MostCoders) return false;
        if (isFirst) _firstFolderCoders = (int)coders;
        long inputs = 0;
        long outputs = 0;
        for (var i = 0; i < coders; i++)
        {
            if (!ReadCoder(ref octets, isFirst, out var coderInputs, out var coderOutputs)) return false;
            inputs += coderInputs;
            outputs += coderOutputs;
        }
        for (long i = 0; i < 2 * (outputs - 1); i++)
        {
            if (!octets.TryReadNumber(out _)) return false;
        }
        var packed = inputs - (outputs - 1);
        for (long i = 0; packed > 1 && i < packed; i++)
        {
            if (!octets.TryReadNumber(out _)) return false;
        }
        _outputs += outputs;
        if (isFirst) _firstFolderOutputs = outputs;
        return outputs > 0;
    }

    /// <summary>A coder: octets of its id in bits 0-3 of the first; bit 4: several streams; bit 5: properties.</summary>
    private bool ReadCoder(ref SevenZipOctets octets, bool isFirst, out long inputs, out long outputs)
    {
        (inputs, outputs) = (1, 1);
        if (!octets.TryReadOctet(out var flags) || !octets.TryRead(flags & 15, out var id)) return false;
        // A number: programs read the same in it behind zeros.
        id = id.TrimStart((byte)0);
        if (id.SequenceEqual(Aes)) HasAes = true;
        if ((flags & 0x10) != 0 && (!octets.TryReadNumber(out inputs) || !octets.TryReadNumber(out outputs))) return false;
        if (inputs > MostStreams || outputs > MostStreams) return false;
        ReadOnlySpan<byte> properties = [];
        if ((flags & 0x20) != 0 && (!octets.TryReadNumber(out var size) || !octets.TryRead(size, out properties))) return false;
        if (!isFirst || _firstFolderCoders != 1) return true;
        IsCopied = id.SequenceEqual(Copy);
        IsLzma = id.SequenceEqual(Lzma);
        LzmaProperties = properties;
        return true;
    }
}
