using System.Text;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.AddressDirectory.Store;
using Connelink.MailGuard.Policy;
using Xunit;

namespace Connelink.MailGuard.Tests.AddressDirectory.Store;

/// <summary>What a store does, whichever database it is in.</summary>
public abstract partial class StoreContract
{
    private static readonly ChangeReason Test = new("tester", "test", "because");

    /// <summary>The options of an empty database, a new one for each test.</summary>
    protected abstract DirectoryOptions Options { get; }

    private DirectoryStore Store => field ??= DirectoryStore.Open(Options);

    [Fact]
    public void What_is_put_in_is_read_back()
    {
        string[] entries =
        [
            """{"kind":"person","address":"a@client.example","aliases":["b@client.example"],"plan":"basic","language":"en","maySendAs":["m@client.example"]}""",
            """{"kind":"application","address":"c@client.example","networks":["192.0.2.0/24"],"mayRelayFrom":["*@x.example"],"reversePaths":["b-*@client.example"]}""",
            """{"kind":"redirect","address":"d@client.example","targets":["a@client.example","x@y.example"]}""",
            """{"kind":"group","address":"é@client.example","members":["x@y.example"],"multiPurpose":true,"source":"domino","sourceKey":"U1","weakNames":["w@client.example"]}""",
            """{"kind":"mailbox","address":"m@client.example","senders":["a@client.example"]}""",
            """{"kind":"external","address":"x@y.example"}""",
            """{"kind":"resource","address":"r@client.example"}""",
        ];
        Assert.Equal(1, Client(entries).Number);
        Assert.Equal(entries, Store.Entries().Select(row => EntryJson.Text(row.Entry)));
        var (snapshot, version) = Store.Load();
        Assert.Equal((9, 1), (snapshot.Count, version));
        Assert.True(snapshot.TryFind("b@client.example"u8, out var found));
        Assert.Equal(Plan.Basic, found.Plan);
        Assert.True(snapshot.TryFind("w@client.example"u8, out _));
        Assert.Equal("a@client.example", Address(Store.Find("b@client.example"u8)[0].Entry));
    }

    [Fact]
    public void A_change_that_is_not_committed_was_none()
    {
        var client = Client(Person("a"));
        using (var change = Store.Begin(Test)) change.Put(client.Tenant, EntryJson.Read(Person("b")));
        Assert.Equal(1, Store.Version());
        Assert.Single(Store.Entries());
    }

    [Fact]
    public void Nothing_to_change_is_no_change()
    {
        var client = Client(Person("a"));
        using var change = Store.Begin(Test);
        change.Put(client.Tenant, Store.Find("a@client.example"u8)[0].Entry);
        change.Put(change.Tenants()[0]);
        Assert.Equal(0, change.Commit());
        Assert.Equal(1, Store.Version());
    }

    [Fact]
    public void Who_has_read_an_older_state_is_refused_and_told_who_changed_it()
    {
        var client = Client(Person("a"));
        var read = Store.Find("a@client.example"u8)[0].Entry;
        Change(new("berta", "set", null), change => Set(change, "a", entry => entry.Plan = Plan.Essential));
        read.Plan = Plan.Complete;
        var refusal = Refused(change => change.Put(client.Tenant, read));
        Assert.Contains("a@client.example: was changed meanwhile by berta at ", refusal, StringComparison.Ordinal);
        Assert.Contains("(change 2); look at it again", refusal, StringComparison.Ordinal);

        var stale = Store.Find("a@client.example"u8)[0].Entry;
        Change(new("carl", "remove", null), change => change.Remove(client.Tenant, change.Find("a@client.example"u8)[0].Entry));
        Assert.Contains("was removed meanwhile by carl", Refused(change => change.Remove(client.Tenant, stale)), StringComparison.Ordinal);
    }

    [Fact]
    public void All_mistakes_are_told_at_once_and_nothing_is_changed()
    {
        var client = Client(Person("a"), Person("s"), Redirect("r", "s@client.example"));
        var refusal = Refused(change =>
        {
            change.Put(client.Tenant, EntryJson.Read("""{"kind":"redirect","address":"t@client.example"}"""));
            change.Put(client.Tenant, EntryJson.Read("""{"kind":"group","address":"g@client.example","multiPurpose":true}"""));
            change.Put(client.Tenant, EntryJson.Read("""{"kind":"person"}"""));
        });
        Assert.Equal(
            """
            Nothing was changed: 3 mistakes
              t@client.example targets: is missing or empty; a redirect leads somewhere
              g@client.example multiPurpose: is for groups that a source brought; a group made by hand is a mail group: remove it
              entry address: is missing; write local-part@domain
            """.ReplaceLineEndings(),
            refusal);
        Assert.Contains(
            "'a@client.example' is already the address of a@client.example; remove one", Refused(change => change.Put(client.Tenant, EntryJson.Read(Person("a")))), StringComparison.Ordinal);
        Assert.Contains("is in no domain of tenant 'client'", Refused(change => change.Put(client.Tenant, EntryJson.Read("""{"kind":"person","address":"a@b.example"}"""))), StringComparison.Ordinal);
        Assert.Contains(
            "redirect loop s@client.example -> r@client.example -> s@client.example",
            Refused(change => Set(change, "s", entry =>
            {
                entry.Kind = EntryKind.Redirect;
                entry.Targets.Add("r@client.example"u8);
            })), StringComparison.Ordinal);
        Assert.Equal(1, Store.Version());
    }

