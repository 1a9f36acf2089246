namespace Connelink.MailGuard.Policy;

/// <summary>Which way mail passes. It comes from the listener, never from an address.</summary>
public enum Direction : byte
{
    Inbound,
    Outbound,
    Submission,
}
