using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.AddressDirectory.Store;
using Connelink.MailGuard.Policy;
using Xunit;

namespace Connelink.MailGuard.Tests.AddressDirectory.Store;

/// <summary>The change log, undoing, tenants.</summary>
public abstract partial class StoreContract
{
    [Fact]
    public void The_log_tells_who_when_why_and_what()
    {
        var client = Client(Person("a"));
        Change(new("berta", "set a", "moved"), change => Set(change, "a", entry => entry.Plan = Plan.Essential));
        Change(Test, change => EntryRename.Run(change, client.Tenant, change.Find("a@client.example"u8)[0].Entry, "b@client.example"u8));

        var log = Store.Log(new ChangeFilter());
        Assert.Equal([3, 2, 1], log.Select(change => change.Number));
        Assert.Equal(("berta", "set a", "moved", 1), (log[1].Who, log[1].Action, log[1].Reason, log[1].Items));
        Assert.InRange(log[1].At, log[2].At, log[0].At);
        var item = Assert.Single(Store.Items(2, 10));
        Assert.Equal((Person("a"), """{"kind":"person","address":"a@client.example","plan":"essential"}"""), (item.Before, item.After));

        Assert.Equal([2], Numbers(new() { Who = "berta" }));
        Assert.Equal([3, 2, 1], Numbers(new() { Address = "b@client.example" }));
        Assert.Equal([3], Numbers(new() { Limit = 1 }));
        Assert.Equal([3, 2, 1], Numbers(new() { Tenant = client.Tenant }));
        Assert.Empty(Numbers(new() { Since = DateTimeOffset.UtcNow.AddDays(1) }));
        Assert.Empty(Numbers(new() { Until = DateTimeOffset.UtcNow.AddDays(-1) }));
        Assert.Equal([1], Numbers(new() { Number = 1 }));

        long[] Numbers(ChangeFilter filter) => [.. Store.Log(filter).Select(change => change.Number)];
    }

    [Fact]
    public void Undoing_all_changes_one_by_one_leads_back_to_the_start()
    {
        var client = Client(Person("a", "x"), Person("b"), """{"kind":"group","address":"g@client.example","members":["a@client.example"]}""");
        Change(Test, change => change.Put(new StoredSource(client.Tenant, "domino", """{"host":"a"}""", null)));
        List<string> states = [State()];
        Record(change => EntryRename.Run(change, client.Tenant, change.Find("a@client.example"u8)[0].Entry, "c@client.example"u8));
        Record(change => change.Remove(client.Tenant, change.Find("b@client.example"u8)[0].Entry));
        Record(change => change.Put(change.Tenants()[0] with { IsSuspended = true, Domains = ["client.example", "second.example"] }));
        Record(change => change.Put(new StoredSource(client.Tenant, "domino", """{"host":"b"}""", null)));
        Record(change => change.Remove(change.Sources()[0]));
        Record(change => change.Put(new StoredTenant(0, "other", Language.English, true, false, ["other.example"])));
        for (var number = 8; number > 2; number--)
        {
            Assert.Equal(states[number - 2], State());
            var undone = number;
            Change(Test, change => ChangeRevert.Run(change, undone));
        }
        Assert.Equal(states[0], State());
        Change(Test, change => ChangeRevert.Run(change, 14)); // An undoing can be undone.
        Assert.Equal(states[1], State());

        void Record(Action<StoreChange> act)
        {
            Change(Test, act);
            states.Add(State());
        }

        string State() => string.Join('\n',
            [.. Store.Tenants().Select(tenant => tenant.Text()), .. Store.Sources().Select(source => source.Settings), .. Store.Entries().Select(row => EntryJson.Text(row.Entry)).Order(StringComparer.Ordinal)]);
    }

