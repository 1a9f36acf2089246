namespace Connelink.MailGuard.Policy.Forwarding;

/// <summary>What is no forward whatever it looks like: automatic mail of our own, and mail of declared applications.</summary>
/// <remarks>
/// A rule or an agent can add fields. So a field alone excuses nothing: it must come with a From of ours (a forwarded message of somebody
/// else keeps its From) or with what an administrator declared.
/// </remarks>
internal static class ForwardExclusions
{
    public static bool Apply(MailContext mail, HeaderIndex header, IDirectorySnapshot directory) =>
        IsOwnReport(mail, header) || IsOwnReply(header) || IsApplication(mail, header, directory);

    /// <summary>A From of ours and a Sender of ours: calendar mail on somebody's behalf, if it is calendar mail.</summary>
    public static bool HasLocalSender(HeaderIndex header, IDirectorySnapshot directory)
    {
        if (!header.Has(KnownField.Sender)) return false;
        header.Other.Read(header, KnownField.Sender, directory);
        return header.Other is { Reading: FieldReading.Clear, Mailboxes: [{ IsDeclared: true }] };
    }

    /// <summary>A delivery status or disposition notification (RFC 3464, RFC 8098) that one of ours wrote, not one that somebody was sent.</summary>
    private static bool IsOwnReport(MailContext mail, HeaderIndex header) => mail.ReversePath.IsNull && header.From.IsHosted && AutomaticMail.IsReport(header);

    /// <summary>Vacation notices (RFC 3834). Exchange marks the replies of its rules by what they suppress.</summary>
    private static bool IsOwnReply(HeaderIndex header) =>
        header.From.IsHosted && (AutomaticMail.IsReply(header) || (header.Has(KnownField.AutoResponseSuppress) && AutomaticMail.IsAutomatic(header)));

    /// <summary>An application relays for the originators it may, and a list of ours sends by the reverse-path declared for it.</summary>
    private static bool IsApplication(MailContext mail, HeaderIndex header, IDirectorySnapshot directory)
    {
        if (mail.ReversePath.IsNull) return false;
        var reversePath = mail.ReversePath.Mailbox.Key.Span;
        if (header.From is { Reading: FieldReading.Clear, Mailboxes: [var from] } && directory.MayRelay(reversePath, from.Mailbox.Key.Span)) return true;
        if (!header.Has(KnownField.ListId) && !header.Has(KnownField.ListPost)) return false;
        return directory.IsApplicationReversePath(reversePath)
            || (directory.TryFind(reversePath, out var found) && found.Kind is EntryKind.Application or EntryKind.Group);
    }
}
