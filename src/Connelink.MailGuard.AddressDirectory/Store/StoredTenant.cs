using System.Text;
using System.Text.Json;
using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.AddressDirectory.Store;

/// <summary>A tenant as a store has it.</summary>
/// <param name="Id">Its number in this store; 0 when it is in none yet.</param>
/// <param name="AllowsTags">Whether user+tag is user.</param>
/// <param name="IsSuspended">Its mail is turned away for now.</param>
/// <param name="Domains">Lower-case A-labels, in the order of their adding.</param>
public sealed record StoredTenant(long Id, string Name, Language Language, bool AllowsTags, bool IsSuspended, IReadOnlyList<string> Domains)
{
    /// <summary>The tenant in JSON, without its number: what the change log keeps.</summary>
    internal string Text()
    {
        using var octets = new MemoryStream();
        using (var json = new Utf8JsonWriter(octets, EntryJson.Options))
        {
            WriteTo(json);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(octets.ToArray());
    }

    internal TenantDraft Draft() => new(0, 0, 0) { Name = Name, Language = Language, AllowsTags = AllowsTags, IsSuspended = IsSuspended };

    /// <summary>With its sources, in the order of their names.</summary>
    internal TenantDraft Draft(IEnumerable<StoredSource> sources)
    {
        var draft = Draft();
        draft.Sources = [.. sources.OrderBy(source => source.Name, StringComparer.Ordinal).Select(source => new SourceDraft(source.Name, source.Settings, default))];
        return draft;
    }

    /// <summary>Opens an object with the properties of the tenant; whoever wants may add its entries.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("name", Name);
        json.WriteStartArray("domains");
        foreach (var domain in Domains) json.WriteStringValue(domain);
        json.WriteEndArray();
        json.WriteString("language", DirectoryWords.Languages[(int)Language]);
        if (AllowsTags) json.WriteBoolean("tags", true);
        if (IsSuspended) json.WriteBoolean("suspended", true);
    }

    internal static StoredTenant Read(long id, string text)
    {
        using var document = JsonDocument.Parse(text);
        var root = document.RootElement;
        var language = (Language)Array.IndexOf(DirectoryWords.Languages, root.GetProperty("language").GetString());
        string[] domains = [.. root.GetProperty("domains").EnumerateArray().Select(domain => domain.GetString()!)];
        return new(id, root.GetProperty("name").GetString()!, language, Flag("tags"), Flag("suspended"), domains);

        bool Flag(string name) => root.TryGetProperty(name, out var flag) && flag.GetBoolean();
    }
}

/// <summary>A place that a tenant's entries are synchronised from.</summary>
/// <param name="Settings">JSON, as the synchronisation wants it.</param>
/// <param name="Status">JSON: what it wrote last about itself; null before the first time.</param>
public sealed record StoredSource(long Tenant, string Name, string Settings, string? Status);
