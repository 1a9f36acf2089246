using System.Buffers.Binary;

namespace Connelink.MailGuard.Archives;

/// <summary>Judges the ZIP headers of a file as its octets pass (APPNOTE 6.3), and shows what its entries hold to further inspectors.</summary>
/// <remarks>
/// Two things go on. Any plausible header anywhere convicts when it is encrypted, wherever programs would look. And the file is walked from header to
/// header: entries are opened, and what local headers and directories tell is added up. Programs go by one or the other, so where the sums differ they
/// see different files, and the archive is broken.
/// </remarks>
internal sealed class ZipWatcher(FileInspector file)
{
    /// <summary>Programs look for the end record in the last 64 KiB and its own length.</summary>
    private const long EndIsNear = 128 * 1024;

    private const int SmallestSector = 64;
    private const ArchiveFindings WrongEnd = ArchiveFindings.EndRecordDiffers | ArchiveFindings.Spanned;

    private readonly ZipExtraReader _extra = new();
    private readonly ZipEntryData _data = new(file);
    private readonly ZipDirectoryEnd _end = new();
    private ZipTally _tally;
    private ZipName _name;
    private ZipHeader _header;
    private Place _place;
    private ArchiveFindings _irregular;
    private bool _startsLikeZip;
    private long _position;
    private long _left;
    private long _start;
    private long _searchFrom;
    private long _dataStart;
    private long _lastEnd;

    private enum Place : byte
    {
        Search,
        Name,
        Extra,
        Data,

        /// <summary>Data whose size stands behind it.</summary>
        OpenData,
        CentralName,
        CentralExtra,
        CentralComment,
    }

    /// <summary>A header of an entry was met, or an end record.</summary>
    public bool IsMet { get; private set; }

    /// <summary>
    /// Octets that come next and are searched by the inspector of a stored file: not twice, however deep it is. Records that reach over its ends are
    /// found here, too.
    /// </summary>
    public long SearchedElsewhere =>
        _place == Place.Data && _data.IsInspected && _position - _dataStart >= MarkFinder.LongestRecord ? Math.Max(0, _left - MarkFinder.LongestRecord) : 0;

    /// <summary>Octets after which <see cref="SearchedElsewhere"/> may be another.</summary>
    public long SearchAtMost => _place switch
    {
        Place.Name or Place.Extra when _header.IsStored => _left,
        Place.Data when _data.IsInspected && _position - _dataStart < MarkFinder.LongestRecord => MarkFinder.LongestRecord - (_position - _dataStart),
        _ => long.MaxValue,
    };

    /// <summary>Octets passed.</summary>
    public long Position => _position;

    public void Reset()
    {
        (_place, _irregular, _startsLikeZip, IsMet) = (Place.Search, ArchiveFindings.None, false, false);
        (_position, _left, _searchFrom, _lastEnd) = (0, 0, 0, -EndIsNear);
        _tally = default;
        _end.Reset();
    }

