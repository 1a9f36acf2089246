using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.AddressDirectory;

/// <summary>A tenant on its way into a snapshot. Its properties may be set after its entries: files order them as they like.</summary>
public sealed class TenantDraft(int id, int line, int firstEntry)
{
    public int Id { get; } = id;

    /// <summary>1-based line in the file, 0 when it is from no file.</summary>
    public int Line { get; } = line;

    /// <summary>A mistake in it, or in its domains, has been told: what follows from that mistake is not told again.</summary>
    public bool IsBroken { get; set; }

    public string Name { get; set; } = "";

    public Language Language
    {
        get;
        set => (field, SaysLanguage) = (value, true);
    }

    /// <summary>Whether user+tag is user.</summary>
    public bool AllowsTags
    {
        get;
        set => (field, SaysTags) = (value, true);
    }

    /// <summary>Its mail is turned away for now.</summary>
    public bool IsSuspended
    {
        get;
        set => (field, SaysSuspended) = (value, true);
    }

    /// <summary>Where its entries are synchronised from; null when that is not said.</summary>
    public IReadOnlyList<SourceDraft>? Sources { get; set; }

    /// <summary>Whether the property was set: an import changes what the file says, and leaves the rest.</summary>
    internal bool SaysLanguage { get; private set; }

    internal bool SaysTags { get; private set; }

    internal bool SaysSuspended { get; private set; }

    internal int FirstEntry { get; } = firstEntry;

    internal string Path => $"tenants[{Id}]";

    /// <summary>What people call it, in a mistake.</summary>
    internal string Titled => Name.Length > 0 ? Refusals.Titled(Name) : Path;
}
