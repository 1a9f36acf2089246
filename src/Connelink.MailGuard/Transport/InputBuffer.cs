using System.Buffers;

namespace Connelink.MailGuard.Transport;

/// <summary>What a connection has read and nobody has consumed yet. Grows where it must, and is small again once it is empty.</summary>
internal sealed class InputBuffer : IDisposable
{
    /// <summary>Octets for commands and replies. A session that waits costs little; mail data goes to slabs.</summary>
    private const int UsualOctets = 4096;

    private byte[] _octets = ArrayPool<byte>.Shared.Rent(UsualOctets);
    private int _start;
    private int _end;

    public bool IsEmpty => _start == _end;

    public ReadOnlyMemory<byte> Unconsumed => _octets.AsMemory(_start, _end - _start);

    public ReadOnlySpan<byte> Span => _octets.AsSpan(_start, _end - _start);

    public void Consume(int octets)
    {
        _start += octets;
        if (_start == _end) _start = _end = 0;
    }

    /// <summary>Where to read to, behind what is there; at least one octet.</summary>
    public Memory<byte> Space()
    {
        if (IsEmpty && _octets.Length > UsualOctets) Exchange(UsualOctets);
        MakeRoom(1);
        return _octets.AsMemory(_end);
    }

    /// <summary>So many octets of <see cref="Space"/> were read.</summary>
    public void Advance(int octets) => _end += octets;

    public void Append(ReadOnlySpan<byte> octets)
    {
        MakeRoom(octets.Length);
        octets.CopyTo(_octets.AsSpan(_end));
        _end += octets.Length;
    }

    /// <summary>Hands out the first octets, as many as fit; how many.</summary>
    public int Take(Span<byte> destination)
    {
        var octets = Math.Min(destination.Length, _end - _start);
        Span[..octets].CopyTo(destination);
        Consume(octets);
        return octets;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_octets);
        _octets = [];
        _start = _end = 0;
    }

    private void MakeRoom(int octets)
    {
        if (_octets.Length - _end >= octets) return;

        var length = _end - _start;
        if (_octets.Length - length < octets)
        {
            Exchange(Math.Max(_octets.Length * 2, length + octets));
            return;
        }
        Buffer.BlockCopy(_octets, _start, _octets, 0, length);
        (_start, _end) = (0, length);
    }

    private void Exchange(int size)
    {
        var other = ArrayPool<byte>.Shared.Rent(size);
        var length = Span.Length;
        Span.CopyTo(other);
        ArrayPool<byte>.Shared.Return(_octets);
        (_octets, _start, _end) = (other, 0, length);
    }
}
