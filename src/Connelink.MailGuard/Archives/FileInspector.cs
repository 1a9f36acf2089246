namespace Connelink.MailGuard.Archives;

/// <summary>Inspects one file as its octets pass, whatever its name and type say: archives, what they hold, and what of it is encrypted.</summary>
/// <remarks>
/// Findings go to the context. Reused for each file; the result is the same however the octets are split. Signatures of ZIP, 7z and RAR are looked for
/// everywhere, since self-extracting archives and compound files (.msg) hold them anywhere; other formats begin with the file.
/// </remarks>
public sealed class FileInspector
{
    /// <summary>Where a tar header ends; all other formats show before.</summary>
    internal const int HeadOctets = 512;

    private readonly byte[] _head = new byte[HeadOctets];
    private readonly MarkFinder _marks = new();
    private readonly ZipWatcher _zip;
    private readonly EmbeddedArchives _embedded;
    private readonly FormatReaders _formats;
    private ArchiveContext? _context;
    private IFileReader? _reader;
    private IContainedFileSink? _told;
    private IContainedFileSink? _sink;
    private ContainedKind? _toldKind;
    private bool _isKnown;
    private bool _whole;

    public FileInspector()
    {
        _zip = new(this);
        _embedded = new(this);
        _formats = new(this);
    }

    /// <summary>What the file is by its first octets; known after 512 of them or at its end.</summary>
    public FileKind Kind { get; private set; }

    /// <summary>Octets of the file so far.</summary>
    public long Octets { get; private set; }

    /// <summary>What comes next may be the rest of an archive.</summary>
    public bool IsUnderWay => !_isKnown || _zip.IsMet || _embedded.AreMet || !IsNoContainer;

    private bool IsNoContainer => Kind is FileKind.Unknown or FileKind.Text or FileKind.TextEncoded or FileKind.Page or FileKind.Properties or FileKind.Rtf or FileKind.Media;

    internal ArchiveContext Context => _context ?? throw new InvalidOperationException("No file was begun.");

    internal int Depth { get; private set; }

    /// <summary>Whether more must be inflated of this file: an archive may be in it.</summary>
    internal bool WantsMore =>
        !_isKnown || _whole || _told is not null || _sink is not null || _zip.IsMet || _embedded.AreMet || (_reader is not null && !_reader.IsDone)
        || Kind is FileKind.Ole or FileKind.Program
        || (Kind is FileKind.Unknown or FileKind.Packed && Octets < Context.SniffedOctets);

    /// <summary>Begins a file. One that was not completed is abandoned.</summary>
    /// <param name="depth">Containers around the file: 0 for an attachment, more for one that came out of <see cref="IContainedFiles"/>.</param>
    public void Begin(ArchiveContext context, int depth = 0)
    {
        Abandon();
        (_context, Depth) = (context, depth);
        (Kind, Octets, _isKnown, _whole, _toldKind) = (FileKind.Unknown, 0, false, false, null);
        _marks.Reset();
        _zip.Reset();
        _embedded.Reset();
    }

    public void Write(ReadOnlySpan<byte> octets)
    {
        if (octets.IsEmpty) return;
        _told?.Write(octets);
        if (!_isKnown)
        {
            var part = octets[..(int)Math.Min(octets.Length, HeadOctets - Octets)];
            part.CopyTo(_head.AsSpan((int)Octets));
            Search(part);
            Octets += part.Length;
            octets = octets[part.Length..];
            if (Octets < HeadOctets) return;
            Recognise();
        }
        Search(octets);
        Octets += octets.Length;
        _reader?.Write(octets);
        _sink?.Write(octets);
    }

    /// <summary>The file has ended.</summary>
    public void Complete()
    {
        if (!_isKnown) Recognise();
        _reader?.Complete();
        _embedded.Complete();
        if (Context.IsExhausted) _zip.Abandon();
        else _zip.Complete(Kind is FileKind.Gzip or FileKind.Packed or FileKind.SevenZip or FileKind.Rar or FileKind.Ole or FileKind.Tnef or FileKind.Pdf);
        _sink?.Complete();
        _told?.Complete();
        (_context, _reader, _sink, _told) = (null, null, null, null);
    }

    /// <summary>Gives back what the inspection holds without a verdict: the message was refused or broke off.</summary>
    public void Abandon()
    {
        if (_context is null) return;
        _reader?.Abandon();
        _zip.Abandon();
        _embedded.Reset();
        (_context, _reader, _sink, _told) = (null, null, null, null);
    }

    /// <summary>Begins a file found in this one. Null when a limit is reached.</summary>
    /// <param name="whole">To be looked through whatever its head shows.</param>
    /// <param name="kind">What it is by the place where it was found: handed out from its start.</param>
    internal FileInspector? OpenContained(bool whole, ContainedKind? kind = null)
    {
        if (!Context.Enter(Depth)) return null;
        var contained = Context.Rent();
        contained.Begin(Context, Depth + 1);
        contained._whole = whole;
        contained._toldKind = kind;
        if (kind is { } known) contained._told = Context.Contained?.Open(known, Depth + 1);
        return contained;
    }

    /// <summary>A file found in this one has ended; null: none was open.</summary>
    internal void CloseContained(ref FileInspector? contained)
    {
        if (contained is null) return;
        contained.Complete();
        Context.Return(contained);
        contained = null;
    }

    /// <summary>Gives back what the inspection of a file found in this one holds.</summary>
    internal void DropContained(ref FileInspector? contained)
    {
        if (contained is null) return;
        contained.Abandon();
        Context.Return(contained);
        contained = null;
    }

    private void Search(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty && !Context.IsExhausted)
        {
            var mark = Mark.None;
            var read = (int)Math.Min(_zip.SearchedElsewhere, octets.Length);
            if (read > 0) _marks.Reset();
            else mark = _marks.Read(octets[..(int)Math.Min(_zip.SearchAtMost, octets.Length)], out read);
            _zip.Pass(octets[..read]);
            _embedded.Pass(octets[..read]);
            octets = octets[read..];
            if (mark == Mark.None || !Context.CountMark()) continue;
            var isStart = _zip.Position == _marks.Record.Length;
            if (mark >= Mark.SevenZip) _embedded.Meet(mark, _marks.Record, isStart, isFile: isStart || Kind == FileKind.Program);
            else _zip.Meet(mark, _marks.Record);
        }
    }

    private void Recognise()
    {
        _isKnown = true;
        var head = _head.AsSpan(0, (int)Octets);
        Kind = FileSniffer.KindOf(head);
        if (Kind == FileKind.Packed) Context.Report(ArchiveFindings.Unseen);
        _reader = _formats.ReaderFor(Kind);
        _reader?.Begin();
        _reader?.Write(head);
        // Pages that are attached are told by their names, as browsers do; the others are what their octets say.
        if (FileSniffer.ContainedKindOf(Kind) is { } contained && contained != _toldKind && (Depth > 0 || Kind is FileKind.Properties or FileKind.Rtf)) _sink = Context.Contained?.Open(contained, Depth);
        _sink?.Write(head);
    }
}
