using Connelink.MailGuard.Mime;

namespace Connelink.MailGuard.Tests.Mime;

/// <summary>What the leaves of a message decode to in their first reading.</summary>
internal sealed class LeafOctets : IMimeSink
{
    private readonly List<MemoryStream> _leaves = [];

    public static byte[][] Of(byte[] message)
    {
        var leaves = new LeafOctets();
        var scanner = new MimeScanner();
        scanner.Begin(leaves);
        scanner.Write(message);
        scanner.Complete();
        return [.. leaves._leaves.Select(leaf => leaf.ToArray())];
    }

    public void BeginPart(MimePart part)
    {
    }

    public void Content(MimePart leaf, int reading, ReadOnlySpan<byte> octets)
    {
        if (reading > 0) return;
        if (leaf.State is null) _leaves.Add((MemoryStream)(leaf.State = new MemoryStream()));
        ((MemoryStream)leaf.State).Write(octets);
    }

    public void EndPart(MimePart part)
    {
    }

    public void Irregular(MimeIrregularity irregularity, MimePart part)
    {
    }
}
