namespace Connelink.MailGuard.Archives;

/// <summary>Reads a gzip file (RFC 1952): its members are one file, which is inflated as far as it is of interest.</summary>
internal sealed class GzipReader(FileInspector file) : IFileReader
{
    private const int FixedOctets = 10;
    private const int TrailerOctets = 8;
    private const byte HasHeaderCrc = 1 << 1;
    private const byte HasExtra = 1 << 2;
    private const byte HasName = 1 << 3;
    private const byte HasComment = 1 << 4;

    private readonly DeflatedFile _content = new();
    private Place _place;
    private int _left;
    private int _value;
    private byte _flags;

    private enum Place : byte
    {
        Fixed,
        ExtraLength,
        Extra,
        Name,
        Comment,
        HeaderCrc,
        Body,
        Trailer,
        Done,
    }

    public bool IsDone => _place == Place.Done;

    public void Begin()
    {
        (_place, _left, _flags) = (Place.Fixed, FixedOctets, 0);
        _content.Begin(file, whole: false);
    }

    public void Write(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty && _place != Place.Done)
        {
            if (_place == Place.Body)
            {
                var status = _content.Write(octets, out var consumed);
                octets = octets[consumed..];
                if (status != InflateStatus.More) EndBody(status);
                continue;
            }
            ReadOctet(octets[0]);
            octets = octets[1..];
        }
    }

    public void Complete()
    {
        if (_place is not (Place.Done or Place.Fixed)) file.Context.Report(ArchiveFindings.Truncated);
        _content.Complete();
    }

    public void Abandon() => _content.Abandon();

    private void EndBody(InflateStatus status)
    {
        if (status == InflateStatus.Damaged) file.Context.Report(ArchiveFindings.DamagedData);
        (_place, _left) = status == InflateStatus.Ended ? (Place.Trailer, TrailerOctets) : (Place.Done, 0);
    }

    private void ReadOctet(byte octet)
    {
        switch (_place)
        {
            case Place.Fixed:
                ReadFixed(octet);
                break;
            case Place.ExtraLength:
                _value |= octet << (2 - _left) * 8;
                if (--_left == 0) (_place, _left) = _value == 0 ? After(Place.Extra) : (Place.Extra, _value);
                break;
            case Place.Name or Place.Comment:
                if (octet == 0) (_place, _left) = After(_place);
                break;
            case Place.Trailer:
                if (--_left > 0) break;
                _content.BeginNextStream();
                (_place, _left) = (Place.Fixed, FixedOctets);
                break;
            default:
                if (--_left == 0) (_place, _left) = After(_place);
                break;
        }
    }

    /// <summary>What follows a member and is no member is ignored, as programs do.</summary>
    private void ReadFixed(byte octet)
    {
        var isMember = (FixedOctets - _left) switch { 0 => octet == 0x1F, 1 => octet == 0x8B, 2 => octet == 8, _ => true };
        if (!isMember)
        {
            _place = Place.Done;
            return;
        }
        if (FixedOctets - _left == 3) _flags = octet;
        if (--_left == 0) (_place, _left) = After(Place.Fixed);
    }

    private (Place Place, int Left) After(Place place)
    {
        if (place < Place.ExtraLength && (_flags & HasExtra) != 0)
        {
            _value = 0;
            return (Place.ExtraLength, 2);
        }
        if (place < Place.Name && (_flags & HasName) != 0) return (Place.Name, 0);
        if (place < Place.Comment && (_flags & HasComment) != 0) return (Place.Comment, 0);
        return place < Place.HeaderCrc && (_flags & HasHeaderCrc) != 0 ? (Place.HeaderCrc, 2) : (Place.Body, 0);
    }
}
