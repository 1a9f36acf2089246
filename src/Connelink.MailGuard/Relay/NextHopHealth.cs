using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Relay;

/// <summary>One host of a next hop as health checks see it.</summary>
public sealed record NextHopHealth(string NextHop, string Host, bool IsUp, string? Problem, SmtpExtensions Extensions, long Size)
{
    /// <summary>It answers, and has not refused what only a wrong configuration makes it refuse.</summary>
    public bool TakesMail => IsUp && Problem is null;
}
