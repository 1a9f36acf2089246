namespace Connelink.MailGuard.Archives;

/// <summary>Walks through a ZIP from header to header: entries are opened, and what local headers and directories tell is added up.</summary>
/// <remarks>Programs go by one or the other, so where the sums differ they see different files, and the archive is broken.</remarks>
internal sealed class ZipWalk(FileInspector file)
{
    private const ArchiveFindings WrongEnd = ArchiveFindings.EndRecordDiffers | ArchiveFindings.Spanned;

    private readonly ZipExtraReader _extra = new();
    private readonly ZipEntryData _data = new(file);
    private readonly ZipDirectoryEnd _end = new();
    private ZipTally _tally;
    private ZipName _name;

    /// <summary>The header that is being read, or whose data is, and where it starts.</summary>
    private ZipHeader _header;
    private long _start;
    private Place _place;

    /// <summary>Octets up to the end of this place.</summary>
    private long _left;

    /// <summary>The next header is due here.</summary>
    private long _searchFrom;
    private long _dataStart;

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

    /// <summary>Octets passed.</summary>
    public long Position { get; private set; }

    /// <summary>What makes the archive a broken one; known to its end when it is complete.</summary>
    public ArchiveFindings Irregularities { get; private set; }

    /// <summary>
    /// Octets that come next and are searched by the inspector of a stored file: not twice, however deep it is. Records that reach over its ends are
    /// found here, too.
    /// </summary>
    public long SearchedElsewhere =>
        _place == Place.Data && _data.IsInspected && Position - _dataStart >= MarkFinder.LongestRecord ? Math.Max(0, _left - MarkFinder.LongestRecord) : 0;

    /// <summary>Octets after which <see cref="SearchedElsewhere"/> may be another.</summary>
    public long SearchAtMost => _place switch
    {
        Place.Name or Place.Extra when _header.IsStored => _left,
        Place.Data when _data.IsInspected && Position - _dataStart < MarkFinder.LongestRecord => MarkFinder.LongestRecord - (Position - _dataStart),
        _ => long.MaxValue,
    };

    public void Reset()
    {
        (_place, Irregularities, Position, _left, _searchFrom) = (Place.Search, ArchiveFindings.None, 0, 0, 0);
        _tally = default;
        _end.Reset();
    }

    public void Add(ArchiveFindings irregularities) => Irregularities |= irregularities;

    /// <summary>A header is due there.</summary>
    public bool IsDue(long start) => _place == Place.Search && start == _searchFrom;

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
            Position += part.Length;
            if (_left == 0) GoOn();
        }
        if (_place == Place.OpenData) _data.WriteHeld(octets);
        Position += octets.Length;
    }

    /// <summary>A record that overlaps none before it.</summary>
    public void MeetHeader(in ZipHeader header, long start, bool isLocal)
    {
        if (_place == Place.OpenData) EndOpenData(start);
        if (!IsSearched(start)) return;

        _header = header;
        _start = start;
        _name = default;
        _extra.Reset();
        (_place, _left) = (isLocal ? Place.Name : Place.CentralName, header.NameLength);
        if (!isLocal) _end.MeetCentral(start, header);
        if (_left == 0) GoOn();
    }

    public void MeetDescriptor(ReadOnlySpan<byte> record, long start)
    {
        if (_place == Place.OpenData && start >= _dataStart && ZipDescriptor.Tells(record, start - _dataStart)) EndOpenData(start, start + ZipDescriptor.Octets);
        else if (IsDue(start)) _searchFrom = Position;
    }

    public void MeetEnd(Mark mark, ReadOnlySpan<byte> record, long start)
    {
        if (IsSearched(start)) Irregularities |= _end.Meet(mark, record, start, ref _tally);
    }

    /// <summary>The file has ended.</summary>
    public void Complete()
    {
        if (_place != Place.Search) Irregularities |= ArchiveFindings.Truncated;
        if (_place is Place.Data or Place.OpenData) _data.Complete();
        if (!_end.WasMet || _tally.OpenCount > 0) Irregularities |= ArchiveFindings.NoDirectory;
        else if (!_tally.Agree && (Irregularities & WrongEnd) == 0) Irregularities |= ArchiveFindings.LocalAndCentralDiffer;
    }

    public void Abandon() => _data.Abandon();

    private bool IsSearched(long start) => _place == Place.Search && start >= _searchFrom;

    private void BeginSearch(long from) => (_place, _searchFrom) = (Place.Search, from);

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
                    if (!_data.Complete()) Irregularities |= ArchiveFindings.DamagedData;
                    BeginSearch(Position);
                    break;
                case Place.CentralName:
                    (_place, _left) = (Place.CentralExtra, _header.ExtraLength);
                    break;
                case Place.CentralExtra:
                    AddCentral();
                    (_place, _left) = (Place.CentralComment, _header.CommentLength);
                    break;
                case Place.CentralComment:
                    _end.EndCentral(Position);
                    BeginSearch(Position);
                    break;
            }
        }
        while (_left == 0 && _place is not (Place.Search or Place.OpenData));
    }

    private void BeginData()
    {
        if (_extra.HasEncryption) file.Context.Report(ArchiveFindings.EncryptedZip);
        var size = _extra.Resolve(_header).CompressedSize;
        _dataStart = Position;
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
        if (_extra.HasEncryption) file.Context.Report(ArchiveFindings.EncryptedZip);
        if (_header.Disk is not (0 or ushort.MaxValue)) Irregularities |= ArchiveFindings.Spanned;
        var (size, offset) = _extra.Resolve(_header);
        _tally.AddCentral(_name, _header.Method, size, offset);
    }

    /// <summary>A header behind a descriptor without signature, or behind a folder without data and descriptor.</summary>
    private void EndOpenData(long start)
    {
        var octets = start - _dataStart;
        var before = _data.Held[..(int)Math.Max(0, _data.Held.Length - (Position - start))];
        var descriptor = ZipDescriptor.BareOctets(before, octets);
        if (descriptor > 0 || (octets == 0 && _name.IsFolder)) EndOpenData(start - descriptor, start);
    }

    /// <param name="end">Of the data.</param>
    /// <param name="searchFrom">Behind its descriptor.</param>
    private void EndOpenData(long end, long searchFrom)
    {
        if (!_data.Complete((int)(Position - end))) Irregularities |= ArchiveFindings.DamagedData;
        _tally.AddLocal(_name, _header.Method, (ulong)(end - _dataStart), (ulong)_start);
        BeginSearch(searchFrom);
    }
}
