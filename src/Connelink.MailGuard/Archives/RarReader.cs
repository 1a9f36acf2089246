namespace Connelink.MailGuard.Archives;

/// <summary>Reads a RAR archive as it passes, from header to header: version 4 (1.5 to 4.x) and version 5.</summary>
internal sealed class RarReader(FileInspector file) : IEmbeddedReader
{
    /// <summary>Longest header that RAR 5 allows; real ones are a few hundred octets.</summary>
    private const int MostHeader = 2 * 1024 * 1024;

    private KeptOctets _header;
    private int _needed;
    private long _skip;
    private bool _isVersion5;
    private bool _isStart;
    private bool _isFile;

    public bool IsOpen { get; private set; }

    /// <summary>The first header was one: this is an archive and not the bare signature.</summary>
    public bool IsMet { get; private set; }

    /// <param name="behind">Octets behind the signature that have passed already.</param>
    /// <param name="isStart">The file begins here: it is an archive whatever the first header is.</param>
    /// <param name="isFile">Whether damage is to be reported.</param>
    public void Begin(Mark mark, ReadOnlySpan<byte> behind, bool isStart, bool isFile)
    {
        (_isVersion5, _isStart, _isFile) = (mark == Mark.Rar5, isStart, isFile);
        (IsOpen, IsMet, _skip) = (true, false, 0);
        _header.Clear();
        _needed = _isVersion5 ? Rar5Header.FirstOctets : Rar4Header.FixedOctets;
        Write(behind);
    }

    public void Write(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty && IsOpen)
        {
            if (_skip > 0)
            {
                var skipped = (int)Math.Min(_skip, octets.Length);
                _skip -= skipped;
                octets = octets[skipped..];
                continue;
            }
            var part = octets[..Math.Min(_needed - _header.Length, octets.Length)];
            _header.Add(part);
            octets = octets[part.Length..];
            if (_header.Length == _needed) Read(_isVersion5 ? Rar5Header.Read(_header.Span) : Rar4Header.Read(_header.Span, isFirst: !IsMet));
        }
    }

    public void Complete()
    {
        // Programs before RAR 5 may leave out the end header; a header cut short is no end.
        if (IsOpen && (IsMet || _isStart) && (_skip > 0 || _header.Length > 0 || _isVersion5) && _isFile) file.Context.Report(ArchiveFindings.Truncated);
        Abandon();
    }

    public void Abandon()
    {
        _header.Dispose();
        IsOpen = false;
    }

    private void Read(RarBlock block)
    {
        if (block.Needed > _header.Length && block.Needed <= MostHeader)
        {
            _needed = block.Needed;
            return;
        }
        if (!IsMet && (block.IsHeader || _isStart)) Meet(block);
        if (block.IsDamaged && _isFile) file.Context.Report(ArchiveFindings.DamagedHeader);
        if (!block.IsHeader)
        {
            if (IsMet && _isFile) file.Context.Report(ArchiveFindings.DamagedHeader);
            Abandon();
            return;
        }
        if (block.IsEncrypted) file.Context.Report(ArchiveFindings.EncryptedRar);
        _skip = block.Behind;
        _header.Clear();
        _needed = _isVersion5 ? Rar5Header.FirstOctets : Rar4Header.FixedOctets;
        if (block.IsLast) Abandon();
    }

    private void Meet(RarBlock block)
    {
        IsMet = true;
        file.Context.Report(ArchiveFindings.Unseen);

        // A signature in a program, with what only looks like a header behind it: what comes next may be none.
        if (block.IsDamaged && !_isStart) _isFile = false;
    }
}
