using System.Text;

namespace Connelink.MailGuard.Attacks;

/// <summary>What a judge made of all samples.</summary>
public sealed class Scoreboard
{
    private readonly List<(SampleMessage Message, string Complaint)> _wrong = [];

    public int Attacks { get; private set; }

    public int Innocents { get; private set; }

    /// <summary>Attacks that this judge cannot tell.</summary>
    public int NotJudged { get; private set; }

    /// <summary>Attacks that passed, or that the wrong rule refused.</summary>
    public IEnumerable<(SampleMessage Message, string Complaint)> Missed => _wrong.Where(wrong => wrong.Message.IsAttack);

    /// <summary>Innocents that were refused, or that went on with the wrong octets.</summary>
    public IEnumerable<(SampleMessage Message, string Complaint)> Refused => _wrong.Where(wrong => !wrong.Message.IsAttack);

    public bool IsClean => _wrong.Count == 0;

    public static Scoreboard Of(IJudge judge, IEnumerable<SampleMessage> messages)
    {
        var board = new Scoreboard();
        foreach (var message in messages)
        {
            if (message.IsAttack) board.Attacks++;
            else board.Innocents++;
            var outcome = judge.Judge(message);
            if (!outcome.IsJudged) board.NotJudged++;
            else if (Complaint(message, outcome) is { } complaint) board._wrong.Add((message, complaint));
        }
        return board;
    }

    public void Print(TextWriter output)
    {
        foreach (var (message, complaint) in Missed.Concat(Refused))
        {
            output.WriteLine($"{message.Name}: {complaint}");
            if (AcceptedMisses.Reasons.TryGetValue(message.Name, out var reason)) output.WriteLine($"    accepted: {reason}");
        }
        output.WriteLine($"{Attacks} attacks, {Missed.Count()} missed, {NotJudged} not judged here; {Innocents} innocents, {Refused.Count()} refused");
    }

    /// <summary>Null when all is as expected.</summary>
    private static string? Complaint(SampleMessage message, Outcome outcome)
    {
        var expected = message.Expectation;
        if (expected.MustPass && outcome.RefusedBy is { } rule) return $"refused by {rule}: {outcome.Reply}";
        if (expected.MustPass) return outcome.Onwards is { } onwards ? Complaint(message, onwards) : null;
        // What was smuggled in is gone: nobody falls for it.
        if (outcome is { RefusedBy: null, Onwards: { } left } && expected.Gone.Count > 0 && Complaint(message, left) is null) return null;
        if (outcome.RefusedBy is not { } refusedBy) return $"passed; expected {string.Join(" or ", expected.Rules)}";
        return expected.Rules.Contains(refusedBy) ? null : $"refused by {refusedBy} ({outcome.Reply}); expected {string.Join(" or ", expected.Rules)}";
    }

    private static string? Complaint(SampleMessage message, MailContent onwards)
    {
        var expected = message.Expectation;
        var octets = onwards.ToArray();
        if (expected.IsUnchanged && !octets.AsSpan().EndsWith(message.Content.ToArray())) return "went on changed";
        var headerEnd = octets.AsSpan().IndexOf("\r\n\r\n"u8);
        var header = Encoding.Latin1.GetString(octets, 0, headerEnd < 0 ? octets.Length : headerEnd);
        return expected.Kept.FirstOrDefault(text => !header.Contains(text, StringComparison.Ordinal)) is { } lost ? $"went on without: {lost}"
            : expected.Gone.FirstOrDefault(text => header.Contains(text, StringComparison.Ordinal)) is { } left ? $"went on with: {left}"
            : null;
    }
}
