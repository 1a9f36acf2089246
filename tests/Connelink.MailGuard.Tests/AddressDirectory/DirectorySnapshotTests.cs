using System.Text;
using System.Text.Json;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.Policy;
using CsCheck;
using Xunit;

namespace Connelink.MailGuard.Tests.AddressDirectory;

public sealed class DirectorySnapshotTests
{
    private static readonly string[] Domains = ["client.example", "globex.example", "sub.globex.example"];
    private static readonly Gen<string> Local = Gen.OneOf("a", "A", "b", "a.b", "b+x", "a+", "a+x+y", "+a", "C", "postmaster", "a-very-long-local-part", "9");
    private static readonly Gen<Sample> Samples = Gen.Select(
        Gen.Select(Gen.Int[0, 6], Gen.Int[0, 2], Local.List[1, 3], Gen.Int[0, 3], (kind, domain, locals, plan) => new Drawn(kind, domain, locals, plan)).List[0, 12],
        Gen.Bool, Gen.Bool, (entries, tags, otherTags) => new Sample(entries, tags, otherTags));

    [Fact]
    public void A_snapshot_agrees_with_a_dictionary() => Samples.Sample(sample =>
    {
        var oracle = new Oracle(sample);
        var snapshot = Directories.Load(oracle.Json);
        Assert.Equal(oracle.Addresses.Count, snapshot.Count);
        foreach (var domain in Domains.Append("partner.example"))
        {
            foreach (var local in (string[])["a", "b", "a.b", "b+x", "a+", "a+x+y", "a+x", "b+x+z", "+a", "c", "c+1", "postmaster", "9+9", "a-very-long-local-part", ""])
            {
                var key = $"{local}@{domain}";
                var expected = oracle.Find(local, domain);
                Assert.Equal(expected is not null, snapshot.TryFind(Encoding.UTF8.GetBytes(key), out var found));
                if (expected is { } declared) Assert.Equal(declared, (found.Kind, found.TenantId, found.Plan, found.Language));
            }
        }
    }, iter: 300);

    [Theory]
    [InlineData("tickets@mail.globex.example", "visitor@customers.example", true)]
    [InlineData("visitor@customers.example", "visitor@customers.example", true)]
    [InlineData("tickets+x@mail.globex.example", "visitor@customers.example", true)]
    [InlineData("tickets@mail.globex.example", "visitor@elsewhere.example", false)]
    [InlineData("tickets@mail.globex.example", "homer@globex.example", false)]
    [InlineData("homer@globex.example", "visitor@customers.example", false)]
    [InlineData("bounce-1@client.example", "visitor@customers.example", false)]
    public void An_application_relays_for_whom_it_may(string reversePath, string originator, bool mayRelay) =>
        Assert.Equal(mayRelay, Directories.Sample().MayRelay(Encoding.UTF8.GetBytes(reversePath), Encoding.UTF8.GetBytes(originator)));

    [Theory]
    [InlineData("all@client.example", "bob@partner.example", true)]
    [InlineData("projet@client.example", "bob@partner.example", true)]
    [InlineData("projet@client.example", "j.dupont@client.example", true)]
    [InlineData("direction@client.example", "bob@partner.example", false)]
    [InlineData("jean.dupont@client.example", "jean.dupont@client.example", false)]
    [InlineData("nobody@client.example", "bob@partner.example", false)]
    [InlineData("all@client.example", "nobody@nowhere.example", false)]
    public void Members_are_found_through_groups_and_aliases(string group, string member, bool isMember) =>
        Assert.Equal(isMember, Directories.Sample().IsMember(Encoding.UTF8.GetBytes(group), Encoding.UTF8.GetBytes(member)));

    [Fact]
    public void Groups_that_hold_each_other_are_walked_once() => Assert.False(Directories.Load(Directories.Client("""
        { "kind": "group", "address": "a@client.example", "members": ["b@client.example"] },
        { "kind": "group", "address": "b@client.example", "members": ["a@client.example", "x@partner.example"] },
        { "kind": "group", "address": "c@client.example", "members": ["y@partner.example"] }
        """)).IsMember("a@client.example"u8, "y@partner.example"u8));

