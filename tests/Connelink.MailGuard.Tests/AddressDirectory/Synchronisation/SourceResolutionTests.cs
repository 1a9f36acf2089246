using Connelink.MailGuard.AddressDirectory.Synchronisation;
using Connelink.MailGuard.Policy;
using Xunit;

namespace Connelink.MailGuard.Tests.AddressDirectory.Synchronisation;

public sealed class SourceResolutionTests
{
    private const string Jean = "cn=Jean Dupont,ou=Ventes,o=ACME";

    [Fact]
    public void A_person_has_its_address_and_what_the_router_takes_for_it()
    {
        var jean = Assert.Single(new Domino { Domains = ["acme.example", "acme.test"] }
            .Person(Jean, ("internetaddress", "Jean.Dupont@ACME.example"), ("mail", "jean.dupont@acme.example"), ("uid", "jdupont"), ("fullname", "CN=Jean Dupont/OU=Ventes/O=ACME"), ("fullname", "JD@acme.test"))
            .Resolve().Entries);

        Assert.Equal(EntryKind.Person, jean.Kind);
        Assert.Equal("jean.dupont@acme.example", jean.Address);
        Assert.Equal(["jd@acme.test"], jean.Aliases);
        Assert.Equal(["jdupont@acme.example", "jean_dupont@acme.example", "jdupont@acme.test", "jean.dupont@acme.test", "jean_dupont@acme.test"], jean.WeakNames);
    }

    [Fact]
    public void Two_of_one_name_keep_their_addresses_and_the_name_is_told()
    {
        var resolution = new Domino()
            .Person(Jean, ("internetaddress", "jean.dupont1@acme.example"))
            .Person("cn=Jean Dupont,ou=Compta,o=ACME", ("internetaddress", "jean.dupont2@acme.example"))
            .Resolve();

        Assert.Equal(["jean.dupont1@acme.example", "jean.dupont2@acme.example"], resolution.Entries.Select(entry => entry.Address).Order());
        // Both are stored with it; the snapshot gives it to nobody, and to one when the other has left.
        Assert.All(resolution.Entries, entry => Assert.Contains("jean_dupont@acme.example", entry.WeakNames));
        Assert.Equal(["jean.dupont", "jean_dupont"], Told(resolution, FindingKind.SharedName));
    }

    [Fact]
    public void A_name_that_another_states_as_its_address_is_told()
    {
        var resolution = new Domino()
            .Person(Jean, ("internetaddress", "jd@acme.example"))
            .Mailbox("cn=Contact", ("internetaddress", "jean.dupont@acme.example"))
            .Resolve();

        Assert.Equal(EntryKind.Mailbox, One(resolution, "jean.dupont@acme.example").Kind);
        Assert.Equal(["jean.dupont@acme.example"], Told(resolution, FindingKind.SharedName));
    }

    [Theory]
    [InlineData("Paul Martin/ACME%ACME@mail01.acme.example")]
    [InlineData("Paul_Martin/ACME%ACME@mail01.acme.example")]
    [InlineData("Paul_Martin%ACME@acme.example")]
    [InlineData("Paul Martin@ACME")]
    public void What_Domino_makes_up_is_no_address(string mail)
    {
        var resolution = new Domino().Person("cn=Paul Martin,o=ACME", ("mail", mail), ("uid", "pmartin")).Resolve();
        var paul = Assert.Single(resolution.Entries);

        Assert.Equal((EntryKind.Person, "pmartin@acme.example"), (paul.Kind, paul.Address));
        Assert.Equal(["paul.martin@acme.example", "paul_martin@acme.example"], paul.WeakNames);
        Assert.Equal([mail, "pmartin@acme.example"], Told(resolution, FindingKind.NoAddress));
    }

