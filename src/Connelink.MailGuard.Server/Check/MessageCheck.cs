using Connelink.MailGuard.Mime;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Policy.Edits;
using Connelink.MailGuard.Server.Check.Reading;
using Connelink.MailGuard.Session;
using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Server.Check;

/// <summary>Judges stored messages one after the other. One for each thread.</summary>
internal sealed class MessageCheck(CheckSettings settings, CheckOptions options)
{
    private readonly MessageJudge?[] _judges = new MessageJudge?[Enum.GetValues<Direction>().Length];
    private readonly EnvelopeGuess _envelope = new(options, settings.Directory);
    private readonly List<CheckFinding> _findings = [];

    public CheckedMessage Judge(in StoredMessage message, ReadOnlyMemory<byte> octets)
    {
        _findings.Clear();
        _envelope.Read(new HeaderSection(octets[..MessageJudge.HeaderEnd(octets.Span)]));
        var judge = _judges[(int)_envelope.Direction] ??= new MessageJudge(settings.Rules, settings.Directory, settings.Limits, _envelope.Direction);
        try
        {
            Judge(judge, message, octets);
        }
        catch (Exception mistake) when (mistake is not OutOfMemoryException)
        {
            // As in a session: a mistake of ours refuses one message for now and nothing else.
            _judges[(int)_envelope.Direction] = null;
            settings.Log($"{message.File.Name} #{message.Number}: {mistake}");
            Refuse("program", Replies.LocalError);
        }
        return Result(judge, message);
    }

    private void Judge(MessageJudge judge, in StoredMessage message, ReadOnlyMemory<byte> octets)
    {
        judge.Begin(_envelope.ReversePath.Key.IsEmpty ? ReversePath.Null : new ReversePath(_envelope.ReversePath, IsNull: false));
        foreach (var recipient in _envelope.Recipients)
        {
            judge.Offer(new ForwardPath(recipient, recipient.LocalPart.SequenceEqual("postmaster"u8)));
            // It holds for all that follow, too.
            if (judge.Refused is [.., { Objection.Scope: ObjectionScope.Transaction }]) break;
        }
        AddRefusedRecipients(judge);
        if (IsRefusedForAll(judge)) return;

        if (FramingReply(message.Offences) is { } reply) Refuse("framing", reply);
        else if (judge.JudgeSize(message.Octets) is { } tooBig) _findings.Add(CheckFinding.Of(tooBig, isRefusal: true));
        else if (judge.Judge(octets) is { } objection) _findings.Add(CheckFinding.Of(objection, isRefusal: true));
        foreach (var observed in judge.Mail.Observed) _findings.Add(CheckFinding.Of(observed, isRefusal: false));
    }

    /// <summary>Five hundred recipients in one domain that is not hosted are one finding.</summary>
    private void AddRefusedRecipients(MessageJudge judge)
    {
        if (judge.Refused.Count == 0) return;
        foreach (var refused in judge.Refused.GroupBy(r => r.Objection.Rule))
        {
            _findings.Add(CheckFinding.Of(refused.First().Objection, isRefusal: true, refused.Count()));
        }
    }

    /// <summary>No recipient is left, or the client would not get one through.</summary>
    private static bool IsRefusedForAll(MessageJudge judge) =>
        judge.Refused.Count > 0 && (judge.Mail.Recipients.Count == 0 || judge.Refused[^1].Objection.Scope == ObjectionScope.Transaction);

    private Reply? FramingReply(FramingOffences offences)
    {
        if ((offences & FramingOffences.Nul) != 0) return Replies.NulInData;
        if ((offences & FramingOffences.BareCarriageReturn) != 0) return Replies.BareCarriageReturn;
        var refused = _envelope.Direction == Direction.Inbound ? FramingOffences.BareLineFeed : FramingOffences.BareLineFeedAtDot;
        return (offences & refused) != 0 ? Replies.BareLineFeed : null;
    }

    private void Refuse(string what, Reply reply) => _findings.Add(new CheckFinding(what, reply.ToString(), IsRefusal: true, Recipients: 0));

    private CheckedMessage Result(MessageJudge judge, in StoredMessage message)
    {
        var isRefused = _findings.Exists(f => f is { IsRefusal: true, Recipients: 0 }) || IsRefusedForAll(judge);
        EditNote[] edits = isRefused ? [] : [.. judge.Mail.Edits];
        return new CheckedMessage
        {
            File = message.File,
            Number = message.Number,
            Offset = message.Offset,
            Octets = message.Octets,
            Direction = _envelope.Direction,
            SenderSource = _envelope.SenderSource,
            RecipientSource = _envelope.RecipientSource,
            Date = _envelope.Date,
            Sender = (_envelope.Author.Key.IsEmpty ? _envelope.ReversePath : _envelope.Author).ToString(),
            Tenant = Tenant(),
            Recipients = _envelope.Recipients.Count,
            Verdict = isRefused ? CheckVerdict.Refused : Verdict(edits),
            Findings = [.. _findings],
            Edits = edits,
        };
    }

    private CheckVerdict Verdict(EditNote[] edits)
    {
        if (_findings.Exists(f => f.IsRefusal)) return CheckVerdict.PartlyRefused;
        if (_findings.Count > 0 || edits.Any(e => e.Outcome == EditOutcome.WouldEdit)) return CheckVerdict.Observed;
        return edits.Any(e => e.Outcome is EditOutcome.Edited or EditOutcome.SignatureDropped) ? CheckVerdict.Edited : CheckVerdict.Passed;
    }

    private string Tenant()
    {
        var ours = _envelope.Direction != Direction.Inbound
            ? (_envelope.Author.Key.IsEmpty ? _envelope.ReversePath : _envelope.Author)
            : _envelope.Recipients is [var first, ..] ? first : default;
        return settings.Directory.TryGetTenant(ours.Domain, out var tenant) ? tenant.Name : "";
    }
}
