using System.Numerics;
using System.Text;
using Connelink.MailGuard.Inspection;
using Connelink.MailGuard.Mime;

namespace Connelink.MailGuard.Policy.Rules;

/// <summary>Refuses a message in which mail programs see different parts, or that cannot be inspected: irregularities marked so in <see cref="MimeTreatments"/>.</summary>
/// <remarks>Reply 550 5.6.0. Reports return originals that are cut short: there it is recorded only.</remarks>
public sealed class MimeIntegrityRule : IContentRule
{
    public const string RuleName = "mime-integrity";

    private const int MaxNamed = 3;

    /// <summary>What a returned original that was cut short shows; anybody can write a report, and anything else in one is what it is elsewhere.</summary>
    private const MimeIrregularity OfACut = MimeIrregularity.CompositeWithoutBody | MimeIrregularity.BoundaryMissing;

    private static readonly Phrase Irregular = new(
        "mail programs read the structure of the message in different ways ({0})",
        "les logiciels lisent la structure du message de manieres differentes ({0})");

    public string Name => RuleName;

    public Objection? Judge(MailContext mail, MessageFacts facts)
    {
        if (MimeTreatments.Of(facts.Irregularities) != MimeTreatment.Refuse) return null;
        return new Objection(Name, 550, new(6, 0), new Finding(Irregular, Names(facts.Irregularities)), ObjectionScope.Transaction)
        {
            RecordOnly = MimeTreatments.Of(facts.Irregularities & ~OfACut) != MimeTreatment.Refuse && ReturnedOriginal.MayBeCut(mail, facts),
        };
    }

    /// <summary>"boundary-prefix, too-many-parts": those that are refused.</summary>
    private static string Names(MimeIrregularity irregularities)
    {
        var names = new List<string>();
        for (var rest = (ulong)irregularities; rest != 0 && names.Count < MaxNamed; rest &= rest - 1)
        {
            var one = (MimeIrregularity)(1UL << BitOperations.TrailingZeroCount(rest));
            if (MimeTreatments.Of(one) == MimeTreatment.Refuse) names.Add(Words(one.ToString()));
        }
        return string.Join(", ", names);
    }

    private static string Words(string name)
    {
        var words = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterUpper(letter) && words.Length > 0) words.Append('-');
            words.Append(char.ToLowerInvariant(letter));
        }
        return words.ToString();
    }
}

/// <summary>MailGuard:Rules:mime-integrity.</summary>
public sealed class MimeIntegrityOptions : RuleOptions
{
    // What leaves was written by our own: first see what their programs do.
    public MimeIntegrityOptions() => Outbound = RuleMode.Observe;
}
