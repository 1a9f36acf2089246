using Connelink.MailGuard.Mime;
using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Policy.Forwarding;

/// <summary>Which recipients of a message can be the target of somebody's forwarding, held against To and Cc. Off the hot path.</summary>
/// <remarks>
/// Each is looked at by itself: an administrator's redirect next to it excuses nobody. What excuses one is in the directory, where no user
/// can put it: the target of a declared redirect, the member of a declared group that To or Cc names, a mailbox of ours that is no person.
/// </remarks>
internal sealed class ForwardTargets
{
    /// <summary>Each recipient is looked for in each: who names more groups than anybody does gets no more than these.</summary>
    private const int MaxGroups = 32;

    private readonly OctetArena _arena = new(4096);
    private readonly HashSet<Mailbox> _named = [];
    private readonly List<Mailbox> _groups = [];
    private readonly List<Mailbox> _targets = [];
    private readonly IDirectorySnapshot _directory;
    private bool _namesOurs;

    public ForwardTargets(MailContext mail, HeaderIndex header, IDirectorySnapshot directory)
    {
        _directory = directory;
        foreach (ref readonly var field in header.Fields)
        {
            if (field.Field is KnownField.To or KnownField.Cc or KnownField.Bcc) ReadNamed(header.BodyOf(field));
        }
        for (var i = 0; i < mail.Recipients.Count; i++)
        {
            if (Counts(mail, mail.Recipients[i].Mailbox)) _targets.Add(mail.Recipients[i].Mailbox);
        }
    }

    public bool IsEmpty => _targets.Count == 0;

    /// <summary>S4: somebody of ours is named as a recipient, and a target is not.</summary>
    public bool HasUnnamed => _namesOurs && _targets.Exists(target => !_named.Contains(target));

    private void ReadNamed(ReadOnlySpan<byte> body)
    {
        foreach (var item in new MailboxListParser(body))
        {
            if (item.Kind != MailboxItemKind.Mailbox || !PathParser.TryParseMailbox(item.Address.Of(body), _arena, out var mailbox)) continue;
            if (!_named.Add(mailbox) || !_directory.TryFind(mailbox.Key.Span, out var found) || found.Kind == EntryKind.External) continue;
            _namesOurs = true;
            if (found.Kind == EntryKind.Group && _groups.Count < MaxGroups) _groups.Add(mailbox);
        }
    }

    private bool Counts(MailContext mail, Mailbox recipient)
    {
        var key = recipient.Key.Span;
        var isDeclared = _directory.TryFind(key, out var found) && found.Kind != EntryKind.External;
        if (_directory.IsRedirectTarget(key) && !(isDeclared && IsOfAnother(mail, found.TenantId))) return false;
        if (isDeclared)
        {
            // Ours: only another person is forwarded to, and who is named gets it as everybody does.
            return found.Kind == EntryKind.Person && !_named.Contains(recipient) && (mail.ReversePath.IsNull || mail.ReversePath.Mailbox != recipient);
        }
        foreach (var group in _groups)
        {
            if (_directory.IsMember(group.Key.Span, key)) return false;
        }
        return true;
    }

    /// <summary>A redirect of one tenant to its own person is no excuse for what a person of another tenant forwards there.</summary>
    private bool IsOfAnother(MailContext mail, int tenant) =>
        !mail.ReversePath.IsNull && _directory.TryFind(mail.ReversePath.Mailbox.Key.Span, out var sender) && sender.Kind != EntryKind.External && sender.TenantId != tenant;
}
