namespace Connelink.MailGuard.Policy;

/// <summary>Mail that administrators' redirects send on.</summary>
internal static class Redirects
{
    /// <summary>Everybody who gets the message is where a declared redirect leads.</summary>
    public static bool TakeAll(MailContext mail, IDirectorySnapshot directory)
    {
        for (var i = 0; i < mail.Recipients.Count; i++)
        {
            if (!directory.IsRedirectTarget(mail.Recipients[i].Mailbox.Key.Span)) return false;
        }
        return mail.Recipients.Count > 0;
    }
}
