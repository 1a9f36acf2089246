namespace Connelink.MailGuard.Archives;

/// <summary>A deflated file in another one: inflated until it is known to be of no interest, or to its end.</summary>
internal sealed class DeflatedFile : IOctetSink
{
    private const int FirstAsked = 1024;
    private const int AskedEach = ArchiveContext.MostSniffed;

    private Inflater? _inflater;
    private FileInspector? _file;
    private FileInspector? _parent;
    private InflateStatus _status;
    private long _inflated;

    /// <param name="whole">Its name is that of an archive: looked through even where its head shows nothing.</param>
    /// <param name="kind">What it is by its place.</param>
    public void Begin(FileInspector parent, bool whole, ContainedKind? kind = null)
    {
        _parent = parent;
        _file = parent.Context.MayInflate ? parent.OpenContained(whole, kind) : null;
        _status = _file is null ? InflateStatus.Stopped : InflateStatus.More;
        if (_file is null) return;
        _inflater = Inflater.Rent();
        _inflater.Reset();
        _inflated = 0;
    }

    /// <summary>The next stream continues the same file, as the members of gzip do (RFC 1952 2.2).</summary>
    public void BeginNextStream()
    {
        _inflater?.Reset();
        if (_status == InflateStatus.Ended) _status = InflateStatus.More;
    }

    public InflateStatus Write(ReadOnlySpan<byte> octets, out int consumed)
    {
        consumed = octets.Length;
        if (_status != InflateStatus.More) return _status;
        _status = _inflater!.Write(octets, this, out consumed);
        if (_status == InflateStatus.Stopped) Abandon();
        return _status;
    }

    /// <summary>The stream should have ended here.</summary>
    public InflateStatus Complete()
    {
        _parent?.CloseContained(ref _file);
        Abandon();
        return _status;
    }

    public void Abandon()
    {
        if (_inflater is { } inflater) Inflater.Return(inflater);
        _inflater = null;
        _parent?.DropContained(ref _file);
    }

    /// <summary>Whether more is wanted is asked at fixed places, so that it does not matter how much comes at a time.</summary>
    bool IOctetSink.Write(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            var next = _inflated < FirstAsked ? FirstAsked : (_inflated / AskedEach + 1) * AskedEach;
            var part = octets[..(int)Math.Min(next - _inflated, octets.Length)];
            octets = octets[part.Length..];
            if (!_parent!.Context.Spend(part.Length)) return false;
            _file!.Write(part);
            _inflated += part.Length;
            if (_inflated == next && !_file.WantsMore) return false;
        }
        return true;
    }
}
