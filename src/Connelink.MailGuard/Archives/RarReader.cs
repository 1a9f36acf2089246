namespace Connelink.MailGuard.Archives;

/// <summary>Reads a RAR archive as it passes, from header to header: version 4 (1.5 to 4.x) and version 5.</summary>
internal sealed class RarReader(FileInspector file) : IEmbeddedReader
{
    /// <summary>Longest header read whole. RAR 5 allows 2 MiB; real ones are a few hundred octets.</summary>
    private const int MostHeader = 64 * 1024;
    private const int FirstKept = 64;

    private byte[] _header = new byte[FirstKept];
    private int _kept;
    private int _needed;
    private long _skip;
    private bool _isVersion5;
    private bool _isFile;

    public bool IsOpen { get; private set; }

    /// <summary>The first header was one: this is an archive and not the bare signature.</summary>
    public bool IsMet { get; private set; }

    /// <param name="behind">Octets behind the signature that have passed already.</param>
    /// <param name="isFile">Whether damage is to be reported.</param>
    public void Begin(Mark mark, ReadOnlySpan<byte> behind, bool isFile)
    {
        _isFile = isFile;
        _isVersion5 = mark == Mark.Rar5;
        (IsOpen, IsMet, _kept, _skip) = (true, false, 0, 0);
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
            var part = octets[..Math.Min(_needed - _kept, octets.Length)];
            part.CopyTo(_header.AsSpan(_kept));
            _kept += part.Length;
            octets = octets[part.Length..];
            if (_kept == _needed) Read(_isVersion5 ? Rar5Header.Read(_header.AsSpan(0, _kept)) : Rar4Header.Read(_header.AsSpan(0, _kept), isFirst: !IsMet));
        }
    }

    public void Complete()
    {
        // Programs before RAR 5 may leave out the end header; a header cut short is no end.
        if (IsOpen && IsMet && (_skip > 0 || _kept > 0 || _isVersion5) && _isFile) file.Context.Report(ArchiveFindings.Truncated, file.Depth);
        Abandon();
    }

    public void Abandon() => IsOpen = false;

    private void Read(RarBlock block)
    {
        if (block.Needed > _kept && block.Needed <= MostHeader)
        {
            _needed = block.Needed;
            if (_header.Length < _needed) Array.Resize(ref _header, Math.Max(_needed, Math.Min(MostHeader, 2 * _header.Length)));
            return;
        }
        if (!block.IsHeader)
        {
            if (IsMet && _isFile) file.Context.Report(ArchiveFindings.DamagedHeader, file.Depth);
            Abandon();
            return;
        }
        if (!IsMet)
        {
            IsMet = true;
            file.Context.Report(ArchiveFindings.Unseen, file.Depth);
        }
        if (block.IsEncrypted) file.Context.Report(ArchiveFindings.EncryptedRar, file.Depth);
        _skip = block.Behind;
        (_kept, _needed) = (0, _isVersion5 ? Rar5Header.FirstOctets : Rar4Header.FixedOctets);
        if (block.IsLast) Abandon();
    }
}
