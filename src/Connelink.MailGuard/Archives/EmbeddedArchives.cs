namespace Connelink.MailGuard.Archives;

/// <summary>7z and RAR archives that begin anywhere in a file. Several may be open: one stored in another, or signatures that are none.</summary>
internal sealed class EmbeddedArchives(FileInspector file)
{
    private const int MostAtOnce = 4;

    private readonly SevenZipReader?[] _sevenZips = new SevenZipReader?[MostAtOnce];
    private readonly RarReader?[] _rars = new RarReader?[MostAtOnce];
    private bool _areAny;

    /// <summary>An archive was met, and not only a signature.</summary>
    public bool AreMet { get; private set; }

    public void Reset()
    {
        AreMet = false;
        if (!_areAny) return;
        _areAny = false;
        foreach (var sevenZip in _sevenZips) sevenZip?.Abandon();
        foreach (var rar in _rars) rar?.Abandon();
    }

    public void Pass(ReadOnlySpan<byte> octets)
    {
        if (!_areAny || octets.IsEmpty) return;
        var open = false;
        foreach (var sevenZip in _sevenZips)
        {
            if (sevenZip is not { IsOpen: true }) continue;
            sevenZip.Write(octets);
            open |= sevenZip.IsOpen;
        }
        foreach (var rar in _rars)
        {
            if (rar is not { IsOpen: true }) continue;
            rar.Write(octets);
            open |= rar.IsOpen;
            AreMet |= rar.IsMet;
        }
        _areAny = open;
    }

    /// <param name="isStart">The file begins with it.</param>
    /// <param name="isFile">
    /// The file is the archive, or a program that unpacks it. Elsewhere damage says nothing: deflate leaves pieces of an archive as they are.
    /// </param>
    public void Meet(Mark mark, ReadOnlySpan<byte> record, bool isStart, bool isFile)
    {
        if (mark == Mark.SevenZip)
        {
            if (!SevenZipReader.IsStartHeader(record))
            {
                if (isStart || SevenZipReader.IsUnfinished(record)) file.Context.Report(ArchiveFindings.Unseen | ArchiveFindings.DamagedHeader);
                return;
            }
            AreMet = true;
            Free(_sevenZips, static file => new(file))?.Begin(record[..SevenZipReader.StartHeaderOctets], record[SevenZipReader.StartHeaderOctets..], isFile);
        }
        else
        {
            AreMet |= isStart;
            Free(_rars, static file => new(file))?.Begin(mark, record[MarkFinder.RecordOctets(mark)..], isStart, isFile);
        }
        _areAny = true;
    }

    public void Complete()
    {
        if (!_areAny) return;
        foreach (var sevenZip in _sevenZips) sevenZip?.Complete();
        foreach (var rar in _rars) rar?.Complete();
        _areAny = false;
    }

    private T? Free<T>(T?[] readers, Func<FileInspector, T> make)
        where T : class, IEmbeddedReader
    {
        for (var i = 0; i < readers.Length; i++)
        {
            if ((readers[i] ??= make(file)) is { IsOpen: false } free) return free;
        }
        file.Context.Report(ArchiveFindings.TooManyAtOnce);
        return null;
    }
}
