namespace Connelink.MailGuard.Smtp;

/// <summary>Memory of one mail transaction: octets are appended, pointed at, and forgotten all together. Not thread-safe.</summary>
/// <remarks>Growing takes a new block and leaves the old one to those who point into it; <see cref="Reset"/> keeps the last block, unless it is large.</remarks>
public sealed class OctetArena(int blockOctets = 1024)
{
    /// <summary>A block that grew beyond this is not kept: thousands of sessions would each hold what one large envelope took.</summary>
    private const int KeptOctets = 4096;

    private byte[] _block = new byte[blockOctets];
    private int _used;

    /// <summary>Octets appended since the last <see cref="Reset"/>.</summary>
    public int Octets { get; private set; }

    /// <summary>Octets to write into; call <see cref="Commit"/> with how many were used.</summary>
    public Span<byte> Reserve(int octets)
    {
        if (_block.Length - _used < octets)
        {
            _block = new byte[Math.Max(octets, Math.Min(_block.Length * 2, 65536))];
            _used = 0;
        }
        return _block.AsSpan(_used);
    }

    public ReadOnlyMemory<byte> Commit(int octets)
    {
        var memory = _block.AsMemory(_used, octets);
        _used += octets;
        Octets += octets;
        return memory;
    }

    public ReadOnlyMemory<byte> Append(ReadOnlySpan<byte> octets)
    {
        octets.CopyTo(Reserve(octets.Length));
        return Commit(octets.Length);
    }

    /// <summary>Forgets everything: what pointed here is invalid from now on.</summary>
    public void Reset()
    {
        if (_block.Length > KeptOctets) _block = new byte[blockOctets];
        _used = Octets = 0;
    }
}