    [Fact]
    public void An_external_forwarding_address_is_told_and_approves_nothing()
    {
        var resolution = new Domino()
            .Person("cn=Helene,o=ACME", ("internetaddress", "helene@acme.example"), ("mail", "helene@acme.example"), ("mailaddress", "hl@partenaire.example"))
            .Person("cn=Notes,o=ACME", ("internetaddress", "notes@acme.example"), ("mailaddress", "Notes User/ACME@ACME"))
            .Resolve();

        Assert.Equal(EntryKind.Person, One(resolution, "helene@acme.example").Kind);
        Assert.DoesNotContain(resolution.Entries, entry => entry.Kind == EntryKind.Redirect || entry.Aliases.Count > 0);
        Assert.Equal(["hl@partenaire.example"], Told(resolution, FindingKind.Forward));
    }

    [Fact]
    public void A_person_with_an_address_elsewhere_only_is_external()
    {
        var resolution = new Domino()
            .Person("cn=Bob,o=ACME", ("mail", "bob@partner.example"), ("mailaddress", "bob@partner.example"))
            .Group("cn=Projet", "1", ("mail", "projet@acme.example"), ("member", "cn=Bob,o=ACME"))
            .Resolve();

        Assert.Equal(EntryKind.External, One(resolution, "bob@partner.example").Kind);
        Assert.Empty(One(resolution, "bob@partner.example").WeakNames);
        Assert.Equal(["bob@partner.example"], One(resolution, "projet@acme.example").Members);
    }

    [Fact]
    public void An_address_outside_beside_one_inside_is_told()
    {
        var resolution = new Domino().Person("cn=Ada,o=ACME", ("internetaddress", "ada@acme.example"), ("mail", "ada@old.example")).Resolve();
        Assert.Equal(["ada@old.example"], Told(resolution, FindingKind.OutsideDomain));
        Assert.Equal("ada@acme.example", Assert.Single(resolution.Entries).Address);
    }

    [Theory]
    [InlineData("0", true)]
    [InlineData("1", true)]
    [InlineData("2", false)]
    [InlineData("3", false)]
    [InlineData("4", false)]
    public void Mail_groups_are_addresses_and_others_are_not(string type, bool isAddress)
    {
        var resolution = new Domino().Group("cn=Equipe", type, ("mail", "equipe@acme.example")).Resolve();
        Assert.Equal(isAddress, resolution.Entries.Count == 1);
        Assert.Equal(type == "0" ? ["equipe@acme.example"] : [], Told(resolution, FindingKind.MultiPurpose));
        Assert.Equal(type == "0", resolution.Entries.Any(entry => entry.IsMultiPurpose));
    }

    [Fact]
    public void Members_are_found_by_dn_name_and_address_and_the_others_are_told()
    {
        var resolution = new Domino()
            .Person(Jean, ("internetaddress", "jean@acme.example"), ("shortname", "jdupont"))
            .Person(@"cn=Hélène Lévêque,o=ACME", ("internetaddress", "helene@acme.example"))
            .Person("cn=Ada Un,o=ACME", ("internetaddress", "ada@acme.example"))
            .Group("cn=Droits", "2")
            .Group("cn=Direction", "1", ("mail", "direction@acme.example"))
            .Group("cn=Tous", "1", ("mail", "tous@acme.example"),
                ("member", "CN=Jean Dupont/OU=Ventes/O=ACME"), ("member", @"cn=H\C3\A9l\C3\A8ne L\C3\A9v\C3\AAque,o=ACME"), ("member", "ADA@acme.example"), ("member", "jdupont"),
                ("member", "cn=bob@partner.example"), ("member", "eve@partner.example"), ("member", "Direction"),
                ("member", "cn=Droits"), ("member", "*/ACME"), ("member", "ghost@acme.example"), ("member", "cn=Tous"))
            .Resolve();

        Assert.Equal(
            ["jean@acme.example", "helene@acme.example", "ada@acme.example", "bob@partner.example", "eve@partner.example", "direction@acme.example"],
            One(resolution, "tous@acme.example").Members);
        Assert.Equal(["cn=Droits", "*/ACME", "ghost@acme.example"], Told(resolution, FindingKind.UnknownMember));
    }