    /// <summary>Octets up to the end of a record, or all there are.</summary>
    public void Pass(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty && _place is not (Place.Search or Place.OpenData))
        {
            var part = octets[..(int)Math.Min(_left, octets.Length)];
            switch (_place)
            {
                case Place.Name or Place.CentralName:
                    _name.Write(part);
                    break;
                case Place.Extra or Place.CentralExtra:
                    _extra.Write(part);
                    break;
                case Place.Data:
                    _data.Write(part);
                    break;
            }
            octets = octets[part.Length..];
            _left -= part.Length;
            _position += part.Length;
            if (_left == 0) GoOn();
        }
        if (_place == Place.OpenData) _data.WriteHeld(octets);
        _position += octets.Length;
    }

    /// <summary>A record that ends where the last octets passed end, or before when it overlaps another one.</summary>
    public void Meet(Mark mark, ReadOnlySpan<byte> record)
    {
        var start = _position - record.Length;
        var isNew = record.Length == MarkFinder.RecordOctets(mark);
        switch (mark)
        {
            case Mark.LocalHeader:
                MeetHeader(ZipHeader.OfLocal(record), start, isNew, isLocal: true, IsProse(record));
                break;
            case Mark.CentralHeader:
                MeetHeader(ZipHeader.OfCentral(record), start, isNew, isLocal: false, IsProse(record));
                break;
            case Mark.DataDescriptor:
                MeetDescriptor(record, start);
                break;
            case Mark.EndRecord or Mark.Zip64EndRecord or Mark.Zip64Locator:
                MeetEnd(mark, record, start, isNew);
                break;
        }
    }

    /// <summary>The file has ended: what is irregular counts if programs would open it as a ZIP.</summary>
    /// <param name="mayHideZip">Octets of another format, in which pieces of a ZIP may stand as they are.</param>
    public void Complete(bool mayHideZip)
    {
        if (_place != Place.Search)
        {
            _irregular |= ArchiveFindings.Truncated;
            if (_place is Place.Data or Place.OpenData) _data.Complete();
        }
        var isZip = _startsLikeZip || (!mayHideZip && _position - _lastEnd < EndIsNear);
        if (!isZip) return;
        if (!_end.WasMet || _tally.OpenCount > 0) _irregular |= ArchiveFindings.NoDirectory;
        else if (!_tally.Agree && (_irregular & WrongEnd) == 0) _irregular |= ArchiveFindings.LocalAndCentralDiffer;
        file.Context.Report(_irregular, file.Depth);
    }

    public void Abandon() => _data.Abandon();

    private void MeetHeader(in ZipHeader header, long start, bool isNew, bool isLocal, bool isProse)
    {
        // Where a header is due, programs do not ask whether it looks like one; a file in a compound file begins with a sector.
        var isDue = (_place == Place.Search && start == _searchFrom) || (file.Kind == FileKind.Ole && start % SmallestSector == 0);
        if ((!isDue || isProse) && !header.IsPlausible) return;
        if (isLocal && start <= 4) StartLikeZip(start);
        IsMet = true;
        if (header.IsEncrypted) file.Context.Report(ArchiveFindings.EncryptedZip, file.Depth);
        if (_place == Place.OpenData && isNew) EndOpenData(start);
        if (_place != Place.Search || start < _searchFrom || !isNew) return;

        _header = header;
        _start = start;
        _name = default;
        _extra.Reset();
        (_place, _left) = (isLocal ? Place.Name : Place.CentralName, header.NameLength);
        if (!isLocal) _end.MeetCentral(start, header);
        if (_left == 0) GoOn();
    }

    /// <summary>A text about ZIP may begin with the signature. As a header, printable octets tell of 500 MB of data: no message has them.</summary>
    private static bool IsProse(ReadOnlySpan<byte> record) => !record[4..].ContainsAnyExceptInRange((byte)' ', (byte)'~');

    private void StartLikeZip(long start)
    {
        _startsLikeZip = true;
        if (start == 4 && _end.StartsWithSpanningMarker) _irregular |= ArchiveFindings.Spanned;
    }

    /// <summary>A part of a header or its data has ended.</summary>
    private void GoOn()
    {
        do
        {
            switch (_place)
            {
                case Place.Name:
                    (_place, _left) = (Place.Extra, _header.ExtraLength);
                    break;
                case Place.Extra:
                    BeginData();
                    break;
                case Place.Data:
                    if (!_data.Complete()) _irregular |= ArchiveFindings.DamagedData;
                    BeginSearch(_position);
                    break;
                case Place.CentralName:
                    (_place, _left) = (Place.CentralExtra, _header.ExtraLength);
                    break;
                case Place.CentralExtra:
                    AddCentral();
                    (_place, _left) = (Place.CentralComment, _header.CommentLength);
                    break;
                case Place.CentralComment:
                    _end.EndCentral(_position);
                    BeginSearch(_position);
                    break;
            }
        }
        while (_left == 0 && _place is not (Place.Search or Place.OpenData));
    }

    private void BeginSearch(long from) => (_place, _searchFrom) = (Place.Search, from);

    private void BeginData()
    {
        if (_extra.HasEncryption) file.Context.Report(ArchiveFindings.EncryptedZip, file.Depth);
        var size = _extra.Resolve(_header).CompressedSize;
        _dataStart = _position;
        _data.Begin(_header, _name);
        if (_header.HasDescriptor && size is 0 or ZipHeader.InZip64)
        {
            _place = Place.OpenData;
            return;
        }
        _tally.AddLocal(_name, _header.Method, size, (ulong)_start);
        (_place, _left) = (Place.Data, (long)Math.Min(size, long.MaxValue / 2));
    }

    private void AddCentral()
    {
        if (_extra.HasEncryption) file.Context.Report(ArchiveFindings.EncryptedZip, file.Depth);
        if (_header.Disk is not (0 or ushort.MaxValue)) _irregular |= ArchiveFindings.Spanned;
        var (size, offset) = _extra.Resolve(_header);
        _tally.AddCentral(_name, _header.Method, size, offset);
    }

    /// <summary>APPNOTE 4.3.9: the signature, CRC-32, compressed size and size; the sizes of eight octets in Zip64.</summary>
    private void MeetDescriptor(ReadOnlySpan<byte> record, long start)
    {
        if (start == 0) _end.StartsWithSpanningMarker = true;
        var octets = start - _dataStart;
        if (_place == Place.OpenData && octets >= 0
            && (BinaryPrimitives.ReadUInt32LittleEndian(record[8..]) == octets || BinaryPrimitives.ReadInt64LittleEndian(record[8..]) == octets))
        {
            EndOpenData(octets, start, start + MarkFinder.RecordOctets(Mark.DataDescriptor));
        }
        else if (_place == Place.Search && start == _searchFrom)
        {
            _searchFrom = _position;
        }
    }

    /// <summary>A header behind a descriptor without signature, or behind a folder without data and descriptor.</summary>
    private void EndOpenData(long start)
    {
        var before = _data.Held[..(int)Math.Max(0, _data.Held.Length - (_position - start))];
        var octets = start - _dataStart;
        if (before.Length >= 12 && BinaryPrimitives.ReadUInt32LittleEndian(before[^8..]) == octets - 12) EndOpenData(octets - 12, start - 12, start);
        else if (before.Length >= 20 && BinaryPrimitives.ReadInt64LittleEndian(before[^16..]) == octets - 20) EndOpenData(octets - 20, start - 20, start);
        else if (octets == 0 && _name.IsFolder) EndOpenData(0, start, start);
    }

    private void EndOpenData(long octets, long end, long searchFrom)
    {
        if (!_data.Complete((int)(_position - end))) _irregular |= ArchiveFindings.DamagedData;
        _tally.AddLocal(_name, _header.Method, (ulong)octets, (ulong)_start);
        BeginSearch(searchFrom);
    }

    private void MeetEnd(Mark mark, ReadOnlySpan<byte> record, long start, bool isNew)
    {
        if (mark == Mark.EndRecord && ZipEnd.Of(record) is var seen && seen.IsPlausibleAt(start))
        {
            if (start == 0) _startsLikeZip = true;
            if (seen.Count > 0) (_lastEnd, IsMet) = (start, true);
        }
        if (_place != Place.Search || start < _searchFrom || !isNew) return;
        _irregular |= _end.Meet(mark, record, start, ref _tally);
    }
}
