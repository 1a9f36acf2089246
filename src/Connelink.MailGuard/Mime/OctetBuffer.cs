using System.Buffers;

namespace Connelink.MailGuard.Mime;

/// <summary>Octets put together from pieces, up to a limit; what goes beyond is dropped. Used again.</summary>
internal sealed class OctetBuffer(int limit)
{
    private const int FirstOctets = 512;

    private byte[] _octets = [];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Octets => _octets.AsSpan(0, Length);

    public void Clear() => Length = 0;

    /// <summary>Empty, and without memory until something is added.</summary>
    public void Release()
    {
        Length = 0;
        Exchange([]);
    }

    /// <summary>False when some were dropped.</summary>
    public bool Add(ReadOnlySpan<byte> octets)
    {
        var fits = octets.Length <= limit - Length;
        if (!fits) octets = octets[..(limit - Length)];
        var length = Length + octets.Length;
        if (length > _octets.Length) Grow(length, octets);
        else octets.CopyTo(_octets.AsSpan(Length));
        Length = length;
        return fits;
    }

    private void Grow(int length, ReadOnlySpan<byte> added)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Min(limit, Math.Max(FirstOctets, length * 2)));
        Octets.CopyTo(larger);
        added.CopyTo(larger.AsSpan(Length));
        Exchange(larger);
    }

    private void Exchange(byte[] octets)
    {
        if (_octets.Length > 0) ArrayPool<byte>.Shared.Return(_octets);
        _octets = octets;
    }
}
