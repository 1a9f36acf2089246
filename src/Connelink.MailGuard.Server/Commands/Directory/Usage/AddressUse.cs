namespace Connelink.MailGuard.Server.Commands.Directory.Usage;

/// <summary>How often an address of ours stood in the transaction log.</summary>
internal sealed class AddressUse
{
    /// <summary>Messages from it that the next hop took.</summary>
    public long Sent { get; private set; }

    /// <summary>Messages to it that the next hop took.</summary>
    public long Received { get; private set; }

    /// <summary>Messages from it or to it that nobody took.</summary>
    public long Refused { get; private set; }

    public DateTimeOffset First { get; private set; } = DateTimeOffset.MaxValue;

    public DateTimeOffset Last { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>Mail that arrived somewhere says more than attempts.</summary>
    public long Real => Sent + Received;

    public void Add(DateTimeOffset time, bool isSender, bool isTaken)
    {
        if (!isTaken) Refused++;
        else if (isSender) Sent++;
        else Received++;
        (First, Last) = (time < First ? time : First, time > Last ? time : Last);
    }
}
