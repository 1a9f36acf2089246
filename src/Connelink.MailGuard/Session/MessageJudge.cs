using Connelink.MailGuard.Inspection;
using Connelink.MailGuard.Mime;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Policy.Edits;
using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Session;

/// <summary>Judges whole messages without a connection, by the rules and the inspection that judge those of a session. Used by one thread at a time.</summary>
/// <remarks>What only a session has is not judged: clients, the limits of a session, and what the next hop says.</remarks>
public sealed class MessageJudge(RuleSet rules, IDirectorySnapshot directory, SmtpOptions limits, Direction direction)
{
    private static readonly Objection BadFirstLine = new("header", Replies.BadFirstLine.Code, Replies.BadFirstLine.Status!.Value, Replies.BadFirstLine.Text);

    private readonly MessageInspection _inspection = new();
    private readonly OctetArena _arena = new(4096);

    /// <summary>The envelope that was judged last, with what was observed and edited.</summary>
    public MailContext Mail { get; } = new() { Direction = direction };

    /// <summary>What was found in the message that was judged last.</summary>
    public MessageFacts Facts => _inspection.Facts;

    /// <summary>What was taken out of the header section of the message that was judged last, when nothing was objected to it.</summary>
    public HeaderEdits Edits { get; } = new();

    /// <summary>Recipients of the last message that were refused, and why. A refused one keeps the others from nothing.</summary>
    public IReadOnlyList<(ForwardPath Recipient, Objection Objection)> Refused => _refused;

    private readonly List<(ForwardPath Recipient, Objection Objection)> _refused = [];

    /// <summary>Begins a message. False: the reverse-path is no mailbox, "<c>ada@example.org</c>" or "" for the null path.</summary>
    public bool TryBegin(string reversePath)
    {
        _arena.Reset();
        if (!PathParser.TryParseReversePath(Path(reversePath), _arena, out var path, out _)) return false;
        Begin(path);
        return true;
    }

    /// <summary>Begins a message with a reverse-path that stays valid while it is judged.</summary>
    public void Begin(ReversePath reversePath)
    {
        _refused.Clear();
        Edits.Clear();
        Mail.Begin(reversePath, directory);
    }

    /// <summary>Offers a recipient. False: it is no mailbox. See <see cref="Refused"/>.</summary>
    public bool TryOffer(string recipient)
    {
        if (!PathParser.TryParseForwardPath(Path(recipient), _arena, out var path, out _)) return false;
        Offer(path);
        return true;
    }

    /// <summary>Offers a recipient that stays valid while the message is judged. See <see cref="Refused"/>.</summary>
    public void Offer(ForwardPath recipient)
    {
        Mail.Offer(recipient);
        if (rules.JudgeRecipient(Mail, recipient) is { } objection) _refused.Add((recipient, objection));
        else Mail.Accept(recipient);
    }

    /// <summary>Judges the message itself: null when nothing is against it. Lines end with CRLF.</summary>
    public Objection? Judge(ReadOnlyMemory<byte> message)
    {
        if (JudgeSize(message.Length) is { } tooBig) return tooBig;
        var header = new HeaderSection(message[..HeaderEnd(message.Span)]);
        if (header.Octets.Length > limits.MaxHeaderOctets) return Limit(554, new(6, 0), "header", header.Octets.Length, limits.MaxHeaderOctets);
        if (header.Octets.Span is [(byte)' ' or (byte)'\t', ..]) return BadFirstLine;
        if (rules.JudgeHeader(Mail, header, Edits) is { } objection) return objection;

        _inspection.Begin(rules.OpensDocuments(Mail.Direction));
        _inspection.Write(message.Span);
        _inspection.Complete();
        objection = rules.JudgeContent(Mail, Facts);
        _inspection.Abandon();
        return objection;
    }

    /// <summary>Judges the size alone: for a message that is too long to be held.</summary>
    public Objection? JudgeSize(long octets) =>
        octets > limits.MaxMessageOctets ? Limit(552, new(3, 4), "SIZE", octets, limits.MaxMessageOctets) : null;

    private static Objection Limit(int code, EnhancedStatus status, string what, long octets, long limit) =>
        new(what, code, status, new Finding(new Phrase("{0} octets", "{0} octets"), octets, limit));

    /// <summary>Octets of the header section, with the CRLF of its last field.</summary>
    public static int HeaderEnd(ReadOnlySpan<byte> message)
    {
        if (message.StartsWith("\r\n"u8)) return 0;
        var empty = message.IndexOf("\r\n\r\n"u8);
        return empty < 0 ? message.Length : empty + 2;
    }

    private static byte[] Path(string mailbox) => System.Text.Encoding.UTF8.GetBytes($"<{mailbox}>");
}
