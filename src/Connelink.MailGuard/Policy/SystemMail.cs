using System.Text;

namespace Connelink.MailGuard.Policy;

/// <summary>Delivery reports and automatic replies of our own mail systems, whose address nobody declares (RFC 3464, RFC 3834).</summary>
/// <param name="hostNames">Names of ours beside the hosted domains: a Domino server reports as postmaster of its host.</param>
internal sealed class SystemMail(IEnumerable<string> hostNames)
{
    private readonly byte[][] _hostNames = [.. hostNames.Select(name => Encoding.ASCII.GetBytes(name.ToLowerInvariant()))];

    public bool Is(MailContext mail, HeaderIndex header)
    {
        if (!mail.ReversePath.IsNull || header.From is not { Reading: FieldReading.Clear, Mailboxes: [var from] }) return false;
        if (!from.Mailbox.LocalPart.SequenceEqual("postmaster"u8) && !from.Mailbox.LocalPart.SequenceEqual("mailer-daemon"u8)) return false;
        return (from.IsHosted || IsHostName(from.Mailbox.Domain)) && (AutomaticMail.IsReport(header) || AutomaticMail.IsAutomatic(header));
    }

    private bool IsHostName(ReadOnlySpan<byte> domain)
    {
        foreach (var name in _hostNames)
        {
            if (domain.SequenceEqual(name)) return true;
        }
        return false;
    }
}
