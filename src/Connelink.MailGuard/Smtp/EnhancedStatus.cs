namespace Connelink.MailGuard.Smtp;

/// <summary>Subject and detail of an enhanced status code (RFC 3463); its class is the first digit of the reply code.</summary>
public readonly record struct EnhancedStatus(int Subject, int Detail)
{
    public override string ToString() => $"{Subject}.{Detail}";
}
