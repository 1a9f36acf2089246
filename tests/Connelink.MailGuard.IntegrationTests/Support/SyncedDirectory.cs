using System.Text;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.AddressDirectory.Store;
using Connelink.MailGuard.AddressDirectory.Synchronisation;
using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.IntegrationTests.Support;

/// <summary>A store with a tenant and a source, and what a synchronisation made of it.</summary>
internal sealed class SyncedDirectory
{
    private readonly SourceSync _sync;
    private readonly long _tenant;

    public SyncedDirectory(TempFolder folder, SourceSettings settings, TimeProvider? time = null)
    {
        Store = DirectoryStore.Open(new DirectoryOptions { Provider = DirectoryOptions.Sqlite, Path = folder.PathOf("directory.db") });
        _sync = new SourceSync(Store, time ?? TimeProvider.System);
        using var change = Store.Begin(new ChangeReason("test", "set up", null));
        _tenant = change.Put(new StoredTenant(0, "acme", Language.French, false, false, ["acme.example"])).Id;
        change.Put(new StoredSource(_tenant, "domino", settings.ToJson(), null));
        change.Commit();
    }

    public DirectoryStore Store { get; }

    public StoredSource Source => Store.Sources().Single();

    public SyncStatus Status => SyncStatus.Parse(Source.Status);

    /// <summary>Address and kind of every entry.</summary>
    public Dictionary<string, EntryKind> Kinds => Store.Entries().Select(row => (Texts(row.Entry.Address)[0], row.Entry.Kind!.Value)).ToDictionary();

    public Task<SyncOutcome> SyncAsync(bool rehearses = false, bool acceptsShrink = false) =>
        _sync.RunAsync(Source, new SyncOrder(new ChangeReason("test", "sync domino", null), rehearses, acceptsShrink), TestContext.Current.CancellationToken);

    public async Task<SyncOutcome> SyncWellAsync(bool acceptsShrink = false)
    {
        var outcome = await SyncAsync(acceptsShrink: acceptsShrink);
        Assert.Null(outcome.Problem);
        return outcome;
    }

    public void Configure(Func<SourceSettings, SourceSettings> change)
    {
        using var edit = Store.Begin(new ChangeReason("test", "settings", null));
        edit.Put(Source with { Settings = change(SourceSettings.Parse(Source.Settings)).ToJson() });
        edit.Commit();
    }

    /// <summary>By hand.</summary>
    public void Put(string address, Action<EntryDraft> edit)
    {
        using var change = Store.Begin(new ChangeReason("test", "put", null));
        var entry = change.Find(Encoding.UTF8.GetBytes(address)) is [var found, ..] ? found.Entry : new EntryDraft { Kind = EntryKind.Person };
        if (entry.Id == 0) entry.Address.Add(Encoding.UTF8.GetBytes(address));
        edit(entry);
        change.Put(_tenant, entry);
        change.Commit();
    }

    public EntryDraft Find(string address) => Store.Find(Encoding.UTF8.GetBytes(address))[0].Entry;

    public static string[] Texts(KeyList keys) => [.. Enumerable.Range(0, keys.Count).Select(i => Encoding.UTF8.GetString(keys[i]))];
}
