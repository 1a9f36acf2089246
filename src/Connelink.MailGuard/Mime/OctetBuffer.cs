namespace Connelink.MailGuard.Mime;

/// <summary>Octets put together from pieces, up to a limit; what goes beyond is dropped. Used again.</summary>
internal sealed class OctetBuffer(int limit)
{
    private KeptOctets _kept;

    public int Length => _kept.Length;

    public ReadOnlySpan<byte> Octets => _kept.Span;

    public void Clear() => _kept.Clear();

    /// <summary>Empty, and without memory until something is added.</summary>
    public void Release() => _kept.Dispose();

    /// <summary>False when some were dropped.</summary>
    public bool Add(ReadOnlySpan<byte> octets)
    {
        var fits = octets.Length <= limit - Length;
        _kept.Add(fits ? octets : octets[..(limit - Length)]);
        return fits;
    }
}
