using System.Buffers.Binary;
using System.IO.Hashing;

namespace Connelink.MailGuard.Archives;

/// <summary>Reads a 7z archive as it passes: only the header at its end is kept, and the octets before it, where the packed header is.</summary>
internal sealed class SevenZipReader(FileInspector file) : IEmbeddedReader
{
    /// <summary>Signature, version, CRC-32 of what follows, offset, size and CRC-32 of the header.</summary>
    public const int StartHeaderOctets = 32;

    /// <summary>A packed header of 100,000 files is shorter.</summary>
    private const long MostBefore = 1 << 20;
    private const long MostHeader = 4 << 20;

    private const int EntriesJudged = 1000;

    private KeptOctets _kept;
    private int _length;
    private int _before;
    private long _skip;
    private long _keptFrom;
    private uint _headerCrc;
    private bool _isFile;

    public bool IsOpen { get; private set; }

    /// <summary>Whether this is an archive and not the bare signature: the start header has a checksum.</summary>
    public static bool IsStartHeader(ReadOnlySpan<byte> record) =>
        Crc32.HashToUInt32(record.Slice(12, 20)) == BinaryPrimitives.ReadUInt32LittleEndian(record[8..]);

    /// <summary>A start header that was never filled in: 7-Zip then looks for the header at the end of the file.</summary>
    /// <remarks>The bare signature in a program may well have zeros behind it, but no version.</remarks>
    public static bool IsUnfinished(ReadOnlySpan<byte> record) => record[6..8].ContainsAnyExcept((byte)0) && !record[8..StartHeaderOctets].ContainsAnyExcept((byte)0);

    /// <param name="record">The start header.</param>
    /// <param name="behind">Octets behind it that have passed already.</param>
    /// <param name="isFile">Whether damage is to be reported.</param>
    public void Begin(ReadOnlySpan<byte> record, ReadOnlySpan<byte> behind, bool isFile)
    {
        _isFile = isFile;
        file.Context.Report(ArchiveFindings.Unseen);
        var offset = BinaryPrimitives.ReadUInt64LittleEndian(record[12..]);
        var size = BinaryPrimitives.ReadUInt64LittleEndian(record[20..]);
        if (size == 0 || !file.Context.Enter(file.Depth)) return;
        if (offset > long.MaxValue / 2 || size > MostHeader)
        {
            Report(size > MostHeader ? ArchiveFindings.UnreadableHeader : ArchiveFindings.DamagedHeader);
            return;
        }
        _headerCrc = BinaryPrimitives.ReadUInt32LittleEndian(record[28..]);
        _before = (int)Math.Min((long)offset, MostBefore);
        _skip = (long)offset - _before;
        _keptFrom = _skip;
        _length = _before + (int)size;
        _kept.Clear();
        IsOpen = true;
        Write(behind);
    }

    public void Write(ReadOnlySpan<byte> octets)
    {
        var skipped = (int)Math.Min(_skip, octets.Length);
        _skip -= skipped;
        octets = octets[skipped..];
        if (octets.IsEmpty) return;
        octets = octets[..Math.Min(octets.Length, _length - _kept.Length)];
        _kept.Add(octets);
        if (_kept.Length < _length) return;
        Report(Judge());
        Abandon();
    }

    /// <summary>The file has ended; the header should have come.</summary>
    public void Complete()
    {
        if (IsOpen) Report(ArchiveFindings.Truncated);
        Abandon();
    }

    public void Abandon()
    {
        _kept.Dispose();
        IsOpen = false;
    }

    private void Report(ArchiveFindings finding)
    {
        if (_isFile || (finding & ArchiveFindings.Broken) == 0) file.Context.Report(finding);
    }

    private ArchiveFindings Judge()
    {
        // One is enough: a message of thousands costs no more than one of some.
        if (file.Context.Entries > EntriesJudged && (file.Context.Findings & ArchiveFindings.EncryptedSevenZip) != 0) return ArchiveFindings.None;
        var kept = _kept.Span;
        if (Crc32.HashToUInt32(kept[_before..]) != _headerCrc) return ArchiveFindings.DamagedHeader;
        return SevenZipHeader.Judge(kept[_before..], kept[.._before], _keptFrom, file.Context);
    }
}
