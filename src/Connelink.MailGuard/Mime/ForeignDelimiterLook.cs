using System.Text;

namespace Connelink.MailGuard.Mime;

/// <summary>Looks in a preamble or epilogue for a line that begins with two hyphens and has a Content- field behind it: parts for programs that guess boundaries.</summary>
internal sealed class ForeignDelimiterLook
{
    private const int Needed = 8;

    private readonly byte[] _start = new byte[Needed];
    private int _length;
    private bool _isBehindHyphens;

    public void Begin()
    {
        _length = 0;
        _isBehindHyphens = false;
    }

    public bool Read(ReadOnlySpan<byte> octets)
    {
        var found = false;
        while (!octets.IsEmpty)
        {
            if (_length == Needed)
            {
                var end = octets.IndexOf((byte)'\n');
                if (end < 0) return found;
                octets = octets[end..];
            }
            var octet = octets[0];
            octets = octets[1..];
            if (octet != '\n')
            {
                _start[_length++] = octet;
                found |= _length == Needed && _isBehindHyphens && Ascii.EqualsIgnoreCase(_start, "Content-"u8);
            }
            else
            {
                _isBehindHyphens = _length > 2 && _start.AsSpan().StartsWith("--"u8);
                _length = 0;
            }
        }
        return found;
    }
}