    [Fact]
    public void An_alias_passes_from_one_entry_to_another_in_one_change()
    {
        Client(Person("a", "x"), Person("b"));
        Change(Test, change =>
        {
            Set(change, "b", entry => entry.Aliases.Add("x@client.example"u8)); // Whichever of the two is written first.
            Set(change, "a", entry => entry.Aliases.Clear());
        });
        Assert.Equal("b@client.example", Address(Store.Find("x@client.example"u8)[0].Entry));
    }

    [Fact]
    public void Another_tenants_lists_keep_the_old_address_which_leads_to_the_same_entry()
    {
        var client = Client(Person("a"));
        long other = 0;
        Change(Test, change =>
        {
            other = change.Put(new StoredTenant(0, "other", Language.English, false, false, ["other.example"])).Id;
            change.Put(other, EntryJson.Read("""{"kind":"external","address":"a@client.example"}"""));
            change.Put(other, EntryJson.Read("""{"kind":"group","address":"g@other.example","members":["a@client.example"]}"""));
            change.Put(other, EntryJson.Read("""{"kind":"redirect","address":"r@other.example","targets":["a@client.example"]}"""));
        });
        Change(Test, change => Assert.Equal(0, EntryRename.Run(change, client.Tenant, change.Find("a@client.example"u8)[0].Entry, "b@client.example"u8)));

        Assert.Equal(
            [
                """{"kind":"external","address":"a@client.example"}""",
                """{"kind":"group","address":"g@other.example","members":["a@client.example"]}""",
                """{"kind":"redirect","address":"r@other.example","targets":["a@client.example"]}""",
            ], Store.Entries(other).Select(row => EntryJson.Text(row.Entry)));
        var snapshot = Store.Load().Snapshot;
        Assert.True(snapshot.TryGetEntry("a@client.example"u8, out var entry));
        Assert.Equal("b@client.example", Encoding.UTF8.GetString(entry.Address));
        Assert.True(snapshot.TryFind("g@other.example"u8, out var group) && group.HasExternalMembers);
    }

    /// <summary>Whatever is asked about, the extract says what the whole snapshot says.</summary>
    [Fact]
    public void A_snapshot_for_one_address_says_of_it_what_the_whole_one_says()
    {
        var client = Client(
            Person("a", "alias"), Weak("c", "w", "shared"), Weak("d", "shared"),
            """{"kind":"person","address":"e@client.example","plan":"essential"}""",
            """{"kind":"redirect","address":"r@client.example","targets":["e@client.example"]}""",
            """{"kind":"group","address":"inner@client.example","members":["bob@partner.example","outer@client.example"]}""",
            """{"kind":"group","address":"outer@client.example","members":["a@client.example","inner@client.example"]}""");
        Change(Test, change => change.Put(change.Tenants()[0] with { AllowsTags = true }));
        var whole = Store.Load().Snapshot;
        foreach (var name in new[] { "a", "alias", "a+tag", "c", "w", "shared", "e", "r", "inner", "outer", "nobody", "nobody+tag" })
        {
            var key = Encoding.UTF8.GetBytes($"{name}@client.example");
            var extract = Store.LoadFor(key);
            Assert.Equal((whole.TryFind(key, out var expected), expected), (extract.TryFind(key, out var found), found));
            Assert.Equal(ExternalPath.Of(whole, key), ExternalPath.Of(extract, key));
        }
        Assert.NotEmpty(ExternalPath.Of(whole, "outer@client.example"u8));
        Assert.Contains(Store.Names(16, 16).Select(Encoding.UTF8.GetString), name => name == "a@client.example");
    }

    [Fact]
    public void A_rename_keeps_the_old_address_and_takes_lists_along()
    {
        var client = Client(
            Person("a", "x"), """{"kind":"group","address":"g@client.example","members":["a@client.example","x@y.example"]}""",
            """{"kind":"redirect","address":"r@client.example","targets":["x@y.example","a@client.example"]}""", """{"kind":"mailbox","address":"m@client.example","senders":["a@client.example"]}""");
        Change(Test, change => Assert.Equal(3, EntryRename.Run(change, client.Tenant, change.Find("a@client.example"u8)[0].Entry, "x@client.example"u8)));
        Assert.Equal(
            [
                """{"kind":"person","address":"x@client.example","aliases":["a@client.example"]}""",
                """{"kind":"group","address":"g@client.example","members":["x@client.example","x@y.example"]}""",
                """{"kind":"redirect","address":"r@client.example","targets":["x@y.example","x@client.example"]}""",
                """{"kind":"mailbox","address":"m@client.example","senders":["x@client.example"]}""",
            ],
            Store.Entries().Select(row => EntryJson.Text(row.Entry)));
    }

