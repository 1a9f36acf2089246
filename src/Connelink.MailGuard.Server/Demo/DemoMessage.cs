using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.Server.Demo;

/// <summary>One sample message, and what the gateway must answer.</summary>
/// <param name="What">For the table.</param>
/// <param name="Rule">The rule that judges it.</param>
/// <param name="Expected">Start of the decisive reply: the first refusal, or else the reply to the final dot.</param>
internal sealed record DemoMessage(string What, string Rule, string Expected)
{
    public Direction Direction { get; init; } = Direction.Inbound;

    public string ReversePath { get; init; } = "bob@partner.example";

    public IReadOnlyList<string> Recipients { get; init; } = ["jean.dupont@client.example"];

    /// <summary>What follows the reverse-path in MAIL: " SIZE=80000000".</summary>
    public string Parameters { get; init; } = "";

    /// <summary>Goes to the wire as it is; the final dot comes after it. Null: an ordinary message.</summary>
    public byte[]? Data { get; init; }

    /// <summary>Whether it comes from a network that is not the listener's.</summary>
    public bool IsStranger { get; init; }

    /// <summary>Recipients that the next hop must get it for.</summary>
    public int Delivered { get; init; }
}

/// <summary>What came of it.</summary>
/// <param name="Reply">The decisive reply.</param>
/// <param name="Received">What the next hop got.</param>
internal sealed record DemoOutcome(DemoMessage Message, string Reply, IReadOnlyList<ReceivedMessage> Received)
{
    public bool IsExpected => Reply.StartsWith(Message.Expected, StringComparison.Ordinal)
        && Received.Count == (Message.Delivered == 0 ? 0 : 1)
        && Received.Sum(r => r.Recipients.Count) == Message.Delivered;
}

/// <summary>A message at the next hop, after its final dot.</summary>
internal sealed record ReceivedMessage(string ReversePath, IReadOnlyList<string> Recipients, long Octets);
