using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.AddressDirectory.Formats;
using Connelink.MailGuard.AddressDirectory.Synchronisation;
using Connelink.MailGuard.IntegrationTests.Support;
using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.IntegrationTests;

/// <summary>From a real OpenLDAP with Domino's traps into a real store.</summary>
public sealed class LdapSyncTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Every_trap_is_taken_as_it_should()
    {
        await using var server = await OpenLdap.StartAsync(_folder, DominoLdif.Traps);
        var directory = new SyncedDirectory(_folder, server.TlsSettings with { Plan = "basic" });
        var outcome = await directory.SyncWellAsync();

        Assert.Equal(
            new Dictionary<string, EntryKind>
            {
                ["jean.dupont@acme.example"] = EntryKind.Person,
                ["jean.dupont2@acme.example"] = EntryKind.Person,
                ["helene.leveque@acme.example"] = EntryKind.Person,
                ["pmartin@acme.example"] = EntryKind.Person,
                ["bob@partner.example"] = EntryKind.External,
                ["ventes@acme.example"] = EntryKind.Group,
                ["direction@acme.example"] = EntryKind.Group,
                ["projet.x@acme.example"] = EntryKind.Group,
                ["boucle.a@acme.example"] = EntryKind.Group,
                ["boucle.b@acme.example"] = EntryKind.Group,
                ["support@acme.example"] = EntryKind.Mailbox,
                ["salle.lumiere@acme.example"] = EntryKind.Resource,
            },
            directory.Kinds);
        Assert.Equal(["bob@partner.example", "eve@elsewhere.example", "helene.leveque@acme.example"], SyncedDirectory.Texts(directory.Find("projet.x@acme.example").Members));
        Assert.Equal(["jean.dupont@acme.example", "direction@acme.example"], SyncedDirectory.Texts(directory.Find("ventes@acme.example").Members));
        Assert.True(directory.Find("ventes@acme.example").IsMultiPurpose);
        Assert.Equal(Plan.Basic, directory.Find("jean.dupont@acme.example").Plan);

        AssertTold(outcome, FindingKind.Forward, "hl@partenaire.example", "bob@partner.example");
        AssertTold(outcome, FindingKind.MultiPurpose, "ventes@acme.example");
        AssertTold(outcome, FindingKind.UnknownMember, "cn=Parti Depuis Longtemps,o=ACME", "cn=Administrateurs");
        AssertTold(outcome, FindingKind.NoAddress, "Paul Martin/ACME%ACME@mail01.acme.example", "pmartin@acme.example");
        AssertTold(outcome, FindingKind.Leaver, "");
        Assert.Single(outcome.Findings, finding => finding.Kind == FindingKind.GroupLoop);
        Assert.Contains(outcome.Findings, finding => finding is { Kind: FindingKind.SharedName, Address: "jean_dupont" });
        Assert.Equal(outcome.Findings.Count, directory.Status.Findings.Count);

        var snapshot = directory.Store.Load().Snapshot;
        Assert.True(Declares(snapshot, "jdupont@acme.example"));
        Assert.True(Declares(snapshot, "Support.Clients@acme.example"));
        foreach (var address in new[] { "jean_dupont@acme.example", "luc.petit@acme.example", "terminaisons@acme.example", "administrateurs@acme.example", "hl@partenaire.example" })
        {
            Assert.False(Declares(snapshot, address), address);
        }
        Assert.Equal(0, (await directory.SyncWellAsync()).Change);
    }

    [Fact]
    public async Task What_the_server_writes_out_gives_the_same_entries_as_a_synchronisation()
    {
        await using var server = await OpenLdap.StartAsync(_folder, DominoLdif.Traps);
        var directory = new SyncedDirectory(_folder, server.Settings);
        await directory.SyncWellAsync();
        var file = new ReadEntries();
        using var ldif = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(await server.DumpAsync()));
        new DirectoryReading(file, file.Mistakes, new(), "acme") { Domains = ["acme.example"] }.Read(DirectoryFormat.Ldif, ldif);
        Assert.Equal(0, file.Mistakes.Count);

        var snapshot = directory.Store.Load().Snapshot;
        var synced = directory.Store.Entries().Select(row => EntryJson.Read(EntryJson.Text(row.Entry))).ToList();
        foreach (var entry in synced)
        {
            // Kept by hand, an entry has the names that are its own as aliases.
            foreach (var name in SyncedDirectory.Texts(entry.WeakNames).Select(System.Text.Encoding.UTF8.GetBytes))
            {
                if (snapshot.TryGetEntry(name, out var holder) && holder.Address.SequenceEqual(entry.Address[0])) entry.Aliases.Add(name);
            }
            entry.WeakNames.Clear();
            (entry.Source, entry.SourceKey) = (null, null);
        }
        Assert.Equal(synced.Select(EntryJson.Text).Order(), file.Entries.Order());
        Assert.Equal(12, file.Entries.Count);
    }

    [Fact]
    public async Task A_rehearsal_shows_and_changes_nothing()
    {
        await using var server = await OpenLdap.StartAsync(_folder, DominoLdif.Traps);
        var directory = new SyncedDirectory(_folder, server.Settings);
        var outcome = await directory.SyncAsync(rehearses: true);
        Assert.Equal((null, 12, 12), (outcome.Problem, outcome.Added, outcome.Differences.Count));
        Assert.Empty(directory.Kinds);
        Assert.Null(directory.Source.Status);
    }

    [Fact]
    public async Task What_has_changed_is_asked_for_and_deletions_are_seen_by_the_daily_pass()
    {
        await using var server = await OpenLdap.StartAsync(_folder, DominoLdif.Large(300));
        var time = new DayClock();
        var directory = new SyncedDirectory(_folder, server.Settings, time);
        Assert.Contains("by pages", (await directory.SyncWellAsync()).Way);
        await server.ModifyAsync("""
            dn: cn=Jean Dupont,ou=Ventes,o=ACME
            changetype: modify
            replace: internetaddress
            internetaddress: jean.nouveau@acme.example

            dn: cn=Direction
            changetype: modify
            add: member
            member: cn=aa Person 0,o=ACME

            dn: cn=ba Person 1,o=ACME
            changetype: delete

            """);
        var second = await directory.SyncWellAsync();
        Assert.Contains("what has changed since", second.Way);
        Assert.Equal((0, 0), (second.Added, second.Removed));
        Assert.Equal("jean.nouveau@acme.example", SyncedDirectory.Texts(directory.Find("jean.nouveau@acme.example").Address)[0]);
        Assert.Equal(["jean.nouveau@acme.example", "direction@acme.example"], SyncedDirectory.Texts(directory.Find("ventes@acme.example").Members));
        Assert.Contains("person.0@acme.example", SyncedDirectory.Texts(directory.Find("direction@acme.example").Members));
        Assert.Contains("person.1@acme.example", directory.Kinds.Keys);

        time.Add(TimeSpan.FromDays(1));
        var third = await directory.SyncWellAsync();
        Assert.DoesNotContain("what has changed", third.Way);
        Assert.Equal(1, third.Removed);
        Assert.DoesNotContain("person.1@acme.example", directory.Kinds.Keys);
    }

    [Fact]
    public async Task A_server_that_fails_in_any_way_leaves_the_directory_as_it_is()
    {
        await using var server = await OpenLdap.StartAsync(_folder, DominoLdif.Large(1000));
        await using var proxy = new CuttingProxy(server.Port, long.MaxValue);
        var directory = new SyncedDirectory(_folder, server.Settings with { Port = proxy.Port });
        await directory.SyncWellAsync();
        var (before, version) = (directory.Kinds, directory.Store.Version());

        proxy.Octets = 30_000;
        Assert.Contains("closed the connection in the middle", await ProblemAsync(directory));
        proxy.Octets = long.MaxValue;
        directory.Configure(settings => settings with { Filter = "(cn=nobody)" });
        Assert.Contains("it has no entry of dominoPerson", await ProblemAsync(directory));
        directory.Configure(settings => settings with { Filter = "(cn=a*)" });
        Assert.Contains("addresses would go, more than the share of 0.3", await ProblemAsync(directory));
        directory.Configure(settings => settings with { Filter = @"(cn=\zz)" });
        await ProblemAsync(directory);
        await server.StopAsync();
        directory.Configure(settings => settings with { Filter = "" });
        await ProblemAsync(directory);

        Assert.Equal(before, directory.Kinds);
        Assert.NotNull(directory.Status.Problem);
        Assert.Equal(before.Count, directory.Status.Entries);
        Assert.Equal(version + 4, directory.Store.Version()); // The settings, and nothing else.
        await server.StartAsync();
        await directory.SyncWellAsync();
        Assert.Null(directory.Status.Problem);
    }

    [Fact]
    public async Task A_directory_shrinks_by_more_than_its_share_only_when_told_so()
    {
        await using var server = await OpenLdap.StartAsync(_folder, DominoLdif.Large(40));
        var directory = new SyncedDirectory(_folder, server.Settings);
        await directory.SyncWellAsync();
        directory.Configure(settings => settings with { Filter = "(!(sn=*))" });
        var refused = await directory.SyncAsync();
        Assert.Contains("--accept-shrink", refused.Problem);
        Assert.NotNull(refused.Age);
        Assert.Equal(45, (await directory.SyncWellAsync(acceptsShrink: true)).Removed);
    }

    [Fact]
    public async Task What_administrators_made_or_added_stays()
    {
        await using var server = await OpenLdap.StartAsync(_folder, DominoLdif.Traps);
        var directory = new SyncedDirectory(_folder, server.Settings);
        directory.Put("helene.leveque@acme.example", entry => entry.Plan = Plan.Complete);
        var outcome = await directory.SyncWellAsync();
        AssertTold(outcome, FindingKind.Conflict, "helene.leveque@acme.example");
        Assert.Null(directory.Find("helene.leveque@acme.example").Source);

        directory.Put("support@acme.example", entry => entry.Senders.Add("jean.dupont@acme.example"u8));
        directory.Put("jean.dupont@acme.example", entry => (entry.Plan, entry.Language) = (Plan.Essential, Language.English));
        await server.ModifyAsync("""
            dn: cn=Jean Dupont,ou=Ventes,o=ACME
            changetype: modify
            replace: internetaddress
            internetaddress: jd@acme.example

            """);
        await directory.SyncWellAsync();
        var jean = directory.Find("jd@acme.example");
        Assert.Equal((Plan.Essential, Language.English), (jean.Plan, jean.Language));
        Assert.Equal(1, directory.Find("support@acme.example").Senders.Count);
    }

    [Fact]
    public async Task One_node_of_several_synchronises_at_a_time()
    {
        await using var server = await OpenLdap.StartAsync(_folder, DominoLdif.Traps);
        var directory = new SyncedDirectory(_folder, server.Settings);
        directory.Store.SetStatus(directory.Source, new SyncStatus { Lease = new("elsewhere/1", DateTimeOffset.UtcNow.AddHours(1)) }.ToJson());
        var outcome = await directory.SyncAsync();
        Assert.True(outcome.IsElsewhere);
        Assert.Contains("elsewhere/1", outcome.Problem);
        Assert.Empty(directory.Kinds);

        directory.Store.SetStatus(directory.Source, new SyncStatus { Lease = new("elsewhere/1", DateTimeOffset.UtcNow.AddSeconds(-1)) }.ToJson());
        await directory.SyncWellAsync();
        Assert.Null(directory.Status.Lease);
        directory.Store.SetStatus(directory.Source, new SyncStatus { Lease = new($"{Environment.MachineName}/{int.MaxValue}", DateTimeOffset.UtcNow.AddHours(1)) }.ToJson());
        await directory.SyncWellAsync();
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<string> ProblemAsync(SyncedDirectory directory)
    {
        var outcome = await directory.SyncAsync();
        Assert.NotNull(outcome.Problem);
        Assert.Equal(0, outcome.Change);
        Assert.NotNull(outcome.Age);
        return outcome.Problem;
    }

    private static void AssertTold(SyncOutcome outcome, FindingKind kind, params string[] addresses) =>
        Assert.Equal(addresses.Order(), outcome.Findings.Where(finding => finding.Kind == kind).Select(finding => finding.Address).Order());

    private static bool Declares(DirectorySnapshot snapshot, string address) => snapshot.TryFind(System.Text.Encoding.UTF8.GetBytes(address.ToLowerInvariant()), out _);

    private sealed class ReadEntries : IDirectorySink
    {
        public List<string> Entries { get; } = [];

        public DirectoryMistakes Mistakes { get; } = new();

        public TenantDraft OpenTenant(int line) => new(0, line, 0);

        public void Reopen(TenantDraft tenant)
        {
        }

        public void AddDomain(ReadOnlySpan<byte> domain, DirectoryMistake place)
        {
        }

        public void Add(EntryDraft draft) => Entries.Add(EntryJson.Text(draft));
    }

    /// <summary>The real time, and days added to it.</summary>
    private sealed class DayClock : TimeProvider
    {
        private TimeSpan _added;

        public void Add(TimeSpan time) => _added += time;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _added;
    }
}
