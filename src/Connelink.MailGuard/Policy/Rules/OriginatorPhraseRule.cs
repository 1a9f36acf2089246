using Connelink.MailGuard.Policy.Edits;

namespace Connelink.MailGuard.Policy.Rules;

/// <summary>Takes phrases and comments of hosted mailboxes out of originator fields and fields that ask for receipts: the address stays.</summary>
/// <remarks>
/// Refuses nothing. Only mail of ours is edited: where no From is hosted, or an ARC chain passes to redirect targets, others vouch for the
/// fields. A field that cannot be read safely is left alone and counted.
/// </remarks>
public sealed class OriginatorPhraseRule : IHeaderEditor
{
    public const string RuleName = "originator-phrase";

    public string Name => RuleName;

    public void Edit(MailContext mail, HeaderIndex header, HeaderEdits edits)
    {
        if (mail.Direction == Direction.Inbound || mail.Directory is not { } directory || !header.From.IsHosted) return;

        var isSealed = header.Has(KnownField.ArcSeal) && Redirects.TakeAll(mail, directory);
        foreach (ref readonly var field in header.Fields)
        {
            if (field.Field is < KnownField.From or > KnownField.ErrorsTo) continue;
            if (isSealed) edits.LeaveAlone();
            else PhraseEdit.Edit(header, field, directory, edits);
        }
    }
}
