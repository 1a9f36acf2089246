using System.Text;
using Connelink.MailGuard.AddressDirectory;

namespace Connelink.MailGuard.Server.Commands.Directory.Usage;

/// <summary>An undeclared address in a hosted domain that mail came from or went to.</summary>
internal sealed record Suggestion(string Key, string Tenant, AddressUse Use)
{
    public string Address => Encoding.UTF8.GetString(AddressText.Of(Encoding.UTF8.GetBytes(Key)));

    /// <summary>Real mail before attempts, the most before the least.</summary>
    public static List<Suggestion> Of(DirectorySnapshot snapshot, UsageLog log, IEnumerable<string> refused)
    {
        var left = refused.ToHashSet(StringComparer.Ordinal);
        return [.. log.Uses
            .Where(use => !left.Contains(use.Key) && !snapshot.TryFind(Encoding.UTF8.GetBytes(use.Key), out _))
            .Select(use => new Suggestion(use.Key, TenantOf(snapshot, use.Key), use.Value))
            .OrderByDescending(suggestion => suggestion.Use.Real).ThenByDescending(suggestion => suggestion.Use.Refused).ThenBy(suggestion => suggestion.Key, StringComparer.Ordinal)];
    }

    private static string TenantOf(DirectorySnapshot snapshot, string key) =>
        snapshot.TryGetTenant(DirectorySnapshot.DomainOf(Encoding.UTF8.GetBytes(key)), out var tenant) ? tenant.Name : "";
}
