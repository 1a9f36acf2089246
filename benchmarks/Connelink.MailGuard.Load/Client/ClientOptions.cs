using System.Net;

namespace Connelink.MailGuard.Load.Client;

/// <summary>What a client does, and to whom.</summary>
internal sealed record ClientOptions
{
    public required IPEndPoint Connect { get; init; }

    public int Connections { get; init; }

    public ClientTls Tls { get; init; }

    /// <summary>Messages in all; 0 when the time decides.</summary>
    public int Messages { get; init; }

    public TimeSpan Duration { get; init; }

    public TimeSpan WarmUp { get; init; }

    /// <summary>No message ends for so long: what is under way counts as failed.</summary>
    public TimeSpan Stall { get; init; }

    /// <summary>Messages a second; 0 is a closed loop.</summary>
    public double Rate { get; init; }

    public int MessagesPerConnection { get; init; }

    /// <summary>MAIL, all RCPT and DATA in one write.</summary>
    public bool PipelinesEnvelope { get; init; }

    public int Recipients { get; init; }

    public required AddressPattern Sender { get; init; }

    public required AddressPattern Recipient { get; init; }

    public required IReadOnlyList<MessageTemplate> Templates { get; init; }

    /// <summary>The kinds take turns.</summary>
    public required IReadOnlyList<Poison> Poison { get; init; }

    public double PoisonPercent { get; init; }

    public required IReadOnlyList<int> Pids { get; init; }

    /// <summary>The sink's control address; null: what arrived is not asked.</summary>
    public IPEndPoint? Sink { get; init; }

    /// <summary>How long acknowledged messages may take to arrive.</summary>
    public TimeSpan Settle { get; init; }
}