    [Fact]
    public void What_a_later_change_stands_on_is_not_undone()
    {
        Client(Person("a", "x"), Person("b"));
        Change(new("berta", "set a", null), change => Set(change, "a", entry => entry.Aliases.Clear()));
        Change(Test, change => Set(change, "b", entry => entry.Aliases.Add("x@client.example"u8)));
        Assert.Contains("'x@client.example' is already an alias of b@client.example", Refused(change => ChangeRevert.Run(change, 2)), StringComparison.Ordinal);
        Change(Test, change => Set(change, "a", entry => entry.Plan = Plan.Basic));
        Assert.Contains("a@client.example: was changed again by change 4 (tester, test); undo that first", Refused(change => ChangeRevert.Run(change, 2)), StringComparison.Ordinal);
        Assert.Contains("change 99: is unknown", Refused(change => ChangeRevert.Run(change, 99)), StringComparison.Ordinal);
        Assert.Equal(4, Store.Version());
    }

    [Fact]
    public void Domains_and_names_of_tenants_are_their_own()
    {
        Client(Person("a"));
        StoredTenant other = new(0, "other", Language.English, false, false, ["other.example"]);
        Assert.Contains("'Client' is already another tenant; choose another", Refused(change => change.Put(other with { Name = "Client" })), StringComparison.Ordinal);
        Assert.Contains("'client.example' is already of tenant 'client'", Refused(change => change.Put(other with { Domains = ["client.example"] })), StringComparison.Ordinal);
        Assert.Contains("a@client.example address: 'a@client.example' is in no domain", Refused(change => change.Put(change.Tenants()[0] with { Domains = [] })), StringComparison.Ordinal);
        Assert.Contains("still has entries", Refused(change => change.Remove(change.Tenants()[0])), StringComparison.Ordinal);
    }

    [Fact]
    public void An_erased_tenant_leaves_the_store_and_its_log()
    {
        Client(Person("secret"), """{"kind":"group","address":"g@client.example","members":["secret@client.example"]}""");
        Change(new("berta", "set secret", "secret"), change => Set(change, "secret", entry => entry.Plan = Plan.Basic));
        Change(Test, change =>
        {
            var other = change.Put(new StoredTenant(0, "other", Language.English, false, false, ["other.example"]));
            change.Put(other.Id, EntryJson.Read("""{"kind":"group","address":"g@other.example","members":["g@client.example"]}"""));
        });
        Change(Test, change =>
        {
            var report = TenantErasure.Run(change, change.Tenants()[0]);
            Assert.Equal((2, 2, 0), (report.Entries.Values.Sum(), report.Addresses, report.Sources));
            Assert.Equal(["g@client.example in g@other.example"], report.Mentions);
        });
        Assert.Equal(["other"], Store.Tenants().Select(tenant => tenant.Name));
        Assert.Equal(["g@other.example"], Store.Entries().Select(row => Address(row.Entry)));
        var log = Store.Log(new ChangeFilter());
        Assert.DoesNotContain(log, change => $"{change.Action}{change.Reason}".Contains("secret", StringComparison.Ordinal));
        Assert.DoesNotContain(log.SelectMany(change => Store.Items(change.Number, 10)), item => $"{item.Name}{item.Before}{item.After}".Contains("secret", StringComparison.Ordinal));
        Assert.Contains("belonged to a tenant that was erased", Refused(change => ChangeRevert.Run(change, 2)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_newer_schema_is_refused_and_one_that_only_adds_is_not()
    {
        Client(Person("a"));
        using var connection = StoreDatabases.Of(Options).Connect();
        connection.Execute("INSERT INTO migration (number, reader, applied) VALUES (1000, 1, 'now')");
        Assert.Single(DirectoryStore.Open(Options).Entries());
        connection.Execute("UPDATE migration SET reader = 1000 WHERE number = 1000");
        Assert.Contains("is of a newer MailGuard (its schema asks for 1000", Assert.Throws<DirectoryException>(() => DirectoryStore.Open(Options)).Message, StringComparison.Ordinal);
    }
}
