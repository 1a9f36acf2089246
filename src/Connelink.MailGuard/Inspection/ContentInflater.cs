using Connelink.MailGuard.Archives;
using Connelink.MailGuard.Protection;
using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Inspection;

/// <summary>Inflates what is compressed in protected content, from the budget of the message's archives. Reused.</summary>
internal sealed class ContentInflater(ArchiveContext archives) : IInflater, IOctetSink
{
    private const int ZlibHeaderOctets = 2;

    private Inflater? _inflater; // 80 KiB: compressed content is rare
    private IContentSink? _sink;
    private int _toSkip;

    public void Begin(bool hasZlibHeader)
    {
        (_inflater ??= new Inflater()).Reset();
        _toSkip = hasZlibHeader ? ZlibHeaderOctets : 0;
    }

    public InflateOutcome Write(ReadOnlySpan<byte> compressed, IContentSink inflated)
    {
        var skipped = Math.Min(_toSkip, compressed.Length);
        _toSkip -= skipped;
        _sink = inflated;
        return _inflater!.Write(compressed[skipped..], this, out _) switch
        {
            InflateStatus.Ended => InflateOutcome.Complete,
            InflateStatus.Damaged => InflateOutcome.Broken,
            InflateStatus.Stopped => InflateOutcome.OverBudget,
            _ => InflateOutcome.Running,
        };
    }

    bool IOctetSink.Write(ReadOnlySpan<byte> octets)
    {
        _sink!.Write(octets);
        return archives.Spend(octets.Length, depth: 0);
    }
}
