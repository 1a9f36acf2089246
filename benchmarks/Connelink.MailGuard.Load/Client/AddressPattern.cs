using System.Text;

namespace Connelink.MailGuard.Load.Client;

/// <summary>Addresses by number: <c>user######@load.example</c> is user000001@load.example and so on, round and round.</summary>
internal sealed class AddressPattern
{
    private readonly byte[] _prefix;
    private readonly byte[] _suffix;
    private readonly int _digits;
    private readonly int _count;

    public AddressPattern(string pattern, int count)
    {
        var first = pattern.IndexOf('#', StringComparison.Ordinal);
        var last = pattern.LastIndexOf('#');
        _count = count;
        _digits = first < 0 ? 0 : last - first + 1;
        _prefix = Encoding.ASCII.GetBytes(first < 0 ? pattern : pattern[..first]);
        _suffix = Encoding.ASCII.GetBytes(first < 0 ? "" : pattern[(last + 1)..]);
    }

    public int Write(Span<byte> destination, long index)
    {
        _prefix.CopyTo(destination);
        Digits.Write(destination.Slice(_prefix.Length, _digits), (int)(index % _count) + 1);
        _suffix.CopyTo(destination[(_prefix.Length + _digits)..]);
        return _prefix.Length + _digits + _suffix.Length;
    }

    public string Print(long index)
    {
        Span<byte> octets = stackalloc byte[512];
        return Encoding.ASCII.GetString(octets[..Write(octets, index)]);
    }
}
