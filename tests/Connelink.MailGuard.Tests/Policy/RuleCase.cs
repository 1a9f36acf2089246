using System.Text;
using Connelink.MailGuard.Mime;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Policy.Edits;
using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Tests.Policy;

/// <summary>One line of a table: commands played against all rules in their order, and what the last one must meet.</summary>
public sealed record RuleCase(Direction Direction, TableDirectory? Directory, PolicyOptions Options, string[] Commands, string Expected)
{
    private readonly OctetArena _arena = new();

    /// <summary>
    /// "pass", "550 5.1.1 declared-recipient", "observed 550 5.1.1 declared-recipient" or "malformed", of the last command. Of a header
    /// section also "unless-calendar 550 …", or "becomes …" with what is left of it where that is asked for.
    /// </summary>
    public string Play()
    {
        var rules = StandardRules.Create(Options, "gate.example", []);
        var mail = new MailContext { Direction = Direction };
        var outcome = "pass";
        foreach (var command in Commands)
        {
            if (outcome.EndsWith(" recipient-limit", StringComparison.Ordinal) && outcome[0] == '5') return $"{outcome}, early at {command}";
            if (outcome == "malformed") return outcome;
            outcome = command.StartsWith("FACTS ", StringComparison.Ordinal) ? Facts(rules, mail, command[6..])
                : command.StartsWith("HEADER ", StringComparison.Ordinal)
                ? outcome == "pass" ? Header(rules, mail, command[7..]) : $"{outcome}, before the header section"
                : Play(rules, mail, CommandParser.Parse(Encoding.UTF8.GetBytes(command)));
        }
        return outcome;
    }

    private string Header(RuleSet rules, MailContext mail, string text)
    {
        var octets = EscapedText.Read(text + "\\r\\n");
        var edits = new HeaderEdits();
        var observedBefore = mail.Observed.Count;
        if (rules.JudgeHeader(mail, new HeaderSection(octets), edits) is { } objection) return Said(objection);
        if (Expected.StartsWith("becomes ", StringComparison.Ordinal)) return "becomes " + EscapedText.Write(Edited(octets, edits));
        if (Expected.StartsWith("noted ", StringComparison.Ordinal)) return "noted " + Notes(mail);
        if (mail.IsPending)
        {
            var pending = mail.Settle(hasCalendarMethod: false);
            return "unless-calendar " + (pending is null ? "observed " + Said(mail.Observed[^1]) : Said(pending));
        }
        return mail.Observed.Count > observedBefore ? "observed " + Said(mail.Observed[observedBefore]) : "pass";
    }

    private static string Facts(RuleSet rules, MailContext mail, string words)
    {
        if (rules.JudgeContent(mail, FactWords.Read(words)) is { } objection) return Said(objection);
        return mail.Observed.Count > 0 ? "observed " + Said(mail.Observed[^1]) : "pass";
    }

    private static string Notes(MailContext mail) =>
        mail.Edits.Count == 0 ? "nothing" : string.Join(", ", mail.Edits.Select(note => $"{note.Rule} {note.Outcome} {note.Fields}"));

    private static byte[] Edited(byte[] octets, HeaderEdits edits)
    {
        var left = new byte[octets.Length];
        var length = edits.Apply(octets, left);
        return length == 0 ? [] : left[..(length - 2)];
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
