using System.Diagnostics;
using System.Globalization;
using System.Text;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.AddressDirectory.Store;
using Connelink.MailGuard.Policy;
using Xunit;

namespace Connelink.MailGuard.Tests.AddressDirectory.Store;

/// <summary>A large directory in SQLite, or with MAILGUARD_POSTGRESQL in that database: filled, loaded, edited. MAILGUARD_ADDRESSES says how large; the times are told.</summary>
public sealed class LargeStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mailguard-store-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void It_is_filled_loaded_and_edited()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("MAILGUARD_ADDRESSES") ?? "5000", CultureInfo.InvariantCulture);
        var server = Environment.GetEnvironmentVariable("MAILGUARD_POSTGRESQL");
        var store = DirectoryStore.Open(server is null
            ? new() { Provider = DirectoryOptions.Sqlite, Path = Path.Combine(_folder, "directory.db") }
            : new() { Provider = DirectoryOptions.Postgresql, ConnectionString = server });
        Time("fill", () => Fill(store, count));
        DirectorySnapshot snapshot = null!;
        Time("load", () => snapshot = store.Load().Snapshot);
        Assert.Equal(count, snapshot.Count);
        Time("load again", () => snapshot = store.Load(count).Snapshot);
        Time("add an alias", () => Edit(store, entry => entry.Aliases.Add("new@client.example"u8)));
        Time("undo", () =>
        {
            using var change = store.Begin(new("tester", "undo", null));
            ChangeRevert.Run(change, 2);
            change.Commit();
        });
        Time("add a domain", () =>
        {
            using var change = store.Begin(new("tester", "domain", null));
            change.Put(change.Tenants()[0] with { Domains = ["client.example", "second.example"] });
            change.Commit();
        });
    }

    private static void Fill(DirectoryStore store, int count)
    {
        using var change = store.Begin(new("tester", "fill", null));
        var tenant = change.Put(new StoredTenant(0, "client", Language.French, false, false, ["client.example"]));
        var replacement = new EntryReplacement(change, tenant.Id);
        replacement.Run(Entries(count));
        change.Commit();
    }

    /// <summary>Half of the addresses are aliases, as where people have two.</summary>
    private static IEnumerable<EntryDraft> Entries(int count)
    {
        var entry = new EntryDraft();
        for (var i = 0; i < count / 2; i++)
        {
            entry.Clear();
            (entry.Kind, entry.Plan) = (EntryKind.Person, (Plan)(i % 4));
            entry.Address.Add(Encoding.UTF8.GetBytes($"first{i % 1000}.last{i}@client.example"));
            entry.Aliases.Add(Encoding.UTF8.GetBytes($"f{i}@client.example"));
            yield return entry;
        }
    }

    private static void Edit(DirectoryStore store, Action<EntryDraft> edit)
    {
        using var change = store.Begin(new("tester", "edit", null));
        var (tenant, entry) = change.Find("f7@client.example"u8)[0];
        edit(entry);
        change.Put(tenant, entry);
        Assert.Equal(2, change.Commit());
    }

    private static void Time(string what, Action act)
    {
        var started = Stopwatch.GetTimestamp();
        act();
        TestContext.Current.TestOutputHelper?.WriteLine($"{what}: {Stopwatch.GetElapsedTime(started).TotalMilliseconds:F0} ms, {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB at most");
    }
}
