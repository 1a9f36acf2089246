using Connelink.MailGuard.Inspection;
using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Session;

/// <summary>Hands the content of one message to its inspection. When that becomes dear, what is left waits to be inspected on the worker lane.</summary>
/// <remarks>
/// A polling loop may not be held up. Passing mail by costs it nothing worth mentioning, but a few octets can inflate to a thousand times as
/// many. So the inspection is shown a little at a time, and once it has inflated much, the rest of the message is inspected elsewhere.
/// </remarks>
internal sealed class ContentInspector(InspectionPool pool) : IContentSink
{
    private const int Stride = 16_384;

    /// <summary>Octets inflated for one message on a polling loop: about a millisecond.</summary>
    private const long InflatedInline = 262_144;

    private readonly List<ReadOnlyMemory<byte>> _waiting = [];
    private MessageInspection? _inspection;
    private ReadOnlyMemory<byte> _block;

    /// <summary>What was found so far; null when nothing is looked for.</summary>
    public MessageFacts? Facts => _inspection?.Facts;

    /// <summary>Something waits for <see cref="Continue"/>.</summary>
    public bool IsWaiting => _waiting.Count > 0;

    public void Open(bool opensDocuments)
    {
        _inspection ??= pool.Rent();
        _inspection.Begin(opensDocuments);
    }

    /// <summary>The message is over, or refused: what still comes is not looked at.</summary>
    public void Close()
    {
        if (_inspection is not null) pool.Return(_inspection);
        _inspection = null;
        _waiting.Clear();
        _block = default;
    }

    /// <summary>The memory that the next content lies in; it must stay as it is until nothing waits.</summary>
    public void Begin(ReadOnlyMemory<byte> block) => _block = block;

    public void Write(ReadOnlySpan<byte> content)
    {
        if (_inspection is not { } inspection) return;

        var shown = 0;
        for (; shown < content.Length && inspection.Inflated <= InflatedInline && _waiting.Count == 0; shown += Stride)
        {
            inspection.Write(content.Slice(shown, Math.Min(Stride, content.Length - shown)));
        }
        if (shown < content.Length && _block.Span.Overlaps(content[shown..], out var start)) _waiting.Add(_block.Slice(start, content.Length - shown));
    }

    /// <summary>Inspects what waits, however long it takes: on the worker lane.</summary>
    public void Continue()
    {
        foreach (var content in _waiting) _inspection?.Write(content.Span);
        _waiting.Clear();
    }

    /// <summary>End-of-data, after <see cref="Continue"/> where something waits.</summary>
    public void Complete() => _inspection?.Complete();
}
