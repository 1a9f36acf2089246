namespace Connelink.MailGuard.Mime;

/// <summary>Octets put together from pieces, up to a limit; what goes beyond is dropped. Used again.</summary>
internal sealed class OctetBuffer(int limit)
{
    private byte[] _octets = [];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Octets => _octets.AsSpan(0, Length);

    public void Clear() => Length = 0;

    /// <summary>False when some were dropped.</summary>
    public bool Add(ReadOnlySpan<byte> octets)
    {
        var fits = octets.Length <= limit - Length;
        if (!fits) octets = octets[..(limit - Length)];
        var length = Length + octets.Length;
        if (length > _octets.Length) Array.Resize(ref _octets, Math.Min(limit, Math.Max(512, length * 2)));
        octets.CopyTo(_octets.AsSpan(Length));
        Length = length;
        return fits;
    }
}
