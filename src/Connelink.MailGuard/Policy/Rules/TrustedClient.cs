using System.Net;

namespace Connelink.MailGuard.Policy.Rules;

/// <summary>The guard at the door: only clients in the listener's <see cref="ClientNetworks"/> are served.</summary>
/// <remarks>Reply 421 4.7.1, so that a forgotten network loses no mail; 554 5.7.1 by option.</remarks>
public static class TrustedClient
{
    public const string RuleName = "trusted-client";

    private static readonly Phrase NotAllowed = new("{0} is not an allowed client", "{0} n'est pas un client autorise");

    public static Objection Refuse(IPAddress client, bool permanently) =>
        new(RuleName, permanently ? 554 : 421, new(7, 1), new Finding(NotAllowed, client.ToString()), ObjectionScope.Transaction);
}
