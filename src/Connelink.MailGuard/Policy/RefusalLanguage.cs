using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Policy;

/// <summary>The language of a refusal: that of the person who is ours, or of the tenant.</summary>
public static class RefusalLanguage
{
    /// <summary>At RCPT. Inbound the recipient is ours; outbound and in submission the sender is.</summary>
    public static Language Of(MailContext mail, ForwardPath recipient)
    {
        if (mail.Directory is not { } directory) return Language.English;
        if (mail.Direction == Direction.Inbound) return Of(directory, recipient.Mailbox);
        return mail.ReversePath.IsNull ? Language.English : Of(directory, mail.ReversePath.Mailbox);
    }

    /// <summary>Of the whole message: inbound the first accepted recipient decides.</summary>
    public static Language Of(MailContext mail) => Of(mail, mail.Recipients is [var first, ..] ? first : default);

    private static Language Of(IDirectorySnapshot directory, Mailbox mailbox)
    {
        if (directory.TryFind(mailbox.Key.Span, out var found)) return found.Language;
        return directory.TryGetTenant(mailbox.Domain, out var tenant) ? tenant.Language : Language.English;
    }
}
