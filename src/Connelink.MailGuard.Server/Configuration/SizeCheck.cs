namespace Connelink.MailGuard.Server.Configuration;

/// <summary>Limits that must fit each other.</summary>
internal static class SizeCheck
{
    /// <summary>What the contract allows: 40 MiB, in base64 lines of 76 characters for 57 octets, with CRLF; and 1 MiB for text and fields.</summary>
    private const long LargestPromised = (41_943_040 + 56) / 57 * 78 + 1_048_576;

    public static void Run(Settings settings, Mistakes mistakes)
    {
        const string path = "MailGuard:Smtp:";
        var smtp = settings.MailGuard.Smtp;
        if (smtp.HoldOctets > smtp.HoldOctetsInAll)
        {
            mistakes.Add(path + "HoldOctets", $"{smtp.HoldOctets} for one message is more than HoldOctetsInAll, {smtp.HoldOctetsInAll}, for all", "Write less, or raise HoldOctetsInAll.");
        }
        if (smtp.HoldOctets < smtp.MaxHeaderOctets)
        {
            mistakes.Add(path + "HoldOctets", $"{smtp.HoldOctets} cannot hold a header section of MaxHeaderOctets, {smtp.MaxHeaderOctets}", "Write more, or lower MaxHeaderOctets.");
        }
        if (smtp.MaxHeaderOctets > smtp.MaxMessageOctets)
        {
            mistakes.Add(path + "MaxHeaderOctets", $"{smtp.MaxHeaderOctets} is more than MaxMessageOctets, {smtp.MaxMessageOctets}", "Write less.");
        }
        if (smtp.MaxMessageOctets < LargestPromised)
        {
            mistakes.Warn(path + "MaxMessageOctets", $"{smtp.MaxMessageOctets} is too small for 40 MiB of attachments in base64", $"Write {LargestPromised} at least; the default is 75497472.");
        }
        if (smtp.MaxConnectionsPerClient > smtp.MaxConnections)
        {
            mistakes.Warn(path + "MaxConnectionsPerClient", $"{smtp.MaxConnectionsPerClient} is more than MaxConnections, {smtp.MaxConnections}", "Write less, or raise MaxConnections.");
        }
        if (smtp.IdleTimeoutUnderPressure > smtp.IdleTimeout)
        {
            mistakes.Add(path + "IdleTimeoutUnderPressure", $"{smtp.IdleTimeoutUnderPressure:c} is longer than IdleTimeout, {smtp.IdleTimeout:c}", "Write a shorter time.");
        }
        if (smtp.MaxRcptCommands < settings.MailGuard.Rules.RecipientLimit.Max)
        {
            mistakes.Add(path + "MaxRcptCommands", $"{smtp.MaxRcptCommands} cuts off before the rule recipient-limit, {settings.MailGuard.Rules.RecipientLimit.Max}", "Write more than the rule's Max.");
        }
    }
}
