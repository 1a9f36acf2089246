using System.Text;
using System.Text.Json;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.AddressDirectory.Store;

namespace Connelink.MailGuard.Server.Commands.Directory;

/// <summary>Tenants as a JSON array.</summary>
internal static class TenantJson
{
    public static string Of(IReadOnlyList<StoredTenant> tenants, IReadOnlyDictionary<long, long> entries)
    {
        using var octets = new MemoryStream();
        using (var json = new Utf8JsonWriter(octets, EntryJson.Options))
        {
            json.WriteStartArray();
            foreach (var tenant in tenants)
            {
                json.WriteStartObject();
                json.WriteString("name", tenant.Name);
                json.WriteStartArray("domains");
                foreach (var domain in tenant.Domains) json.WriteStringValue(domain);
                json.WriteEndArray();
                json.WriteString("language", DirectoryWords.Languages[(int)tenant.Language]);
                json.WriteBoolean("tags", tenant.AllowsTags);
                json.WriteBoolean("suspended", tenant.IsSuspended);
                json.WriteNumber("entries", entries.GetValueOrDefault(tenant.Id));
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        return Encoding.UTF8.GetString(octets.ToArray());
    }
}