    [Fact]
    public void The_members_of_a_group_without_an_address_take_its_place()
    {
        var resolution = new Domino()
            .Person(Jean, ("internetaddress", "jean@acme.example"))
            .Group("cn=Réseau", "1", ("member", Jean), ("member", "bob@partner.example"), ("member", "cn=Réseau"))
            .Group("cn=Tous", "1", ("mail", "tous@acme.example"), ("member", "cn=Réseau"))
            .Resolve();
        Assert.Equal(["jean@acme.example", "bob@partner.example"], One(resolution, "tous@acme.example").Members);
        Assert.Empty(Told(resolution, FindingKind.UnknownMember));
    }

    /// <summary>Whoever may write into the source must not be able to keep it from being read: each of these once took the square of its size.</summary>
    [Fact]
    public void Names_that_thousands_share_long_chains_and_long_names_are_judged_in_time()
    {
        const int Many = 20_000;
        var domino = new Domino();
        for (var i = 0; i < Many; i++)
        {
            domino.Person($"cn=Jean Dupont,ou={i},o=ACME", ("internetaddress", $"jean{i}@acme.example"));
            domino.Group($"cn=Groupe {i}", "1", ("mail", $"groupe{i}@acme.example"), ("member", $"cn=Groupe {(i + 1) % Many}"));
        }
        domino.Person("cn=" + new string('/', Many * 10), ("internetaddress", "slash@acme.example"), ("uid", string.Concat(Enumerable.Repeat("/a", Many * 10))));
        var resolution = domino.Resolve();
        Assert.Equal((2 * Many) + 1, resolution.Entries.Count);
        Assert.Single(resolution.Findings, finding => finding.Kind == FindingKind.GroupLoop);
    }

    [Fact]
    public void A_name_that_two_share_is_no_member()
    {
        var resolution = new Domino()
            .Person(Jean, ("internetaddress", "a@acme.example"))
            .Person("cn=Jean Dupont,ou=Compta,o=ACME", ("internetaddress", "b@acme.example"))
            .Group("cn=Tous", "1", ("mail", "tous@acme.example"), ("member", "Jean Dupont"), ("member", Jean))
            .Resolve();
        Assert.Equal(["a@acme.example"], One(resolution, "tous@acme.example").Members);
        Assert.Equal(["Jean Dupont"], Told(resolution, FindingKind.UnknownMember));
    }

    [Fact]
    public void Groups_that_hold_each_other_are_taken_and_told_once()
    {
        var resolution = new Domino()
            .Group("cn=A", "1", ("mail", "a@acme.example"), ("member", "cn=B"))
            .Group("cn=B", "1", ("mail", "b@acme.example"), ("member", "cn=C"))
            .Group("cn=C", "1", ("mail", "c@acme.example"), ("member", "cn=A"))
            .Group("cn=D", "1", ("mail", "d@acme.example"), ("member", "cn=A"))
            .Resolve();
        Assert.Equal(4, resolution.Entries.Count);
        var loop = Assert.Single(resolution.Findings, finding => finding.Kind == FindingKind.GroupLoop);
        Assert.Contains("a@acme.example -> b@acme.example -> c@acme.example -> a@acme.example", loop.Text);
    }

    [Fact]
    public void Who_is_on_a_deny_list_is_not_declared_and_no_namesake_gets_the_mail()
    {
        var resolution = new Domino()
            .Group("cn=Terminaisons", "3", ("member", Jean), ("member", "cn=Ancien Salarie,o=ACME"))
            .Person(Jean, ("internetaddress", "jean.dupont@acme.example"))
            .Person("cn=Jean Dupont,ou=Compta,o=ACME", ("internetaddress", "jd@acme.example"))
            .Resolve();
        Assert.Equal("jd@acme.example", Assert.Single(resolution.Entries).Address);
        Assert.Empty(resolution.Entries.Single().WeakNames);
        Assert.Equal(Jean, Assert.Single(resolution.Findings, finding => finding.Kind == FindingKind.Leaver).Entry);
    }

