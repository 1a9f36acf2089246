using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.AddressDirectory;

/// <summary>A tenant on its way into a snapshot. Its properties may be set after its entries: files order them as they like.</summary>
public sealed class TenantDraft(int id, int line, int firstEntry)
{
    public int Id { get; } = id;

    /// <summary>1-based line in the file, 0 when it is from no file.</summary>
    public int Line { get; } = line;

    public string Name { get; set; } = "";

    public Language Language { get; set; }

    /// <summary>Whether user+tag is user.</summary>
    public bool AllowsTags { get; set; }

    internal int FirstEntry { get; } = firstEntry;

    internal string Path => $"tenants[{Id}]";
}
