using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.Server.Demo;

/// <summary>A sample message, and what the gateway must do with it.</summary>
/// <param name="What">For people.</param>
/// <param name="Rule">The rule that it shows; "-": no rule objects.</param>
/// <param name="Expected">The decisive reply starts so: that of the refused recipient where one is refused, else that to the final dot.</param>
internal sealed record DemoMessage(string What, string Rule, string Expected)
{
    public Direction Direction { get; init; } = Direction.Inbound;

    public string ReversePath { get; init; } = "bob@partner.example";

    public IReadOnlyList<string> Recipients { get; init; } = ["john.smith@client.example"];

    /// <summary>Whose habits its header section and parts have.</summary>
    public MailProgram Program { get; init; } = MailProgram.Thunderbird;

    /// <summary>What follows the reverse-path in MAIL: " SIZE=80000000".</summary>
    public string Parameters { get; init; } = "";

    /// <summary>Goes to the wire as it is; the final dot comes after it. Made when it is sent: some are large.</summary>
    public Func<DemoMessage, byte[]> Data { get; init; } = message => DemoMail.Write(message);

    /// <summary>Whether it comes from a network that is not the listener's.</summary>
    public bool IsStranger { get; init; }

    /// <summary>Recipients that the next hop must get it for.</summary>
    public int Delivered { get; init; }

    /// <summary>A header field, as it must stand at the next hop: "From: &lt;john.smith@client.example&gt;", or "no X-Notes-Item".</summary>
    public string? Arrives { get; init; }
}

/// <summary>What came of it.</summary>
/// <param name="Reply">The decisive reply.</param>
/// <param name="Received">What the next hop got.</param>
internal sealed record DemoOutcome(DemoMessage Message, string Reply, IReadOnlyList<ReceivedMessage> Received)
{
    public bool IsExpected => Reply.StartsWith(Message.Expected, StringComparison.Ordinal) && IsOfRule
        && Received.Count == (Message.Delivered == 0 ? 0 : 1)
        && Received.Sum(r => r.Recipients.Count) == Message.Delivered
        && Message.Arrives == Arrived;

    /// <summary>Another rule with the same code would be another verdict.</summary>
    private bool IsOfRule => Reply.StartsWith('2') || !StandardRules.Names.Contains(Message.Rule) || Reply.Contains($" {Message.Rule}: ", StringComparison.Ordinal);

    /// <summary>The field that the message is about, as the next hop got it; null where none is due.</summary>
    public string? Arrived
    {
        get
        {
            if (Message.Arrives is not { } due || Received.Count == 0) return null;
            var name = due.StartsWith("no ", StringComparison.Ordinal) ? due[3..] : due[..due.IndexOf(':', StringComparison.Ordinal)];
            return Received[0].Fields.FirstOrDefault(f => f.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)) ?? $"no {name}";
        }
    }
}

/// <summary>A message at the next hop, after its final dot.</summary>
/// <param name="Fields">The lines of its header section.</param>
internal sealed record ReceivedMessage(string ReversePath, IReadOnlyList<string> Recipients, long Octets, IReadOnlyList<string> Fields);
