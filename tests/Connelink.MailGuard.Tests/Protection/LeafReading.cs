using Connelink.MailGuard.Archives;
using Connelink.MailGuard.Inspection;
using Connelink.MailGuard.Protection;
using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Tests.Protection;

/// <summary>What the readers make of one leaf: findings and the content they hand on.</summary>
public sealed record LeafReading(ProtectionFindings Findings, CmsContentType ContentType, byte[] Content)
{
    /// <summary>Written in pieces of so many octets.</summary>
    public static LeafReading Of(byte[] leaf, LeafTraits traits, int pieceOctets = int.MaxValue) =>
        Of(leaf, traits, Enumerable.Range(1, Math.Max(0, (leaf.Length - 1) / pieceOctets)).Select(piece => piece * pieceOctets));

    /// <summary>Written in pieces that end at these places.</summary>
    public static LeafReading Of(byte[] leaf, LeafTraits traits, IEnumerable<int> splits)
    {
        var content = new Kept();
        var reader = new ProtectionReader(content, new MessageInflater(new ArchiveContext()), new MessageInflater(new ArchiveContext()));
        return Of(reader, content, leaf, traits, splits);
    }

    /// <summary>The same at every place where the octets may be cut once, and cut into small pieces.</summary>
    public static LeafReading AtEverySplit(byte[] leaf, LeafTraits traits)
    {
        var content = new Kept();
        var reader = new ProtectionReader(content, new MessageInflater(new ArchiveContext()), new MessageInflater(new ArchiveContext()));
        var whole = Of(reader, content, leaf, traits, []);
        for (var split = 1; split < leaf.Length; split++) whole.MustEqual(Of(reader, content, leaf, traits, [split]), $"split at {split}");
        foreach (var octets in new[] { 1, 2, 3, 7, 64, 127, 129 }) whole.MustEqual(Of(leaf, traits, octets), $"pieces of {octets}");
        return whole;
    }

    public void MustEqual(LeafReading other, string how)
    {
        if (other.Findings == Findings && other.ContentType == ContentType && other.Content.AsSpan().SequenceEqual(Content)) return;
        throw new InvalidOperationException($"{how}: {other.Findings} instead of {Findings}, {other.Content.Length} octets instead of {Content.Length}");
    }

    private static LeafReading Of(ProtectionReader reader, Kept content, byte[] leaf, LeafTraits traits, IEnumerable<int> splits)
    {
        content.Octets.Clear();
        reader.Begin(traits);
        var from = 0;
        foreach (var split in splits.Append(leaf.Length))
        {
            reader.Write(leaf.AsSpan(from, split - from));
            from = split;
        }
        reader.Complete();
        return new(reader.Findings, reader.ContentType, [.. content.Octets]);
    }

    private sealed class Kept : IContentSink
    {
        public List<byte> Octets { get; } = [];

        public void Write(ReadOnlySpan<byte> content) => Octets.AddRange(content);
    }
}
