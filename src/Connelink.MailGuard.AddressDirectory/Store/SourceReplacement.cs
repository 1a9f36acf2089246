using Connelink.MailGuard.AddressDirectory.Synchronisation;

namespace Connelink.MailGuard.AddressDirectory.Store;

/// <summary>Makes a tenant's sources those of a file; what is the same stays untouched.</summary>
/// <param name="tell">Hears of each source that differs.</param>
internal sealed class SourceReplacement(StoreChange change, long tenant, Action<ChangeItem>? tell)
{
    /// <param name="keep">Whether sources that are not given stay.</param>
    public void Run(IReadOnlyList<SourceDraft> given, bool keep)
    {
        var stored = change.Sources(tenant).ToDictionary(source => source.Name, StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var draft in given)
        {
            if (!names.Add(draft.Name)) Tell(draft, $"'{draft.Name}' stands twice; remove one");
            else if (Settings(draft) is { } settings) Put(draft.Name, stored.GetValueOrDefault(draft.Name)?.Settings, settings);
        }
        if (keep) return;
        foreach (var gone in stored.Values.Where(source => !names.Contains(source.Name)))
        {
            change.Remove(gone);
            tell?.Invoke(new(ChangeSubject.Source, tenant, null, gone.Name, gone.Settings, null));
        }
    }

    private void Put(string name, string? before, string settings)
    {
        if (before == settings) return;
        change.Put(new StoredSource(tenant, name, settings, null));
        tell?.Invoke(new(ChangeSubject.Source, tenant, null, name, before, settings));
    }

    /// <summary>With every default, as `source add` keeps them; null when they have mistakes.</summary>
    private string? Settings(SourceDraft draft)
    {
        try
        {
            return SourceSettings.Parse(draft.Settings).ToJson();
        }
        catch (DirectoryException e)
        {
            Tell(draft, e.Message.Split(" | LineNumber:")[0]); // Which would be the line within the settings.
            return null;
        }
    }

    private void Tell(SourceDraft draft, string text) => change.Mistakes.Add(draft.Place with { Text = text });
}
