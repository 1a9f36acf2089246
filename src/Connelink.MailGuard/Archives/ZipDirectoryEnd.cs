using System.Buffers.Binary;

namespace Connelink.MailGuard.Archives;

/// <summary>Compares what the end records of a ZIP say with the directory before them (APPNOTE 4.3.14 to 4.3.16).</summary>
internal sealed class ZipDirectoryEnd
{
    private long _directoryStart;
    private long _directoryEnd;
    private ZipEnd? _zip64;
    private long _zip64Start;
    private long _locatorStart;
    private ulong _locatorOffset;

    /// <summary>An end record that could be one stood where it may.</summary>
    public bool WasMet { get; private set; }

    public void Reset()
    {
        (_directoryStart, _directoryEnd, _zip64, _zip64Start, _locatorStart) = (-1, -1, null, -1, -1);
        WasMet = false;
    }

    public void MeetCentral(long start, in ZipHeader header)
    {
        if (_directoryStart < 0) _directoryStart = start;
        _directoryEnd = start + ZipHeader.CentralOctets + header.NameLength + header.ExtraLength + header.CommentLength;
    }

    public void EndCentral(long end) => _directoryEnd = end;

    public ArchiveFindings Meet(Mark mark, ReadOnlySpan<byte> record, long start, ref ZipTally tally)
    {
        switch (mark)
        {
            case Mark.Zip64EndRecord:
                (_zip64, _zip64Start) = (ZipEnd.OfZip64(record), start);
                return ArchiveFindings.None;
            case Mark.Zip64Locator:
                (_locatorStart, _locatorOffset) = (start, BinaryPrimitives.ReadUInt64LittleEndian(record[8..]));
                return BinaryPrimitives.ReadUInt32LittleEndian(record[16..]) > 1 ? ArchiveFindings.Spanned : ArchiveFindings.None;
            default:
                var end = ZipEnd.Of(record);
                if (!end.IsPlausibleAt(start)) return ArchiveFindings.None;
                WasMet = true;
                var finding = MeetEnd(end, start, ref tally);
                if (finding != ArchiveFindings.None) tally.Drop();
                (_directoryStart, _directoryEnd, _zip64, _zip64Start, _locatorStart) = (-1, -1, null, -1, -1);
                return finding;
        }
    }

    private ArchiveFindings MeetEnd(ZipEnd end, long start, ref ZipTally tally)
    {
        var hasZip64 = _locatorStart >= 0 && _locatorStart + ZipEnd.LocatorOctets == start;
        var behind = start;
        var count = (ulong)(ushort)tally.OpenCount;
        if (hasZip64)
        {
            // The locator must lead to the record right before it: a program that follows it elsewhere sees another directory.
            if (_zip64 is not { } zip64 || _zip64Start + (long)Math.Min(zip64.Length, int.MaxValue) != _locatorStart) return ArchiveFindings.EndRecordDiffers;
            if (end.With(zip64) is not { } both) return ArchiveFindings.EndRecordDiffers;
            end = both;
            behind = _zip64Start;
            count = (ulong)tally.OpenCount;
        }
        if (end.IsSpanned) return ArchiveFindings.Spanned;
        if (end.Count != count) return ArchiveFindings.EndRecordDiffers;
        if (tally.OpenCount == 0) return ArchiveFindings.None;

        var archiveStart = _directoryStart - (long)Math.Min(end.Offset, long.MaxValue);
        var saysEnd = _directoryStart + (long)Math.Min(end.Size, int.MaxValue);
        if (archiveStart < 0 || saysEnd < _directoryEnd || saysEnd > behind) return ArchiveFindings.EndRecordDiffers;
        if (hasZip64 && _locatorOffset != (ulong)(_zip64Start - archiveStart)) return ArchiveFindings.EndRecordDiffers;
        tally.Close((ulong)archiveStart);
        return ArchiveFindings.None;
    }
}
