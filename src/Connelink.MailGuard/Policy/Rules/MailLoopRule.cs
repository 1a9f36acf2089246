using System.ComponentModel.DataAnnotations;
using System.Text;

namespace Connelink.MailGuard.Policy.Rules;

/// <summary>Ends mail that goes round in circles: too many Received fields, or too many of ours for the same recipients.</summary>
/// <remarks>Reply 554 5.4.6 (RFC 5321 6.3). Our own traces show a loop long before a hundred servers have been passed.</remarks>
public sealed class MailLoopRule(MailLoopOptions options, IEnumerable<string> hostNames) : IHeaderRule
{
    public const string RuleName = "mail-loop";

    private static readonly Phrase TooManyReceived = new(
        "the message loops, it has {0} Received fields", "le message tourne en boucle, il a {0} champs Received");

    private static readonly Phrase TooManyOwn = new(
        "the message loops, it came through here {0} times for the same recipients",
        "le message tourne en boucle, il est passe ici {0} fois pour les memes destinataires");

    private readonly byte[][] _hostNames = [.. hostNames.Select(Encoding.ASCII.GetBytes)];
    private readonly int _maxReceived = options.MaxReceived;
    private readonly int _maxOwnTraces = options.MaxOwnTraces;

    public string Name => RuleName;

    public Objection? Judge(MailContext mail, HeaderIndex header)
    {
        var (received, own) = (0, 0);
        ulong? ours = null;
        foreach (ref readonly var field in header.Fields)
        {
            if (field.Field != KnownField.Received) continue;
            received++;
            if (OwnTrace.TryReadMark(header.BodyOf(field), _hostNames, out var mark) && mark == (ours ??= OwnTrace.Mark(mail))) own++;
        }

        // The options say how many make a loop; the reply says how many would have been allowed.
        if (own >= _maxOwnTraces) return Loop(new Finding(TooManyOwn, own, _maxOwnTraces - 1));
        return received >= _maxReceived ? Loop(new Finding(TooManyReceived, received, _maxReceived - 1)) : null;
    }

    private Objection Loop(Finding finding) => new(Name, 554, new(4, 6), finding, ObjectionScope.Transaction);
}

/// <summary>MailGuard:Rules:mail-loop.</summary>
public sealed class MailLoopOptions : RuleOptions
{
    /// <summary>Received fields that make a loop (RFC 5321 6.3).</summary>
    [Range(30, 1000)]
    public int MaxReceived { get; set; } = 100;

    /// <summary>Traces of this gateway for the same recipients that make a loop.</summary>
    [Range(2, 100)]
    public int MaxOwnTraces { get; set; } = 4;
}