    [Fact]
    public void A_tenant_is_found_by_each_of_its_domains_only()
    {
        var snapshot = Directories.Sample();
        Assert.True(snapshot.TryGetTenant("client.example"u8, out var client));
        Assert.True(snapshot.TryGetTenant("mail.globex.example"u8, out var globex));
        Assert.Equal(new Tenant(0, "client", Language.French), client);
        Assert.Equal(new Tenant(1, "globex", Language.English), globex);
        Assert.False(snapshot.TryGetTenant("other.client.example"u8, out _));
        Assert.False(snapshot.TryGetTenant(""u8, out _));
    }

    [Theory]
    [InlineData("all@client.example", true)]
    [InlineData("projet@client.example", true)]
    [InlineData("direction@client.example", false)]
    [InlineData("friends@globex.example", true)]
    [InlineData("staff@globex.example", false)]
    [InlineData("staff+x@globex.example", false)]
    [InlineData("friends+x@globex.example", true)]
    public void A_group_knows_whether_it_reaches_outside_its_tenant(string group, bool external)
    {
        Assert.True(Directories.Sample().TryFind(Encoding.UTF8.GetBytes(group), out var found));
        Assert.Equal((EntryKind.Group, external), (found.Kind, found.HasExternalMembers));
    }

    [Fact]
    public void Groups_that_hold_each_other_are_external_together_or_not_at_all()
    {
        var snapshot = Directories.Load(Directories.Client("""
            { "kind": "group", "address": "a@client.example", "members": ["b@client.example"], "aliases": ["aa@client.example"] },
            { "kind": "group", "address": "b@client.example", "members": ["c@client.example", "a@client.example"] },
            { "kind": "group", "address": "c@client.example", "members": ["b@client.example", "x@partner.example"] },
            { "kind": "group", "address": "d@client.example", "members": ["e@client.example", "out@client.example"] },
            { "kind": "group", "address": "e@client.example", "members": ["d@client.example", "e@client.example"] },
            { "kind": "redirect", "address": "out@client.example", "targets": ["x@partner.example"] }
            """));
        foreach (var (address, external) in ((string, bool)[])[("a", true), ("aa", true), ("b", true), ("c", true), ("d", false), ("e", false)])
        {
            Assert.True(snapshot.TryFind(Encoding.UTF8.GetBytes($"{address}@client.example"), out var found));
            Assert.Equal(external, found.HasExternalMembers);
        }
    }

    [Theory]
    [InlineData("info", true)]
    [InlineData("alias", true)]
    [InlineData("both", true)]
    [InlineData("chain", true)]
    [InlineData("by-alias", true)]
    [InlineData("marie", true)]
    [InlineData("plain", false)]
    [InlineData("out", false)]
    [InlineData("group", false)]
    public void A_redirect_has_the_essential_plan_of_the_mailbox_it_leads_to(string local, bool isEssential)
    {
        var snapshot = Directories.Load(Directories.Client("""
            { "kind": "redirect", "address": "chain@client.example", "targets": ["plain@client.example", "info@client.example"] },
            { "kind": "person", "address": "marie@client.example", "aliases": ["m@client.example"], "plan": "essential" },
            { "kind": "person", "address": "jean@client.example", "plan": "complete" },
            { "kind": "redirect", "address": "info@client.example", "aliases": ["alias@client.example"], "targets": ["marie@client.example"] },
            { "kind": "redirect", "address": "both@client.example", "targets": ["x@elsewhere.example", "marie@client.example"] },
            { "kind": "redirect", "address": "by-alias@client.example", "targets": ["m@client.example"] },
            { "kind": "redirect", "address": "plain@client.example", "targets": ["jean@client.example"] },
            { "kind": "redirect", "address": "out@client.example", "targets": ["x@elsewhere.example"] },
            { "kind": "group", "address": "group@client.example", "members": ["marie@client.example"] }
            """));
        Assert.True(snapshot.TryFind(Encoding.ASCII.GetBytes($"{local}@client.example"), out var found));
        Assert.Equal(isEssential, found.Plan == Plan.Essential);
    }

