namespace Connelink.MailGuard.Archives;

/// <summary>Reads a tar file: each file in it goes to a further inspector by slicing.</summary>
internal sealed class TarReader(FileInspector file) : IFileReader
{
    private readonly byte[] _header = new byte[TarHeader.Octets];
    private readonly PaxSize _pax = new();
    private FileInspector? _entry;
    private Place _place;
    private int _headerLength;
    private long _left;
    private int _padding;

    private enum Place : byte
    {
        Header,

        /// <summary>The data of a pax header, which may give the next file another size.</summary>
        Pax,
        Data,

        /// <summary>More of the map of a GNU sparse file, one block each.</summary>
        SparseMap,
        Padding,
        Done,
    }

    public bool IsDone => _place == Place.Done;

    public void Begin()
    {
        (_place, _headerLength) = (Place.Header, 0);
        _pax.Reset();
    }

    public void Write(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty && _place != Place.Done)
        {
            if (_place is Place.Header or Place.SparseMap)
            {
                var part = octets[..Math.Min(TarHeader.Octets - _headerLength, octets.Length)];
                part.CopyTo(_header.AsSpan(_headerLength));
                _headerLength += part.Length;
                octets = octets[part.Length..];
                if (_headerLength == TarHeader.Octets) ReadHeader();
                continue;
            }
            var data = octets[..(int)Math.Min(_left, octets.Length)];
            if (_place == Place.Pax) _pax.Write(data);
            else if (_place == Place.Data) _entry?.Write(data);
            octets = octets[data.Length..];
            _left -= data.Length;
            if (_left == 0) GoOn();
        }
    }

    public void Complete()
    {
        if (_place is Place.Data or Place.Pax or Place.SparseMap || (_place == Place.Header && _headerLength > 0)) file.Context.Report(ArchiveFindings.Truncated);
        CloseEntry();
    }

    public void Abandon() => file.DropContained(ref _entry);

    private void ReadHeader()
    {
        _headerLength = 0;
        if (_place == Place.SparseMap)
        {
            const int IsExtended = 504;
            if (_header[IsExtended] == 0) BeginData();
            return;
        }
        if (!_header.AsSpan().ContainsAnyExcept((byte)0))
        {
            _place = Place.Done;
            return;
        }
        if (!TarHeader.IsHeader(_header) || !TarHeader.TryReadSize(_header, out var size))
        {
            file.Context.Report(ArchiveFindings.DamagedHeader);
            _place = Place.Done;
            return;
        }
        BeginEntry(TarHeader.TypeOf(_header), size);
    }

    private void BeginEntry(byte type, long size)
    {
        var isExtension = type is (byte)'x' or (byte)'g' or (byte)'X' or (byte)'L' or (byte)'K' or (byte)'V';
        if (!isExtension)
        {
            // The pax header before it has the last word, as with all programs that know pax.
            if (_pax.Value is { } paxSize) size = paxSize;
            _pax.Reset();
        }
        // Links, devices and folders have a size at times, but no data.
        if (type is >= (byte)'1' and <= (byte)'6') size = 0;
        (_left, _padding) = (size, (int)(-size & (TarHeader.Octets - 1)));
        if (type is (byte)'x' or (byte)'X')
        {
            _place = Place.Pax;
        }
        else if (isExtension)
        {
            _place = Place.Padding;
            (_left, _padding) = (_left + _padding, 0);
        }
        else
        {
            _entry = size > 0 ? file.OpenContained(whole: false) : null;
            const int IsExtended = 482;
            if (type == 'S' && _header[IsExtended] != 0)
            {
                _place = Place.SparseMap;
                return;
            }
            BeginData();
            return;
        }
        if (_left == 0) GoOn();
    }

    private void BeginData()
    {
        _place = Place.Data;
        if (_left == 0) GoOn();
    }

    private void GoOn()
    {
        CloseEntry();
        (_place, _left, _padding) = _padding > 0 ? (Place.Padding, (long)_padding, 0) : (Place.Header, 0, 0);
    }

    private void CloseEntry() => file.CloseContained(ref _entry);
}
