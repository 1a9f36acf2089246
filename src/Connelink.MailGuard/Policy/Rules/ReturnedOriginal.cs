using Connelink.MailGuard.Inspection;

namespace Connelink.MailGuard.Policy.Rules;

/// <summary>Delivery reports return the message that they are about, often only its first octets (RFC 3464 2, RFC 6522): damage in it is nobody's doing.</summary>
internal static class ReturnedOriginal
{
    public static bool MayBeCut(MailContext mail, MessageFacts facts) => facts.IsReport && mail.ReversePath.IsNull;
}