    [Fact]
    public void An_entry_keeps_its_lists()
    {
        var snapshot = Directories.Sample();
        Assert.Equal(["marie.curie@client.example"], Directories.Texts(Entry(snapshot, "info@client.example").Targets));
        Assert.Equal(["jean.dupont@client.example", "bob@partner.example"], Directories.Texts(Entry(snapshot, "all@client.example").Members));
        Assert.Equal(["jean.dupont@client.example"], Directories.Texts(Entry(snapshot, "contact@client.example").Senders));
        Assert.Equal(["support@client.example"], Directories.Texts(Entry(snapshot, "paul.martin@client.example").MaySendAs));
        Assert.Equal(["192.0.2.16/28"], Entry(snapshot, "erp@client.example").Application!.Networks.Select(network => network.ToString()));
        Assert.Equal("jean.dupont@client.example", Encoding.UTF8.GetString(Entry(snapshot, "j.dupont@client.example").Address));
        Assert.Equal(0, Entry(snapshot, "salle.1@client.example").Members.Count);
        Assert.True(snapshot.IsRedirectTarget("dossier.client@cabinet.example"u8));
        Assert.False(snapshot.IsRedirectTarget("bob@partner.example"u8));
        Assert.False(snapshot.TryFind("dossier.client@cabinet.example"u8, out _));
    }

    [Fact]
    public void An_external_person_of_one_tenant_may_be_a_person_of_another()
    {
        Assert.True(Directories.Sample().TryFind("jean.dupont@client.example"u8, out var found));
        Assert.Equal((EntryKind.Person, 0, Plan.Complete, Language.French), (found.Kind, found.TenantId, found.Plan, found.Language));
        Assert.True(Directories.Sample().TryFind("bob@partner.example"u8, out var bob));
        Assert.Equal(EntryKind.External, bob.Kind);
    }

    private static DirectoryEntry Entry(DirectorySnapshot snapshot, string address)
    {
        Assert.True(snapshot.TryGetEntry(Encoding.UTF8.GetBytes(address), out var entry));
        return entry;
    }

    private sealed record Drawn(int Kind, int Domain, List<string> Locals, int Plan);

    private sealed record Sample(List<Drawn> Entries, bool Tags, bool OtherTags);

    /// <summary>The same directory by plain means.</summary>
    private sealed class Oracle
    {
        private static readonly string[] Kinds = ["person", "external", "mailbox", "redirect", "group", "resource", "application"];
        private static readonly string[] Plans = ["", "essential", "basic", "complete"];
        private readonly Sample _sample;

        public Oracle(Sample sample)
        {
            _sample = sample;
            var tenants = new List<object>[] { [], [] };
            foreach (var entry in sample.Entries) Add(entry, tenants[entry.Domain == 0 ? 0 : 1]);
            Json = JsonSerializer.Serialize(new
            {
                tenants = new object[]
                {
                    new { entries = tenants[0], name = "client", tags = sample.Tags, language = "fr", domains = Domains[..1] },
                    new { name = "globex", entries = tenants[1], domains = Domains[1..], tags = sample.OtherTags },
                },
            });
        }

        public Dictionary<string, (EntryKind, int, Plan, Language)> Addresses { get; } = [];

        public string Json { get; }

        public (EntryKind, int, Plan, Language)? Find(string local, string domain)
        {
            if (Addresses.TryGetValue($"{local}@{domain}", out var found)) return found;
            var tags = domain == Domains[0] ? _sample.Tags : domain != "partner.example" && _sample.OtherTags;
            var plus = local.IndexOf('+', StringComparison.Ordinal);
            return tags && plus > 0 && Addresses.TryGetValue($"{local[..plus]}@{domain}", out found) ? found : null;
        }

        private void Add(Drawn entry, List<object> entries)
        {
            var kind = (EntryKind)entry.Kind;
            var domain = kind == EntryKind.External ? "partner.example" : Domains[entry.Domain];
            var addresses = entry.Locals.Select(local => $"{local}@{domain}").DistinctBy(address => address.ToLowerInvariant())
                .Where(address => !Addresses.ContainsKey(address.ToLowerInvariant())).ToList();
            if (addresses.Count == 0) return;
            var plan = kind == EntryKind.Person ? (Plan)entry.Plan : Plan.None;
            foreach (var address in addresses)
            {
                Addresses[address.ToLowerInvariant()] = (kind, entry.Domain == 0 ? 0 : 1, plan, entry.Domain == 0 ? Language.French : Language.English);
            }
            var written = new Dictionary<string, object> { ["aliases"] = addresses[1..], ["kind"] = Kinds[entry.Kind], ["address"] = addresses[0] };
            if (plan != Plan.None) written["plan"] = Plans[entry.Plan];
            if (kind == EntryKind.Redirect) written["targets"] = new[] { "x@partner.example" };
            entries.Add(written);
        }
    }
}
