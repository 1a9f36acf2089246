using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.AddressDirectory.Store;
using Connelink.MailGuard.AddressDirectory.Synchronisation;
using Connelink.MailGuard.Policy;
using Xunit;

namespace Connelink.MailGuard.Tests.AddressDirectory.Synchronisation;

/// <summary>A source takes back what a redirect made by hand leads to.</summary>
public sealed class HeldNamesTests : IDisposable
{
    private static readonly string[] Domains = ["client.example"];

    private readonly string _folder = Directory.CreateTempSubdirectory("mailguard-held-").FullName;
    private readonly DirectoryStore _store;
    private readonly StoredSource _source;

    public HeldNamesTests()
    {
        _store = DirectoryStore.Open(new() { Provider = DirectoryOptions.Sqlite, Path = Path.Combine(_folder, "directory.db") });
        using var change = _store.Begin(new("tester", "set up", null));
        var tenant = change.Put(new StoredTenant(0, "client", Language.French, false, false, Domains));
        _source = new StoredSource(tenant.Id, "domino", "{}", null);
        change.Put(_source);
        change.Commit();
        Sync(Person("1", "ada", "countess"), Person("2", "bob"), Person("3", "carl"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_name_stays_alone_and_is_told_and_goes_when_the_redirect_is_changed()
    {
        Redirect("info", "countess");
        var outcome = Sync(Person("2", "bob"), Person("3", "carl"));
        Assert.Null(outcome.Problem);
        var finding = Assert.Single(outcome.Findings);
        Assert.Equal((FindingKind.RedirectTarget, "countess@client.example"), (finding.Kind, finding.Address));
        Assert.Contains("redirect info@client.example leads to it", finding.Text, StringComparison.Ordinal);
        Assert.Equal("ada@client.example countess@client.example", Names("countess"));

        Assert.Equal(0, Sync(Person("2", "bob"), Person("3", "carl")).Change);
        Redirect("info", "bob");
        Assert.Equal(1, Sync(Person("2", "bob"), Person("3", "carl")).Removed);
        Assert.Equal("", Names("countess"));
    }

    [Fact]
    public void An_entry_that_is_renamed_keeps_the_name_and_one_that_another_has_now_is_his()
    {
        Redirect("info", "ada", "countess");
        Assert.Null(Sync(Person("1", "ada.lovelace"), Person("2", "bob", "countess"), Person("3", "carl")).Problem);
        Assert.Equal("ada.lovelace@client.example ada@client.example", Names("ada"));
        Assert.Equal("bob@client.example countess@client.example", Names("countess"));
        Assert.Null(Sync(Person("2", "bob", "countess"), Person("3", "carl", "ada.lovelace")).Problem);
        Assert.Equal("ada@client.example", Names("ada"));
    }

    [Fact]
    public void Who_has_an_address_elsewhere_only_stays_as_long_as_a_redirect_leads_to_him()
    {
        Redirect("info", "ada");
        var outside = new SourceEntry { Key = "1", Dn = "1", Kind = EntryKind.Person, Outside = ["ada@partner.example"] };
        Assert.Null(Sync(outside, Person("2", "bob"), Person("3", "carl")).Problem);
        Assert.Equal("ada@client.example", Names("ada"));
        Redirect("info", "bob");
        Assert.Null(Sync(outside, Person("2", "bob"), Person("3", "carl")).Problem);
        Assert.Equal("", Names("ada"));
        Assert.Single(_store.Find("ada@partner.example"u8));
    }

    private static SourceEntry Person(string key, params string[] names) =>
        new() { Key = key, Dn = key, Kind = EntryKind.Person, Strong = [.. names.Select(name => $"{name}@client.example")] };

    private SyncOutcome Sync(params SourceEntry[] entries)
    {
        using var change = _store.Begin(new("tester", "sync", null));
        var image = new SourceImage(new(), Domains, entries.ToDictionary(entry => entry.Key), DateTimeOffset.UnixEpoch, true, "");
        var outcome = new SourceMerge(change, _source, new(), image).Run(acceptsShrink: true);
        return outcome.Problem is null ? outcome with { Change = change.Commit() } : outcome;
    }

    private void Redirect(string name, params string[] targets)
    {
        using var change = _store.Begin(new("tester", "redirect", null));
        var known = change.Find(System.Text.Encoding.UTF8.GetBytes($"{name}@client.example"));
        var entry = known.Count > 0 ? known[0].Entry : new EntryDraft { Kind = EntryKind.Redirect };
        if (known.Count == 0) entry.Address.Add(System.Text.Encoding.UTF8.GetBytes($"{name}@client.example"));
        entry.Targets.Clear();
        foreach (var target in targets) entry.Targets.Add(System.Text.Encoding.UTF8.GetBytes($"{target}@client.example"));
        change.Put(_source.Tenant, entry);
        change.Commit();
    }

    /// <summary>Of the entry that has this one.</summary>
    private string Names(string name)
    {
        var found = _store.Find(System.Text.Encoding.UTF8.GetBytes($"{name}@client.example"));
        return found.Count == 0 ? "" : string.Join(' ', Texts(found[0].Entry.Address).Concat(Texts(found[0].Entry.Aliases)));

        static IEnumerable<string> Texts(KeyList keys) => Enumerable.Range(0, keys.Count).Select(i => System.Text.Encoding.UTF8.GetString(keys[i]));
    }
}
