using Connelink.MailGuard.Policy.Edits;

namespace Connelink.MailGuard.Server.Check;

/// <summary>Messages by what would have become of them: all, or those of a day, a tenant, a sender.</summary>
internal sealed class CheckTally
{
    private readonly long[] _verdicts = new long[Enum.GetValues<CheckVerdict>().Length];

    public long Messages { get; private set; }

    /// <summary>For all of their recipients or for some.</summary>
    public long Refused => Of(CheckVerdict.Refused) + Of(CheckVerdict.PartlyRefused);

    public long Of(CheckVerdict verdict) => _verdicts[(int)verdict];

    public void Add(CheckVerdict verdict)
    {
        Messages++;
        _verdicts[(int)verdict]++;
    }

    public void Add(CheckTally other)
    {
        Messages += other.Messages;
        for (var i = 0; i < _verdicts.Length; i++) _verdicts[i] += other._verdicts[i];
    }
}

/// <summary>What one rule did: messages, each counted once.</summary>
internal sealed class RuleTally
{
    /// <summary>Examples that are kept.</summary>
    private const int MaxExamples = 10;

    private readonly List<CheckedMessage> _examples = [];

    public long Refused { get; private set; }

    public long Observed { get; private set; }

    public long Edited { get; private set; }

    /// <summary>The first messages that it refused, or observed where it only observes.</summary>
    public IReadOnlyList<CheckedMessage> Examples => _examples;

    public void Add(CheckedMessage message, CheckFinding finding)
    {
        if (finding.IsRefusal) Refused++;
        else Observed++;
        if (_examples.Count < MaxExamples) _examples.Add(message);
    }

    public void Add(EditNote edit)
    {
        if (edit.Outcome == EditOutcome.Edited) Edited++;
        if (edit.Outcome == EditOutcome.WouldEdit) Observed++;
    }
}
