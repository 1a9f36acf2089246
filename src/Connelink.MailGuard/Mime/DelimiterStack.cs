namespace Connelink.MailGuard.Mime;

/// <summary>The boundaries of the open multiparts, in the order of their octets, so that a line costs a few comparisons however many are open.</summary>
internal sealed class DelimiterStack
{
    /// <summary>Boundaries that extend another, at once: real mail has one or two.</summary>
    private const int MostExtending = 4;

    /// <summary>Those behind <see cref="Count"/> wait to be used again.</summary>
    private readonly OpenBoundary?[] _boundaries = new OpenBoundary?[MimeLimits.MaxDepth + 1];

    /// <summary>How each begins, in the order of its octets: most lines differ in these from all of them.</summary>
    private readonly ulong[] _starts = new ulong[MimeLimits.MaxDepth + 1];

    private readonly BoundaryTails _tails = new();

    /// <summary>By level: something was nearly its delimiter.</summary>
    private readonly bool[] _near = new bool[MimeLimits.MaxDepth + 2];

    public int Count { get; private set; }

    private ReadOnlySpan<OpenBoundary> Boundaries => _boundaries.AsSpan(0, Count)!;

    public void Clear() => Count = 0;

    public BoundaryRelation Push(ReadOnlySpan<byte> octets, int level)
    {
        var place = PlaceOf(octets);
        var boundary = _boundaries[Count] ?? new OpenBoundary();
        _boundaries.AsSpan(place, Count - place).CopyTo(_boundaries.AsSpan(place + 1));
        _boundaries[place] = boundary;
        Count++;
        boundary.Begin(octets, level);
        _near[level] = false;
        NoteStarts();
        return Relate(boundary);
    }

    /// <summary>Holds a new boundary against all others.</summary>
    private BoundaryRelation Relate(OpenBoundary boundary)
    {
        var worst = BoundaryRelation.None;
        var extending = 0;
        foreach (var other in Boundaries)
        {
            if (other != boundary && OpenBoundary.Relate(boundary, other) is var relation && relation > worst) worst = relation;
            if (other.Extends && other != boundary) extending++;
        }
        if (boundary.Extends) extending++;
        return extending > MostExtending ? BoundaryRelation.Ambiguous : worst;
    }

    /// <summary>Whether the boundary of the multipart at this level began with that of another: its close delimiter opens a part for those who compare prefixes.</summary>
    public bool Extends(int level)
    {
        foreach (var boundary in Boundaries)
        {
            if (boundary.Level == level) return boundary.Extends;
        }
        return false;
    }

    /// <summary>The multipart at this level, and any above, has ended.</summary>
    public void PopFrom(int level)
    {
        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            if (_boundaries[i]!.Level >= level) continue;
            (_boundaries[kept], _boundaries[i]) = (_boundaries[i], _boundaries[kept]);
            kept++;
        }
        if (kept == Count) return;
        Count = kept;
        NoteStarts();
    }

    private void NoteStarts()
    {
        var boundaries = Boundaries;
        for (var i = 0; i < boundaries.Length; i++)
        {
            _starts[i] = FirstOctets.InOrder(boundaries[i].Octets);
            // What was noted once need not be found again.
            if (_near[boundaries[i].Level]) _tails.SetNone(i);
            else _tails.Set(i, boundaries[i].Tail);
        }
    }

    /// <param name="line">What stands behind the two hyphens, without the line end.</param>
    public Delimiter Match(ReadOnlySpan<byte> line)
    {
        // What a line begins with stands directly before it in this order, but for boundaries that extend the same one.
        var boundaries = Boundaries;
        var place = PlaceOf(line) - 1;
        while (place >= 0 && !line.StartsWith(boundaries[place].Octets)) place = boundaries[place].Extends ? place - 1 : -1;
        if (place < 0) return default;

        var boundary = boundaries[place];
        var rest = line[boundary.Octets.Length..];
        var kind = DelimiterKind.Delimiter;
        if (rest.StartsWith("--"u8))
        {
            kind = DelimiterKind.Close;
            rest = rest[2..];
        }
        if (rest.ContainsAnyExcept((byte)' ', (byte)'\t')) kind = DelimiterKind.Junk;
        return new Delimiter(kind, boundary.Level, rest.Length > 0);
    }

    /// <summary>Whether something was noted for the multipart at this level.</summary>
    public bool WasNear(int level) => _near[level];

    /// <summary>Whether what stands behind hyphens begins like a boundary: nearly all does not.</summary>
    public bool MayBeNear(ReadOnlySpan<byte> behind)
    {
        var bare = HyphenRun.WithoutQuotes(behind);
        return !bare.IsEmpty && _tails.AnyBegins(FirstOctets.WithoutCase(bare), Count);
    }

    /// <summary>Notes of which multiparts this is nearly a delimiter.</summary>
    public void NoteNear(HyphenRun run)
    {
        var start = FirstOctets.WithoutCase(run.Bare);
        var isNoted = false;
        var boundaries = Boundaries;
        for (var i = 0; i < boundaries.Length; i++)
        {
            if (_tails.MayBegin(i, start) && boundaries[i].IsNear(run)) _near[boundaries[i].Level] = isNoted = true;
        }
        if (isNoted) NoteStarts();
    }

    /// <summary>Boundaries before it are less than the text or equal: of two that are equal the inner one stands last.</summary>
    private int PlaceOf(ReadOnlySpan<byte> text)
    {
        var start = FirstOctets.InOrder(text);
        var boundaries = Boundaries;
        var low = 0;
        var high = boundaries.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            var isBefore = _starts[middle] != start ? _starts[middle] < start : boundaries[middle].Octets.SequenceCompareTo(text) <= 0;
            if (isBefore) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
