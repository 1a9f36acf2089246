using Connelink.MailGuard.Archives;
using Connelink.MailGuard.Protection;
using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Inspection;

/// <summary>Inflates what is compressed in a protected message, out of the budget of its archives.</summary>
/// <remarks>Its memory is lent from <see cref="Begin"/> to <see cref="Release"/>.</remarks>
public sealed class MessageInflater(ArchiveContext context) : IInflater, IOctetSink
{
    private const int HeaderOctets = 2;

    private Inflater? _inflater;
    private IContentSink? _inflated;
    private int _headerOctets;
    private int _header;

    public void Begin(bool hasZlibHeader)
    {
        _inflater ??= Inflater.Rent();
        _inflater.Reset();
        (_headerOctets, _header) = (hasZlibHeader ? HeaderOctets : 0, 0);
    }

    public InflateOutcome Write(ReadOnlySpan<byte> compressed, IContentSink inflated)
    {
        for (; _headerOctets > 0 && !compressed.IsEmpty; _headerOctets--)
        {
            _header = (_header << 8) | compressed[0];
            compressed = compressed[1..];
            if (_headerOctets == 1 && !IsZlib(_header)) return InflateOutcome.Broken;
        }
        if (_inflater is null) return InflateOutcome.Broken;

        _inflated = inflated;
        var status = _inflater.Write(compressed, this, out _);
        _inflated = null;
        return status switch
        {
            InflateStatus.More => InflateOutcome.Running,
            InflateStatus.Ended => InflateOutcome.Complete,
            InflateStatus.Stopped => InflateOutcome.OverBudget,
            _ => InflateOutcome.Broken,
        };
    }

    /// <summary>Gives the memory back: the message has ended.</summary>
    public void Release()
    {
        if (_inflater is not null) Inflater.Return(_inflater);
        _inflater = null;
    }

    bool IOctetSink.Write(ReadOnlySpan<byte> octets)
    {
        if (!context.Spend(octets.Length)) return false;
        _inflated!.Write(octets);
        return true;
    }

    /// <summary>RFC 1950 2.2: method 8, no preset dictionary, check bits.</summary>
    private static bool IsZlib(int header) => (header & 0x0F20) == 0x0800 && header % 31 == 0;
}
