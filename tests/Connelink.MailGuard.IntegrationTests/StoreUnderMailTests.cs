using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.AddressDirectory.Store;
using Connelink.MailGuard.IntegrationTests.Support;
using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.IntegrationTests;

/// <summary>Gateways over a store while mail flows: changes arrive, a database that dies harms nobody.</summary>
public sealed class StoreUnderMailTests
{
    private const string Added = "added@client.example";
    private const string Alias = "moves@client.example";

    [Fact]
    public async Task Two_gateways_on_one_database_see_a_change_and_its_death_refuses_nothing_declared()
    {
        await using var postgres = await Postgres.StartAsync();
        var connection = postgres.CreateDatabase();
        var store = Fill(new() { Provider = DirectoryOptions.Postgresql, ConnectionString = connection });
        await using var sink = new CountingSink { KeepsMessages = false };
        var setup = new GatewaySetup { Hosts = [sink.Port], Directory = new JsonObject { ["Provider"] = "postgresql", ["ConnectionString"] = connection } };
        await using var first = await GatewayProcess.StartAsync(setup);
        await using var second = await GatewayProcess.StartAsync(setup);

        await AssertReplyAsync(first, Added, "550 5.1.1");
        await AssertReplyAsync(second, Added, "550 5.1.1");
        using (var change = store.Begin(new("tester", "add", null)))
        {
            change.Put(change.Tenants()[0].Id, EntryJson.Read($$"""{"kind":"person","address":"{{Added}}"}"""));
            change.Commit();
        }
        var started = Stopwatch.GetTimestamp();
        foreach (var gateway in new[] { first, second }) await Until.TrueAsync(() => AcceptsAsync(gateway, Added), "the change is in force");
        TestContext.Current.TestOutputHelper?.WriteLine($"both gateways have it after {Stopwatch.GetElapsedTime(started).TotalMilliseconds:F0} ms");

        ConcurrentQueue<string> refused = [];
        using var done = new CancellationTokenSource();
        var sent = 0;
        var clients = new[] { first, second }.Select(gateway => SendAsync(gateway, () => Interlocked.Increment(ref sent), refused, done.Token)).ToArray();
        await Until.TrueAsync(() => Volatile.Read(ref sent) > 20, "mail flows");
        await postgres.KillAsync();
        await Until.TrueAsync(() => first.Process.Output.Contains("stays in force", StringComparison.Ordinal), "the gateway knows that its database is away");
        var before = Volatile.Read(ref sent);
        await Until.TrueAsync(() => Volatile.Read(ref sent) > before + 20, "mail flows on without the database");
        await postgres.StartServerAsync();
        using (var change = store.Begin(new("tester", "remove", null)))
        {
            change.Remove(change.Tenants()[0].Id, change.Find(System.Text.Encoding.ASCII.GetBytes(Added))[0].Entry);
            change.Commit();
        }
        await Until.TrueAsync(async () => !await AcceptsAsync(second, Added), "a change after the restart is in force");
        await done.CancelAsync();
        await Task.WhenAll(clients);
        Assert.Empty(refused);
        await first.StopAsync();
        await second.StopAsync();
    }

    /// <summary>Each move is one change; 20 connections ask all the while.</summary>
    [Fact]
    public async Task An_alias_that_moves_is_accepted_at_every_moment()
    {
        using var folder = new TempFolder();
        var options = new DirectoryOptions { Provider = DirectoryOptions.Sqlite, Path = folder.PathOf("directory.db") };
        var store = Fill(options);
        await using var sink = new CountingSink { KeepsMessages = false };
        await using var gateway = await GatewayProcess.StartAsync(new GatewaySetup { Hosts = [sink.Port], Directory = new JsonObject { ["Provider"] = "sqlite", ["Path"] = options.Path } });
        ConcurrentQueue<string> refused = [];
        using var done = new CancellationTokenSource();
        var sent = 0;
        var clients = Enumerable.Range(0, 20).Select(_ => SendAsync(gateway, () => Interlocked.Increment(ref sent), refused, done.Token, Alias)).ToArray();
        for (var i = 0; i < (Programs.IsFull ? 1000 : 100); i++)
        {
            using var change = store.Begin(new("tester", "move", null));
            var (from, to) = i % 2 == 0 ? (SmtpDialog.To, TestDirectory.User(1)) : (TestDirectory.User(1), SmtpDialog.To);
            Edit(change, to, aliases => aliases.Add(System.Text.Encoding.ASCII.GetBytes(Alias)));
            Edit(change, from, aliases => aliases.Remove(System.Text.Encoding.ASCII.GetBytes(Alias)));
            change.Commit();
            await Task.Delay(5, TestContext.Current.CancellationToken); // Mail and changes share two cores: neither is to wait for the other's end.
        }
        await Until.TrueAsync(() => Volatile.Read(ref sent) > 100, "mail flows");
        await done.CancelAsync();
        await Task.WhenAll(clients);
        Assert.Empty(refused);
        await gateway.StopAsync();
    }

    private static DirectoryStore Fill(DirectoryOptions options)
    {
        var store = DirectoryStore.Open(options);
        using var change = store.Begin(new("tester", "fill", null));
        var tenant = change.Put(new StoredTenant(0, "client", Language.English, false, false, ["client.example"]));
        change.Put(tenant.Id, EntryJson.Read($$"""{"kind":"person","address":"{{SmtpDialog.To}}","aliases":["{{Alias}}"]}"""));
        change.Put(tenant.Id, EntryJson.Read($$"""{"kind":"person","address":"{{TestDirectory.User(1)}}"}"""));
        change.Commit();
        return store;
    }

    private static void Edit(StoreChange change, string address, Action<KeyList> edit)
    {
        var (tenant, entry) = change.Find(System.Text.Encoding.ASCII.GetBytes(address))[0];
        edit(entry.Aliases);
        change.Put(tenant, entry);
    }

    private static async Task SendAsync(GatewayProcess gateway, Action sent, ConcurrentQueue<string> refused, CancellationToken cancel, string to = SmtpDialog.To)
    {
        using var client = await SmtpDialog.OpenAsync(gateway.Inbound);
        while (!cancel.IsCancellationRequested)
        {
            var reply = await client.DeliverAsync(MessageId.New(), to: to);
            if (SmtpDialog.IsPositive(reply)) sent();
            else refused.Enqueue(reply);
        }
    }

    private static async Task<bool> AcceptsAsync(GatewayProcess gateway, string address)
    {
        using var client = await SmtpDialog.OpenAsync(gateway.Inbound);
        return SmtpDialog.IsPositive(await client.BeginAsync(to: address));
    }

    private static async Task AssertReplyAsync(GatewayProcess gateway, string address, string reply)
    {
        using var client = await SmtpDialog.OpenAsync(gateway.Inbound);
        Assert.StartsWith(reply, await client.BeginAsync(to: address), StringComparison.Ordinal);
    }
}
