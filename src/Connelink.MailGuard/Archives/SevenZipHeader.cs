using System.Buffers;

namespace Connelink.MailGuard.Archives;

/// <summary>Judges the header of a 7z archive: unpacks it where it is packed, and looks for the coder AES in its folders.</summary>
internal static class SevenZipHeader
{
    private const int Header = 0x01;
    private const int ArchiveProperties = 0x02;
    private const int AdditionalStreams = 0x03;
    private const int MainStreams = 0x04;
    private const int EncodedHeader = 0x17;

    /// <summary>What is unpacked of a header: the folders are before the names.</summary>
    private const int MostUnpacked = 4 << 20;

    /// <summary>A header may be packed again; no program does so more than once.</summary>
    private const int MostLayers = 4;

    /// <summary>The folders stand first: often this is enough.</summary>
    private const int FirstUnpacked = 256;

    private const int GrowsBy = 16;

    /// <param name="before">Octets of the archive before the header.</param>
    /// <param name="beforeStart">Where they begin, counted from behind the start header.</param>
    public static ArchiveFindings Judge(ReadOnlySpan<byte> header, ReadOnlySpan<byte> before, long beforeStart, ArchiveContext context, int layer = 0)
    {
        var octets = new SevenZipOctets(header);
        if (!octets.TryReadNumber(out var id)) return ArchiveFindings.DamagedHeader;
        if (id == Header) return JudgePlain(ref octets);
        if (id != EncodedHeader) return ArchiveFindings.DamagedHeader;

        var streams = new SevenZipStreams();
        var isRead = streams.Read(ref octets);
        if (streams.HasAes) return ArchiveFindings.EncryptedSevenZip;
        if (!isRead) return ArchiveFindings.DamagedHeader;
        if (streams.UnpackedSize == 0) return ArchiveFindings.None;

        var from = streams.PackedStart - beforeStart;
        if (from < 0 || from + streams.PackedSize > before.Length || layer == MostLayers) return ArchiveFindings.UnreadableHeader;
        var packed = before.Slice((int)from, (int)streams.PackedSize);
        var whole = (int)Math.Min(streams.UnpackedSize, MostUnpacked);
        for (var length = Math.Min(FirstUnpacked, whole); ; length = Math.Min(length * GrowsBy, whole))
        {
            if (!context.MayInflate || !context.Spend(length)) return ArchiveFindings.UnreadableHeader;
            var unpacked = ArrayPool<byte>.Shared.Rent(length);
            var written = Unpack(streams, packed, unpacked.AsSpan(0, length));
            var finding = written < 0 ? ArchiveFindings.UnreadableHeader : Judge(unpacked.AsSpan(0, written), before, beforeStart, context, layer + 1);
            ArrayPool<byte>.Shared.Return(unpacked);
            if (length == whole || finding is not (ArchiveFindings.UnreadableHeader or ArchiveFindings.DamagedHeader)) return finding;
        }
    }

    private static ArchiveFindings JudgePlain(ref SevenZipOctets octets)
    {
        while (octets.TryReadNumber(out var id))
        {
            switch (id)
            {
                case ArchiveProperties:
                    if (!SkipProperties(ref octets)) return ArchiveFindings.DamagedHeader;
                    break;
                case AdditionalStreams or MainStreams:
                    var streams = new SevenZipStreams();
                    var isRead = streams.Read(ref octets);
                    if (streams.HasAes) return ArchiveFindings.EncryptedSevenZip;

                    // No program writes additional streams: parts of the header may be in them.
                    return isRead && id == MainStreams ? ArchiveFindings.None : ArchiveFindings.UnreadableHeader;
                default:
                    // Files, and the end: no folders behind.
                    return ArchiveFindings.None;
            }
        }
        return ArchiveFindings.UnreadableHeader;
    }

    private static bool SkipProperties(ref SevenZipOctets octets)
    {
        while (octets.TryReadNumber(out var id))
        {
            if (id == 0) return true;
            if (!octets.TryReadNumber(out var size) || !octets.TrySkip(size)) return false;
        }
        return false;
    }

    /// <returns>Octets written; -1 when the packing is none that is undone here, or is damaged.</returns>
    private static int Unpack(in SevenZipStreams streams, ReadOnlySpan<byte> packed, Span<byte> unpacked)
    {
        if (streams.IsCopied)
        {
            var length = Math.Min(packed.Length, unpacked.Length);
            packed[..length].CopyTo(unpacked);
            return length;
        }
        return streams.IsLzma && LzmaDecoder.TryDecode(packed, streams.LzmaProperties, unpacked) ? unpacked.Length : -1;
    }
}
