using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Policy.Edits;
using Connelink.MailGuard.Server.Check.Reading;

namespace Connelink.MailGuard.Server.Check;

/// <summary>What would have become of a message.</summary>
internal enum CheckVerdict : byte
{
    Passed,

    /// <summary>Passed, and something was taken out of its header section.</summary>
    Edited,

    /// <summary>Passed, though a rule that only observes objects.</summary>
    Observed,

    /// <summary>Some of its recipients get it, others do not.</summary>
    PartlyRefused,

    /// <summary>Nobody gets it.</summary>
    Refused,
}

/// <summary>What a rule had against a message or a recipient.</summary>
/// <param name="Reply">As the client would read it, in English and without the id: "550 5.1.1 declared-recipient: ...".</param>
/// <param name="Recipients">How many it concerns; 0: the message.</param>
internal sealed record CheckFinding(string Rule, string Reply, bool IsRefusal, int Recipients)
{
    public static CheckFinding Of(Objection objection, bool isRefusal, int recipients = 0) =>
        new(objection.Rule, $"{objection.Code} {objection.Code / 100}.{objection.Status} {objection.Rule}: {objection.Found}", isRefusal, recipients);
}

/// <summary>A message that was judged: where it is and what was found, without any content.</summary>
internal sealed class CheckedMessage
{
    public required MailFile File { get; init; }

    /// <summary>In its file, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>Where it starts in its file.</summary>
    public required long Offset { get; init; }

    public required long Octets { get; init; }

    public Direction Direction { get; init; }

    public SenderSource SenderSource { get; init; }

    public RecipientSource RecipientSource { get; init; }

    public DateOnly? Date { get; init; }

    /// <summary>The author's address, else the reverse-path; empty where there is neither.</summary>
    public string Sender { get; init; } = "";

    /// <summary>Whose mail it is: of its sender outbound, of its first recipient inbound. Empty: nobody's who is hosted.</summary>
    public string Tenant { get; init; } = "";

    public int Recipients { get; init; }

    public CheckVerdict Verdict { get; init; }

    /// <summary>In the order in which they would be raised.</summary>
    public IReadOnlyList<CheckFinding> Findings { get; init; } = [];

    public IReadOnlyList<EditNote> Edits { get; init; } = [];

    /// <summary>The refusal that would answer the client.</summary>
    public CheckFinding? Refusal => Findings.FirstOrDefault(f => f.IsRefusal);
}
