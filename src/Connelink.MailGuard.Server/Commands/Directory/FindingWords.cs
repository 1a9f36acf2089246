using System.Text.Json;
using Connelink.MailGuard.AddressDirectory.Synchronisation;

namespace Connelink.MailGuard.Server.Commands.Directory;

/// <summary>Findings of a synchronisation, for people.</summary>
internal static class FindingWords
{
    /// <summary>"shared-name".</summary>
    public static string Of(FindingKind kind) => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());

    public static string Line(SyncFinding finding) => finding.Address.Length > 0 ? $"{finding.Entry}: {finding.Address} {finding.Text}" : $"{finding.Entry} {finding.Text}";
}
