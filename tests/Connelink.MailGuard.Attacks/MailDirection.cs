namespace Connelink.MailGuard.Attacks;

/// <summary>Which way the message takes. Of its own: what judges the gateway shares no code with it.</summary>
public enum MailDirection
{
    Inbound,
    Outbound,
    Submission,
}
