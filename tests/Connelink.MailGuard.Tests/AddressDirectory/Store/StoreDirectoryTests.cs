using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.AddressDirectory.Store;
using Connelink.MailGuard.Policy;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace Connelink.MailGuard.Tests.AddressDirectory.Store;

/// <summary>The gateway's provider over a store: changes that arrive, a database that is away, a saved copy.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class StoreDirectoryTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("mailguard-store-").FullName;
    private readonly DirectoryOptions _options;

    public StoreDirectoryTests()
    {
        var keys = Path.Combine(_folder, "keys");
        File.WriteAllText(keys, $"2026 {Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}\n");
        File.SetUnixFileMode(keys, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        _options = new()
        {
            Provider = DirectoryOptions.Sqlite,
            Path = Path.Combine(_folder, "directory.db"),
            SnapshotCopy = Path.Combine(_folder, "copy"),
            KeyFile = keys,
            PollInterval = TimeSpan.FromMilliseconds(100),
            SnapshotCopyInterval = TimeSpan.Zero,
        };
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_change_arrives()
    {
        var store = Create();
        using var directory = await StartAsync();
        Assert.True(Finds(directory, "x"));
        using (var change = store.Begin(new("tester", "add", null)))
        {
            change.Put(1, EntryJson.Read("""{"kind":"person","address":"new@client.example"}"""));
            change.Commit();
        }
        var started = Stopwatch.GetTimestamp();
        await UntilAsync(() => Finds(directory, "new"));
        TestContext.Current.TestOutputHelper?.WriteLine($"seen after {Stopwatch.GetElapsedTime(started).TotalMilliseconds:F0} ms");
        Assert.Null(directory.LastError);
        Assert.Equal((4, 2), (directory.Count, directory.Version));
    }

    [Fact]
    public async Task A_restart_without_the_database_begins_with_the_saved_copy_and_catches_up()
    {
        Create();
        using (var directory = await StartAsync()) await UntilAsync(() => File.Exists(_options.SnapshotCopy));
        Assert.DoesNotContain("client.example", Encoding.Latin1.GetString(File.ReadAllBytes(_options.SnapshotCopy!)), StringComparison.Ordinal);
        var aside = Path.Combine(_folder, "aside");
        File.Move(_options.Path, aside);
        Directory.CreateDirectory(_options.Path);

        using var again = await StartAsync();
        Assert.True(Finds(again, "x"));
        Assert.Contains("cannot be used", again.LastError, StringComparison.Ordinal);
        Directory.Delete(_options.Path);
        File.Move(aside, _options.Path);
        await UntilAsync(() => again.LastError is null && again.Version == 1);
        Assert.True(Finds(again, "x"));
    }

    [Fact]
    public async Task Without_database_and_copy_it_does_not_start()
    {
        Directory.CreateDirectory(_options.Path);
        var failure = await Assert.ThrowsAsync<DirectoryException>(StartAsync);
        Assert.Contains($"The directory {_options.Path} cannot be used: ", failure.Message, StringComparison.Ordinal);
        Directory.Delete(_options.Path);
        failure = await Assert.ThrowsAsync<DirectoryException>(StartAsync);
        Assert.Equal($"There is no directory {_options.Path}; make it with: mailguard directory tenant create", failure.Message); // And none was made.
        Assert.False(File.Exists(_options.Path));
    }

    [Fact]
    public async Task A_store_that_goes_away_leaves_the_last_snapshot()
    {
        Create();
        using var directory = await StartAsync();
        using (var connection = StoreDatabases.Of(_options).Connect()) connection.Execute("ALTER TABLE state RENAME TO away");
        await UntilAsync(() => directory.LastError is not null);
        Assert.True(Finds(directory, "x"));
        using (var connection = StoreDatabases.Of(_options).Connect()) connection.Execute("ALTER TABLE away RENAME TO state");
        await UntilAsync(() => directory.LastError is null);
    }

    /// <summary>In each snapshot, and from each to the next: nobody who asks ever finds nobody, or both.</summary>
    [Fact]
    public async Task An_alias_that_moves_a_thousand_times_is_always_one_entrys()
    {
        const int Moves = 1000;
        var store = Create();
        using var directory = await StartAsync();
        using var done = new CancellationTokenSource();
        ConcurrentDictionary<string, int> seen = [];
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(() => ReadAsync(directory, seen, done.Token))).ToArray();
        for (var i = 0; i < Moves; i++)
        {
            var (from, to) = i % 2 == 0 ? ("a", "b") : ("b", "a");
            using var change = store.Begin(new("tester", "move", null));
            Set(change, to, aliases => aliases.Add("x@client.example"u8));
            Set(change, from, aliases => aliases.Remove("x@client.example"u8));
            change.Commit();
        }
        await UntilAsync(() => directory.Version == Moves + 1);
        await done.CancelAsync();
        await Task.WhenAll(readers);
        Assert.Empty(seen.Keys.Except(["a@client.example", "b@client.example"]));
        Assert.NotEmpty(seen);
    }

    private static async Task ReadAsync(StoreDirectory directory, ConcurrentDictionary<string, int> seen, CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            var found = directory.Snapshot!.TryGetEntry("x@client.example"u8, out var entry) ? Encoding.UTF8.GetString(entry.Address) : "nobody";
            seen.AddOrUpdate(found, 1, (_, count) => count + 1);
            await Task.Delay(1, CancellationToken.None);
        }
    }

    private static void Set(StoreChange change, string local, Action<KeyList> set)
    {
        var (tenant, entry) = change.Find(Encoding.UTF8.GetBytes($"{local}@client.example"))[0];
        set(entry.Aliases);
        change.Put(tenant, entry);
    }

    private DirectoryStore Create()
    {
        var store = DirectoryStore.Open(_options);
        using var change = store.Begin(new("tester", "set up", null));
        var tenant = change.Put(new StoredTenant(0, "client", Language.French, false, false, ["client.example"]));
        change.Put(tenant.Id, EntryJson.Read("""{"kind":"person","address":"a@client.example","aliases":["x@client.example"]}"""));
        change.Put(tenant.Id, EntryJson.Read("""{"kind":"person","address":"b@client.example"}"""));
        change.Commit();
        return store;
    }

    private async Task<StoreDirectory> StartAsync()
    {
        var directory = new StoreDirectory(Options.Create(_options), TimeProvider.System, NullLogger<StoreDirectory>.Instance);
        await directory.StartAsync(TestContext.Current.CancellationToken);
        return directory;
    }

    private static bool Finds(StoreDirectory directory, string local) => directory.Current!.TryFind(Encoding.UTF8.GetBytes($"{local}@client.example"), out _);

    private static async Task UntilAsync(Func<bool> isSo)
    {
        var started = Stopwatch.GetTimestamp();
        while (!isSo())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Patience, "It did not come about.");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
