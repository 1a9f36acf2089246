using System.Text.RegularExpressions;

namespace Connelink.MailGuard.Server.Configuration;

/// <summary>The names that the gateway gives itself.</summary>
internal static partial class HostNameCheck
{
    public static void Run(Settings settings, Mistakes mistakes)
    {
        CheckOwn(settings.MailGuard.HostName, "MailGuard:HostName", mistakes);
        foreach (var (i, other) in settings.MailGuard.HostNames.Index())
        {
            if (!Domain().IsMatch(other)) mistakes.Add($"MailGuard:HostNames:{i}", $"\"{other}\" is no host name", "Write letters, digits and hyphens between dots.");
        }
    }

    private static void CheckOwn(string name, string path, Mistakes mistakes)
    {
        if (mistakes.Concern(path)) return;
        if (name.Length == 0) mistakes.Add(path, "the gateway has no name", "Write its name in the DNS, for example \"mailguard.example\".");
        else if (!Domain().IsMatch(name)) mistakes.Add(path, $"\"{name}\" is no host name", "Write letters, digits and hyphens between dots.");
        else if (!name.Contains('.', StringComparison.Ordinal)) mistakes.Warn(path, $"\"{name}\" is not fully qualified", "Write it with its domain (RFC 5321 2.3.5).");
    }

    [GeneratedRegex(@"^(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$")]
    private static partial Regex Domain();
}
