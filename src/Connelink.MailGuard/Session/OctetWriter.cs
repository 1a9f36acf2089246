using System.Globalization;
using System.Text;

namespace Connelink.MailGuard.Session;

/// <summary>Writes one thing behind the other into octets that are known to be enough.</summary>
internal ref struct OctetWriter(Span<byte> destination)
{
    private readonly Span<byte> _destination = destination;

    public int Written { get; private set; }

    public readonly int Left => _destination.Length - Written;

    public void Write(scoped ReadOnlySpan<byte> octets)
    {
        octets.CopyTo(_destination[Written..]);
        Written += octets.Length;
    }

    /// <summary>ASCII; anything else becomes a question mark.</summary>
    public void Write(scoped ReadOnlySpan<char> text) => Written += Encoding.ASCII.GetBytes(text, _destination[Written..]);

    public void Write<T>(T value, scoped ReadOnlySpan<char> format)
        where T : IUtf8SpanFormattable
    {
        if (!value.TryFormat(_destination[Written..], out var length, format, CultureInfo.InvariantCulture))
        {
            throw new ArgumentException("The destination is too short.", nameof(value));
        }
        Written += length;
    }

    public void TakeBack(int octets) => Written -= octets;
}
