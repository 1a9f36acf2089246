using System.Text;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Tests.Policy;

/// <summary>One line of a table: commands played against all rules in their order, and what the last one must meet.</summary>
public sealed record RuleCase(Direction Direction, TableDirectory? Directory, PolicyOptions Options, string[] Commands, string Expected)
{
    private readonly OctetArena _arena = new();

    /// <summary>"pass", "550 5.1.1 declared-recipient", "observed 550 5.1.1 declared-recipient" or "malformed", of the last command.</summary>
    public string Play()
    {
        var rules = StandardRules.Create(Options, "gate.example", []);
        var mail = new MailContext { Direction = Direction };
        var outcome = "pass";
        foreach (var command in Commands)
        {
            if (outcome.EndsWith(" recipient-limit", StringComparison.Ordinal) && outcome[0] == '5') return $"{outcome}, early at {command}";
            outcome = Play(rules, mail, CommandParser.Parse(Encoding.UTF8.GetBytes(command)));
        }
        return outcome;
    }

    private string Play(RuleSet rules, MailContext mail, SmtpCommand command)
    {
        if (command.Verb == SmtpVerb.Mail)
        {
            if (!PathParser.TryParseReversePath(command.Argument, _arena, out var reversePath, out _)) return "malformed";
            mail.Begin(reversePath, Directory);
            return "pass";
        }

        if (!PathParser.TryParseForwardPath(command.Argument, _arena, out var recipient, out _)) return "malformed";
        var observedBefore = mail.Observed.Count;
        mail.Offer(recipient);
        if (rules.JudgeRecipient(mail, recipient) is { } objection) return Said(objection);

        mail.Accept(recipient);
        return mail.Observed.Count > observedBefore ? "observed " + Said(mail.Observed[^1]) : "pass";
    }

    private static string Said(Objection objection) => $"{objection.Code} {objection.Code / 100}.{objection.Status} {objection.Rule}";
}
