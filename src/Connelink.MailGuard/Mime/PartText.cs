using System.Text;

namespace Connelink.MailGuard.Mime;

/// <summary>Where a text stands in a <see cref="PartText"/>.</summary>
internal readonly record struct TextRange(int Start, int Length);

/// <summary>The few texts that a part keeps of its header section, in one buffer that is used again.</summary>
internal sealed class PartText
{
    /// <summary>A longer one keeps its end: of a file name that is what counts.</summary>
    public const int MaxTextOctets = 1024;

    private byte[] _octets = new byte[256];
    private int _used;

    public ReadOnlySpan<byte> this[TextRange range] => _octets.AsSpan(range.Start, range.Length);

    public void Clear() => _used = 0;

    public TextRange Add(ReadOnlySpan<byte> text)
    {
        if (text.Length > MaxTextOctets) text = text[^MaxTextOctets..];
        if (_octets.Length - _used < text.Length) Array.Resize(ref _octets, Math.Max(_octets.Length * 2, _used + text.Length));
        text.CopyTo(_octets.AsSpan(_used));
        var range = new TextRange(_used, text.Length);
        _used += text.Length;
        return range;
    }

    public TextRange AddLowerCase(ReadOnlySpan<byte> text)
    {
        var range = Add(text);
        Ascii.ToLowerInPlace(_octets.AsSpan(range.Start, range.Length), out _);
        return range;
    }
}
