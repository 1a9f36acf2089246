using System.Text;

namespace Connelink.MailGuard.Attacks;

/// <summary>The octets of a message, made block by block each time they are asked for: the large ones are never stored.</summary>
public sealed class MailContent(Func<IEnumerable<ReadOnlyMemory<byte>>> blocks)
{
    public IEnumerable<ReadOnlyMemory<byte>> Blocks => blocks();

    /// <summary>Text is written with one character for each octet, U+0000 to U+00FF.</summary>
    public static implicit operator MailContent(string text) => Of(() => text);

    public static MailContent Of(Func<string> text) => new(() => [Encoding.Latin1.GetBytes(text())]);

    /// <summary>Pieces that follow each other.</summary>
    public static MailContent Join(params MailContent[] pieces) => new(() => pieces.SelectMany(piece => piece.Blocks));

    public long CountOctets() => Blocks.Sum(block => (long)block.Length);

    public byte[] ToArray()
    {
        using var all = new MemoryStream();
        foreach (var block in Blocks) all.Write(block.Span);
        return all.ToArray();
    }
}