    [Fact]
    public void A_weak_name_is_nobodys_where_two_have_it()
    {
        Client(Weak("a", "dupont"), Weak("b", "dupont", "b.only"), Person("b.strong"), Weak("c", "b.strong"));
        var (snapshot, _) = Store.Load();
        Assert.False(snapshot.TryFind("dupont@client.example"u8, out _));
        Assert.True(snapshot.TryGetEntry("b.only@client.example"u8, out var only));
        Assert.Equal("b@client.example", Encoding.UTF8.GetString(only.Address));
        Assert.True(snapshot.TryGetEntry("b.strong@client.example"u8, out var strong));
        Assert.Equal("b.strong@client.example", Encoding.UTF8.GetString(strong.Address));
        Assert.Equal(5, snapshot.Count);
        Assert.Equal(
            ["b.strong@client.example: b.strong@client.example, c@client.example", "dupont@client.example: a@client.example, b@client.example"],
            Store.SharedNames().Select(name => $"{name.Name}: {string.Join(", ", name.Entries)}"));

        Change(Test, change => change.Remove(1, change.Find("a@client.example"u8)[0].Entry));
        Assert.True(Store.Load().Snapshot.TryFind("dupont@client.example"u8, out _));
    }

    [Fact]
    public void A_replacement_changes_what_differs_and_no_more()
    {
        var client = Client(Person("a"), Person("b"), Weak("c", "w"), Weak("d"));
        List<EntryDifference> told = [];
        Change(Test, change =>
        {
            var replacement = new EntryReplacement(change, client.Tenant, source: null, told.Add);
            replacement.Run([EntryJson.Read(Person("b")), EntryJson.Read(Person("e")), EntryJson.Read(Weak("c", "v"))]);
            Assert.Equal((1, 1, 2, 1), (replacement.Added, replacement.Changed, replacement.Removed, replacement.Same));
        });
        Assert.Equal(4, told.Count);
        Assert.Equal(4, Store.Items(2, 10).Count);

        Change(Test, change => new EntryReplacement(change, client.Tenant, "domino").Run([]));
        Assert.Equal(["b@client.example", "e@client.example"], Store.Entries().Select(row => Address(row.Entry)));
        Change(Test, change => new EntryReplacement(change, client.Tenant, "domino").Run([EntryJson.Read(Weak("f"))], keep: true));
        Change(Test, change => new EntryReplacement(change, client.Tenant, "domino").Run([EntryJson.Read(Weak("g"))], keep: true));
        // Known to its source by its key: an address that changes there is a rename here.
        Change(Test, change => new EntryReplacement(change, client.Tenant, "domino").Run([EntryJson.Read(Weak("g").Replace("\"g@", "\"h@", StringComparison.Ordinal))]));
        Assert.Equal(["b@client.example", "e@client.example", "h@client.example"], Store.Entries().Select(row => Address(row.Entry)));
    }

    private (long Number, long Tenant) Client(params string[] entries)
    {
        using var change = Store.Begin(Test);
        var tenant = change.Put(new StoredTenant(0, "client", Language.French, false, false, ["client.example"]));
        foreach (var entry in entries) change.Put(tenant.Id, EntryJson.Read(entry));
        return (change.Commit(), tenant.Id);
    }

    private long Change(ChangeReason reason, Action<StoreChange> act)
    {
        using var change = Store.Begin(reason);
        act(change);
        return change.Commit();
    }

    private string Refused(Action<StoreChange> act) => Assert.Throws<DirectoryException>(() => Change(Test, act)).Message;

    private static void Set(StoreChange change, string local, Action<EntryDraft> set)
    {
        var (tenant, entry) = change.Find(Encoding.UTF8.GetBytes($"{local}@client.example"))[0];
        set(entry);
        change.Put(tenant, entry);
    }

    private static string Person(string local, params string[] aliases) => aliases.Length == 0
        ? $$"""{"kind":"person","address":"{{local}}@client.example"}"""
        : $$"""{"kind":"person","address":"{{local}}@client.example","aliases":[{{string.Join(',', aliases.Select(alias => $"\"{alias}@client.example\""))}}]}""";

    private static string Weak(string local, params string[] names)
    {
        var weak = names.Length == 0 ? "" : $",\"weakNames\":[{string.Join(',', names.Select(name => $"\"{name}@client.example\""))}]";
        return $$"""{"kind":"person","address":"{{local}}@client.example","source":"domino","sourceKey":"U-{{local}}"{{weak}}}""";
    }

    private static string Address(EntryDraft entry) => Encoding.UTF8.GetString(entry.Address[0]);
}
