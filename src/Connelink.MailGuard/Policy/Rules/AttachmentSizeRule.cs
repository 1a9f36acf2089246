using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Connelink.MailGuard.Inspection;
using Connelink.MailGuard.Mime;

namespace Connelink.MailGuard.Policy.Rules;

/// <summary>Refuses a message whose attachments have more decoded octets in all than the contract allows; exactly that many pass.</summary>
/// <remarks>Reply 552 5.3.4 as soon as it is too much, whatever follows; and when there are more parts than are told apart.</remarks>
public sealed class AttachmentSizeRule(AttachmentSizeOptions options) : IContentRule
{
    public const string RuleName = "attachment-size";

    /// <summary>What follows the last part that is told apart is not known to be an attachment.</summary>
    private static readonly Phrase Uncounted = new("more parts than are counted", "plus de parties qu'il n'en est compte");

    private const double OctetsPerMebibyte = 1 << 20;

    private static readonly Phrase InAll = new("attachments of {0}", "pieces jointes de {0}");

    private static readonly Phrase SoFar = new("attachments of at least {0}", "pieces jointes d'au moins {0}");

    private readonly long _max = options.MaxOctets;

    public string Name => RuleName;

    public Objection? Judge(MailContext mail, MessageFacts facts)
    {
        var octets = Math.Max(facts.AttachmentOctets, facts.AlternativeOctets);
        if (octets <= _max)
        {
            var isUncounted = (facts.Irregularities & MimeIrregularity.TooManyParts) != 0;
            return isUncounted ? new Objection(Name, 552, new(3, 4), new Finding(Uncounted, "", MimeLimits.MaxParts), ObjectionScope.Transaction) : null;
        }

        var size = string.Create(CultureInfo.InvariantCulture, $"{octets} octets ({octets / OctetsPerMebibyte:0.00} MiB)");
        return new Objection(Name, 552, new(3, 4), new Finding(facts.IsComplete ? InAll : SoFar, size, _max), ObjectionScope.Transaction);
    }
}

/// <summary>MailGuard:Rules:attachment-size.</summary>
public sealed class AttachmentSizeOptions : RuleOptions
{
    /// <summary>Decoded octets of all attachments together; the contract says 40 MiB.</summary>
    [Range(1L << 10, 1L << 30)]
    public long MaxOctets { get; set; } = 40L << 20;
}
