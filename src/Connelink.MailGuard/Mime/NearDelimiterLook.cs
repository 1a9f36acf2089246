namespace Connelink.MailGuard.Mime;

/// <summary>Looks through content for what is nearly a delimiter of an open multipart: at another place than the start of a line, or in other case.</summary>
/// <remarks>Push, bounded, the same however the content is split. Content without two hyphens side by side passes unread.</remarks>
internal sealed class NearDelimiterLook(DelimiterStack delimiters)
{
    /// <summary>As many hyphens as before the longest boundary of hyphens, and one.</summary>
    private const int MostHyphens = MimeLimits.MaxBoundaryOctets + 3;

    /// <summary>What is looked at behind hyphens: a boundary, "--", and some quotes or blanks.</summary>
    private const int Behind = 96;

    /// <summary>From hyphens on whose line has not ended, and not gone on for long enough.</summary>
    private readonly OctetBuffer _open = new(MostHyphens + (2 * Behind));
    private readonly byte[] _scanned = new byte[MostHyphens + (2 * Behind)];

    /// <summary>The open hyphens, or else what comes next, begin a line.</summary>
    private bool _atLineStart;

    /// <summary>The same, but blanks may stand before.</summary>
    private bool _isFirst;

    /// <summary>Hyphens are at the end of what was read: what follows must be seen.</summary>
    public bool IsOpen => _open.Length > 0;

    public void Begin()
    {
        _open.Clear();
        _atLineStart = true;
        _isFirst = true;
    }

    /// <summary>Octets without hyphens were read, to the start of a line or not.</summary>
    public void Skip(bool atLineStart) => (_atLineStart, _isFirst) = (atLineStart, atLineStart);

    /// <summary>Passes by octets without two hyphens side by side.</summary>
    public void Pass(ReadOnlySpan<byte> octets)
    {
        if (_open.Length > 0) Read(octets);
        else Keep(octets);
    }

    public void Read(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            if (_open.Length == 0)
            {
                Scan(octets, isEnd: false);
                return;
            }
            if (!_open.Octets.ContainsAnyExcept((byte)'-'))
            {
                var end = octets.IndexOfAnyExcept((byte)'-');
                var hyphens = end < 0 ? octets.Length : end;
                _open.Add(octets[..Math.Min(hyphens, MostHyphens - _open.Length)]);
                octets = octets[hyphens..];
            }
            var taken = octets[..Math.Min(octets.Length, Behind)];
            _open.Add(taken);
            octets = octets[taken.Length..];
            ScanOpen(isEnd: false);
        }
    }

    /// <summary>The content has ended.</summary>
    public void Complete()
    {
        if (_open.Length > 0) ScanOpen(isEnd: true);
    }

    private void ScanOpen(bool isEnd)
    {
        var length = _open.Length;
        _open.Octets.CopyTo(_scanned);
        _open.Clear();
        Scan(_scanned.AsSpan(0, length), isEnd);
    }

    private void Scan(ReadOnlySpan<byte> octets, bool isEnd)
    {
        var at = 0;
        while (octets[at..].IndexOf("--"u8) is >= 0 and var hit)
        {
            var start = at + hit;
            var end = octets[start..].IndexOfAnyExcept((byte)'-');
            end = end < 0 ? octets.Length : start + end;
            var behind = octets[end..Math.Min(octets.Length, end + Behind)];
            var lineEnd = behind.IndexOf((byte)'\n');
            var atLineStart = start == 0 ? _atLineStart : octets[start - 1] == '\n';
            if (lineEnd < 0 && behind.Length < Behind && !isEnd)
            {
                _open.Add(octets[Math.Max(start, end - MostHyphens)..]);
                _isFirst = IsFirst(octets[..start]);
                _atLineStart = atLineStart;
                return;
            }
            if (lineEnd >= 0) behind = behind[..lineEnd];
            if (delimiters.MayBeNear(behind)) delimiters.NoteNear(new HyphenRun(atLineStart, IsFirst(octets[..start]), end - start, behind));
            at = end;
        }
        // Where hyphens are last, the content has ended.
        if (at < octets.Length) Keep(octets);
    }

    /// <summary>What the next octets need to know of these. A hyphen at the end may be the first of two.</summary>
    private void Keep(ReadOnlySpan<byte> octets)
    {
        var before = octets[^1] == '-' ? octets[..^1] : octets;
        _isFirst = IsFirst(before);
        if (!before.IsEmpty) _atLineStart = before[^1] == '\n';
        if (before.Length < octets.Length) _open.Add("-"u8);
    }

    private bool IsFirst(ReadOnlySpan<byte> before)
    {
        before = before.TrimEnd(" \t"u8);
        return before.IsEmpty ? _isFirst : before[^1] == '\n';
    }
}