    [Fact]
    public void Mail_in_databases_are_mailboxes_and_rooms_resources()
    {
        var resolution = new Domino()
            .Mailbox("cn=Support Clients", ("mail", "support@acme.example"))
            .Mailbox("cn=Salle Lumiere/Siege", ("mail", "salle.lumiere@acme.example"), ("resourcetype", "1"))
            .Resolve();
        Assert.Equal((EntryKind.Mailbox, EntryKind.Resource), (One(resolution, "support@acme.example").Kind, One(resolution, "salle.lumiere@acme.example").Kind));
        Assert.Equal(["support.clients@acme.example", "support_clients@acme.example"], One(resolution, "support@acme.example").WeakNames);
    }

    [Fact]
    public void What_was_made_by_hand_wins_and_stands_for_the_person_in_groups()
    {
        var domino = new Domino()
            .Person(Jean, ("internetaddress", "jean.dupont@acme.example"), ("shortname", "jdupont"))
            .Person("cn=Paul Martin,o=ACME", ("internetaddress", "paul@acme.example"), ("shortname", "jd"))
            .Group("cn=Tous", "1", ("mail", "tous@acme.example"), ("member", Jean));
        domino.Taken["jean.dupont@acme.example"] = domino.Taken["jd@acme.example"] = new("jd@acme.example", EntryKind.Person, null);
        var resolution = domino.Resolve();

        Assert.Equal(["paul@acme.example", "tous@acme.example"], resolution.Entries.Select(entry => entry.Address).Order());
        Assert.Equal(["jd@acme.example"], One(resolution, "tous@acme.example").Members);
        Assert.Equal(["jd@acme.example"], Told(resolution, FindingKind.Conflict));
        Assert.Equal(["jd@acme.example"], Told(resolution, FindingKind.SharedName));
    }

    [Fact]
    public void An_address_that_two_state_stays_with_who_had_it()
    {
        var domino = new Domino()
            .Person("cn=A,o=ACME", ("internetaddress", "x@acme.example"), ("dominounid", "0A"))
            .Person("cn=B,o=ACME", ("internetaddress", "x@acme.example"), ("dominounid", "0B"));
        Assert.Equal("0a", One(domino.Resolve(), "x@acme.example").Key);
        domino.Known["0b"] = "x@acme.example";
        var resolution = domino.Resolve();
        Assert.Equal("0b", One(resolution, "x@acme.example").Key);
        Assert.Equal("a@acme.example", Assert.Single(resolution.Entries, entry => entry.Key == "0a").Address);
        Assert.Equal(["x@acme.example"], Told(resolution, FindingKind.Duplicate));
    }

    [Fact]
    public void The_mapping_can_be_another_directory()
    {
        var settings = SourceSettings.Parse("""
            { "host": "ad.acme.example", "mapping": { "personClasses": ["user"], "addresses": ["proxyAddress"], "names": ["sAMAccountName"], "key": "objectGuid", "plan": "extension1" } }
            """);
        var mapping = new EntryMapping(settings, new HashSet<string> { "acme.example" });
        var entry = mapping.Map(Domino.Entry("cn=Ada,dc=acme", "user", ("proxyAddress", "ada@acme.example"), ("samaccountname", "adal"), ("objectguid", "17"), ("extension1", "Complete")));
        Assert.Equal(("17", EntryKind.Person, "ada@acme.example", "adal", Plan.Complete), (entry.Key, entry.Kind, entry.Strong[0], entry.Weak[0], entry.Plan));
    }

    private static SyncedEntry One(SourceResolution resolution, string address) => Assert.Single(resolution.Entries, entry => entry.Address == address);

    private static IEnumerable<string> Told(SourceResolution resolution, FindingKind kind) => resolution.Findings.Where(finding => finding.Kind == kind).Select(finding => finding.Address);
}
