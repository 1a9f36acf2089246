using System.Buffers;

namespace Connelink.MailGuard;

/// <summary>Octets that come in pieces. Grows with what has come, not with what is announced; <see cref="Dispose"/> gives all back.</summary>
internal struct KeptOctets : IDisposable
{
    private const int FirstOctets = 256;

    private byte[]? _octets;

    public int Length { get; private set; }

    public readonly ReadOnlySpan<byte> Span => _octets.AsSpan(0, Length);

    public void Add(ReadOnlySpan<byte> octets)
    {
        var needed = Length + octets.Length;
        if (_octets is { } kept && kept.Length >= needed)
        {
            octets.CopyTo(kept.AsSpan(Length));
        }
        else
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, 2 * (_octets?.Length ?? FirstOctets / 2)));
            Span.CopyTo(larger);
            octets.CopyTo(larger.AsSpan(Length)); // before the old ones go back: they may be some of them
            if (_octets is not null) ArrayPool<byte>.Shared.Return(_octets);
            _octets = larger;
        }
        Length = needed;
    }

    /// <summary>What comes next takes the place of what is kept.</summary>
    public void Clear() => Length = 0;

    public void Dispose()
    {
        if (_octets is { } kept) ArrayPool<byte>.Shared.Return(kept);
        (_octets, Length) = (null, 0);
    }
}
