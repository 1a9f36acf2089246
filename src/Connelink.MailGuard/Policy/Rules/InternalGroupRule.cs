using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Policy.Rules;

/// <summary>Keeps outsiders from writing to a group that sends mail on to members outside its tenant.</summary>
/// <remarks>Reply 550 5.7.1. Inbound everybody is an outsider: there a reverse-path of the tenant proves nothing, it may be forged.</remarks>
public sealed class InternalGroupRule : IEnvelopeRule
{
    public const string RuleName = "internal-group";

    private static readonly Phrase OnlyInside = new(
        "<{0}> is a group for people of its own organisation only",
        "<{0}> est un groupe reserve aux personnes de son organisation");

    public string Name => RuleName;

    public Objection? Judge(MailContext mail, ForwardPath recipient)
    {
        if (mail.Directory is not { } directory) return Objection.DirectoryUnavailable(Name);
        if (!directory.TryFind(recipient.Mailbox.Key.Span, out var group)) return null;
        if (group is not { Kind: EntryKind.Group, HasExternalMembers: true }) return null;

        if (mail.Direction != Direction.Inbound && IsOf(group.TenantId, directory, mail.ReversePath)) return null;
        return new Objection(Name, 550, new(7, 1), new Finding(OnlyInside, recipient.ToString()));
    }

    private static bool IsOf(int tenantId, IDirectorySnapshot directory, ReversePath sender) =>
        !sender.IsNull
        && directory.TryFind(sender.Mailbox.Key.Span, out var found)
        && found.Kind != EntryKind.External
        && found.TenantId == tenantId;
}
