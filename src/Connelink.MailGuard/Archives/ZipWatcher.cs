namespace Connelink.MailGuard.Archives;

/// <summary>Judges the ZIP headers of a file as its octets pass (APPNOTE 6.3).</summary>
/// <remarks>
/// Two things go on. Any plausible header anywhere convicts when it is encrypted, wherever programs would look. And the file is walked from header to
/// header (<see cref="ZipWalk"/>): what is irregular on the way counts if programs would open the file as a ZIP.
/// </remarks>
internal sealed class ZipWatcher(FileInspector file)
{
    /// <summary>Programs look for the end record in the last 64 KiB and its own length.</summary>
    private const long EndIsNear = 128 * 1024;

    private const int SmallestSector = 64;

    private readonly ZipWalk _walk = new(file);
    private bool _startsLikeZip;

    /// <summary>The first octets are those of the first segment of a split archive (APPNOTE 8.5.3).</summary>
    private bool _startsWithSpanningMarker;
    private long _lastEnd;

    /// <summary>A header of an entry was met, or an end record.</summary>
    public bool IsMet { get; private set; }

    /// <inheritdoc cref="ZipWalk.SearchedElsewhere"/>
    public long SearchedElsewhere => _walk.SearchedElsewhere;

    /// <inheritdoc cref="ZipWalk.SearchAtMost"/>
    public long SearchAtMost => _walk.SearchAtMost;

    /// <summary>Octets passed.</summary>
    public long Position => _walk.Position;

    public void Reset()
    {
        (_startsLikeZip, _startsWithSpanningMarker, IsMet, _lastEnd) = (false, false, false, -EndIsNear);
        _walk.Reset();
    }

    /// <summary>Octets up to the end of a record, or all there are.</summary>
    public void Pass(ReadOnlySpan<byte> octets) => _walk.Pass(octets);

    /// <summary>A record that ends where the last octets passed end, or before when it overlaps another one.</summary>
    public void Meet(Mark mark, ReadOnlySpan<byte> record)
    {
        var start = Position - record.Length;
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
                _startsWithSpanningMarker |= start == 0;
                _walk.MeetDescriptor(record, start);
                break;
            case Mark.EndRecord or Mark.Zip64EndRecord or Mark.Zip64Locator:
                if (mark == Mark.EndRecord) MeetEnd(ZipEnd.Of(record), start);
                if (isNew) _walk.MeetEnd(mark, record, start);
                break;
        }
    }

    /// <summary>The file has ended.</summary>
    /// <param name="mayHideZip">Octets of another format, in which pieces of a ZIP may stand as they are.</param>
    public void Complete(bool mayHideZip)
    {
        _walk.Complete();
        var isZip = _startsLikeZip || (!mayHideZip && Position - _lastEnd < EndIsNear);
        if (isZip) file.Context.Report(_walk.Irregularities);
    }

    public void Abandon() => _walk.Abandon();

    private void MeetHeader(in ZipHeader header, long start, bool isNew, bool isLocal, bool isProse)
    {
        // Where a header is due, programs do not ask whether it looks like one; a file in a compound file begins with a sector.
        var isDue = _walk.IsDue(start) || (file.Kind == FileKind.Ole && start % SmallestSector == 0);
        if ((!isDue || isProse) && !header.IsPlausible) return;
        if (isLocal && start <= 4) StartLikeZip(start);
        IsMet = true;
        if (header.IsEncrypted) file.Context.Report(ArchiveFindings.EncryptedZip);
        if (isNew) _walk.MeetHeader(header, start, isLocal);
    }

    /// <summary>A text about ZIP may begin with the signature. As a header, printable octets tell of 500 MB of data: no message has them.</summary>
    private static bool IsProse(ReadOnlySpan<byte> record) => !record[4..].ContainsAnyExceptInRange((byte)' ', (byte)'~');

    private void StartLikeZip(long start)
    {
        _startsLikeZip = true;
        if (start == 4 && _startsWithSpanningMarker) _walk.Add(ArchiveFindings.Spanned);
    }

    private void MeetEnd(ZipEnd end, long start)
    {
        if (!end.IsPlausibleAt(start)) return;
        if (start == 0) _startsLikeZip = true;
        if (end.Count > 0) (_lastEnd, IsMet) = (start, true);
    }
}
