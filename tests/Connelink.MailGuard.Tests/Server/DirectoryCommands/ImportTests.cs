using System.Text;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.AddressDirectory.Formats;
using Xunit;

namespace Connelink.MailGuard.Tests.Server.DirectoryCommands;

public sealed class ImportTests : IDisposable
{
    private readonly StoreFolder _folder = StoreFolder.WithSample();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(DirectoryFormat.Json)]
    [InlineData(DirectoryFormat.Csv)]
    [InlineData(DirectoryFormat.Ldif)]
    public void An_export_imported_elsewhere_gives_the_same_directory_to_the_octet(DirectoryFormat format)
    {
        using var other = new StoreFolder();
        var file = _folder.Export(format);
        Assert.Equal(0, other.Import(file, $"a.{format}".ToLowerInvariant()).ExitCode);
        Assert.Equal(Encoding.UTF8.GetString(file), Encoding.UTF8.GetString(other.Export(format)));
        Assert.Contains("Nothing to change", _folder.Import(file, $"a.{format}".ToLowerInvariant(), keep: false).Text);
    }

    [Fact]
    public void Merging_adds_and_changes_and_keeps_the_rest()
    {
        var (exitCode, text) = _folder.Import("kind;address;plan\nperson;new@client.example;basic\nperson;marie.curie@client.example;complete\n");
        Assert.Equal(0, exitCode);
        Assert.Contains("1 added, 1 changed, 0 removed, 0 the same.", text);
        Assert.Contains("To undo it: mailguard directory revert 2", text);
        Assert.Equal(16, _folder.Store.Entries(_folder.Store.Tenants()[0].Id).Count());
    }

    [Fact]
    public void Replacing_removes_what_is_not_in_the_file_and_leaves_other_tenants()
    {
        var (exitCode, text) = _folder.Import("kind;address;plan\nperson;marie.curie@client.example;essential\n", keep: false);
        Assert.Equal(0, exitCode);
        Assert.Contains("0 added, 0 changed, 14 removed, 1 the same.", text);
        Assert.Single(_folder.Store.Entries(_folder.Store.Tenants()[0].Id));
        Assert.Equal(11, _folder.Store.Entries(_folder.Store.Tenants()[1].Id).Count());
        Assert.Equal(["client.example"], _folder.Store.Tenants()[0].Domains);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_table_leaves_alone_what_it_has_no_column_for(bool replaces)
    {
        var before = Entry("jean.dupont@client.example");
        var rest = replaces ? string.Concat(Addresses().Where(address => address != "jean.dupont@client.example").Select(address => $"{address};\n")) : "";
        Assert.Equal(0, _folder.Import($"address;language\njean.dupont@client.example;en\n{rest}", keep: !replaces).ExitCode);
        Assert.Equal(before.Replace("\"plan\":\"complete\"", "\"plan\":\"complete\",\"language\":\"en\"", StringComparison.Ordinal), Entry("jean.dupont@client.example"));
        Assert.Equal(15, Addresses().Count);
    }

    [Fact]
    public void An_empty_cell_empties()
    {
        _folder.Import("kind;address;aliases;plan\nperson;jean.dupont@client.example;;\n");
        Assert.Equal("""{"kind":"person","address":"jean.dupont@client.example"}""", Entry("jean.dupont@client.example"));
    }

    [Theory]
    [InlineData("""{ "address": "jean.dupont@client.example", "kind": "person", "language": "en" }""", """{"kind":"person","address":"jean.dupont@client.example","aliases":["j.dupont@client.example"],"plan":"complete","language":"en"}""")]
    [InlineData("""{ "address": "jean.dupont@client.example", "aliases": [], "plan": null }""", """{"kind":"person","address":"jean.dupont@client.example"}""")]
    public void A_property_that_is_absent_stays_and_null_or_an_empty_list_empties(string entry, string expected)
    {
        var (exitCode, text) = _folder.Import($$"""{ "tenants": [ { "name": "client", "entries": [ {{entry}} ] } ] }""", "a.json");
        Assert.True(exitCode == 0, text);
        Assert.Equal(expected, Entry("jean.dupont@client.example"));
    }

    [Fact]
    public void A_dry_run_shows_sources_that_differ()
    {
        Assert.Equal(0, Sources("""{ "name": "a", "settings": { "host": "a.example" } }, { "name": "b", "settings": { "host": "b.example" } }""").ExitCode);
        var (exitCode, text) = Sources("""{ "name": "b", "settings": { "host": "b.example", "pageSize": 100 } }, { "name": "c", "settings": { "host": "c.example" } }""", dryRun: true);
        Assert.True(exitCode == 0, text);
        Assert.Contains("- source a, host a.example", text);
        Assert.Contains("~ source b: pageSize 500 -> 100", text);
        Assert.Contains("+ source c, host c.example", text);
        Assert.Equal(["a", "b"], _folder.Store.Sources().Select(source => source.Name));
    }

    [Fact]
    public void Mistakes_in_sources_are_told_all_at_once_with_their_lines()
    {
        var (exitCode, text) = Sources("""
            { "name": "a", "settings": { "host": "a b", "pageSize": 1 } },
            { "name": "b", "settings": { "host": "b.example" } },
            { "name": "b", "settings": { "host": "b.example" } },
            { "name": "c", "settings": { "password": "secret" } }
            """);
        Assert.Equal(2, exitCode);
        Assert.Contains("line 1, column 48: tenants[0].sources[0]: The settings of the source have host: 'a b' is no host; write a name or an address; pageSize: 1 is out of bounds", text);
        Assert.Contains("line 3, column 1: tenants[0].sources[2]: 'b' stands twice; remove one", text);
        Assert.Contains("line 4, column 1: tenants[0].sources[3]: The settings of the source cannot be read", text);
        Assert.DoesNotContain("LineNumber", text);
        (_, text) = Sources("""{ "name": " ", "settings": [] }, { "nam": "a" }, 1""");
        Assert.Contains("tenants[0].sources[0].name: is no name; write a word like domino", text);
        Assert.Contains("tenants[0].sources[0].settings: is not an object", text);
        Assert.Contains("tenants[0].sources[1]: property 'nam' is unknown; did you mean 'name'?", text);
        Assert.Contains("tenants[0].sources[2]: is not an object", text);
        Assert.Empty(_folder.Store.Sources());
    }

    [Fact]
    public void An_attribute_that_is_absent_stays_and_an_empty_one_empties()
    {
        _folder.Import("dn: x\nobjectClass: mailGuardEntry\no: client\nmail: jean.dupont@client.example\nmailGuardPlan:\n", "a.ldif");
        Assert.Equal("""{"kind":"person","address":"jean.dupont@client.example","aliases":["j.dupont@client.example"]}""", Entry("jean.dupont@client.example"));
    }

    [Fact]
    public void What_belonged_to_another_kind_goes_with_it()
    {
        Assert.Equal(0, _folder.Import("kind;address\nmailbox;jean.dupont@client.example\n").ExitCode);
        Assert.Equal("""{"kind":"mailbox","address":"jean.dupont@client.example","aliases":["j.dupont@client.example"]}""", Entry("jean.dupont@client.example"));
    }

    [Fact]
    public void A_new_entry_needs_its_kind()
    {
        var (exitCode, text) = _folder.Import("address;plan\nnew@client.example;basic\n");
        Assert.Equal(2, exitCode);
        Assert.Contains("line 2: new@client.example kind: is missing; write one of person", text);
    }

    [Fact]
    public void An_entry_of_a_source_takes_what_the_source_does_not_know()
    {
        const string Brought = """{"kind":"person","address":"ada@client.example","source":"domino","sourceKey":"0a","weakNames":["ada_l@client.example"]}""";
        Assert.Equal(0, _folder.Import($$"""{ "tenants": [ { "name": "client", "entries": [ {{Brought}} ] } ] }""", "a.json").ExitCode);
        Assert.Equal(0, _folder.Import("address;plan\nada@client.example;basic\n").ExitCode);
        Assert.Equal(Brought.Replace("\"source\"", "\"plan\":\"basic\",\"source\"", StringComparison.Ordinal), Entry("ada@client.example"));

        var (exitCode, text) = _folder.Import("address;aliases\nada@client.example;al@client.example\n");
        Assert.Equal(2, exitCode);
        Assert.Contains("line 2: ada@client.example: is from the source domino, which would change it back; change it there, or leave source empty in the file", text);
        Assert.Equal(0, _folder.Import("address;aliases;source\nada@client.example;al@client.example;\n").ExitCode);
        Assert.Equal("""{"kind":"person","address":"ada@client.example","aliases":["al@client.example"],"plan":"basic"}""", Entry("ada@client.example"));
    }

    private string Entry(string address) => EntryJson.Text(_folder.Store.Find(Encoding.UTF8.GetBytes(address))[0].Entry);

    private List<string> Addresses() => [.. _folder.Store.Entries(_folder.Store.Tenants()[0].Id).Select(row => Encoding.UTF8.GetString(row.Entry.Address[0]))];

    [Fact]
    public void A_dry_run_shows_differences_and_groups_that_flip_and_changes_nothing()
    {
        var (exitCode, text) = _folder.Import(
            "kind;address;plan;members\nperson;x@client.example;basic;\nperson;jean.dupont@client.example;essential;\ngroup;direction@client.example;;projet@client.example\n", dryRun: true);
        Assert.Equal(0, exitCode);
        Assert.Equal(
            """
            + person x@client.example, plan basic
            ~ jean.dupont@client.example: plan complete -> essential
            ~ direction@client.example: members +projet@client.example -jean.dupont@client.example -marie.curie@client.example
            direction@client.example is internal-only: direction@client.example -> projet@client.example -> all@client.example -> bob@partner.example is outside
            1 would be added, 2 would be changed, 0 would be removed, 0 the same.
            Nothing was changed: this was a dry run.

            """, text, ignoreLineEndingDifferences: true);
        Assert.Equal(1, _folder.Store.Version());
    }

    [Fact]
    public void A_group_that_loses_its_last_member_outside_is_told_with_those_that_hold_it()
    {
        var text = _folder.Import("kind;address;members\ngroup;all@client.example;jean.dupont@client.example\n").Text;
        Assert.Contains("all@client.example is open to everybody again", text);
        Assert.Contains("projet@client.example is open to everybody again", text);
    }

    [Fact]
    public void All_mistakes_are_told_at_once_with_their_lines_and_nothing_is_written()
    {
        var before = _folder.Export(DirectoryFormat.Json);
        var (exitCode, text) = _folder.Import("""
            kind;address;aliases;targets
            person;new@client.example;;
            person;bob;;
            person;y@other.example;;
            mailbox;aide@client.example;;
            redirect;loop@client.example;;
            person;new@client.example;;
            """);
        Assert.Equal(2, exitCode);
        Assert.Equal(
            """
            line 3, column 8: address (cell B3): 'bob' is not a mailbox; write local-part@domain
            line 4: y@other.example address: 'y@other.example' is in no domain of tenant 'client'; add the domain to its domains, or declare the address external
            line 5: aide@client.example address: 'aide@client.example' is already an alias of support@client.example; remove one
            line 6: loop@client.example targets: is missing or empty; a redirect leads somewhere
            """, string.Join('\n', text.Split('\n').Where(line => line.StartsWith("line", StringComparison.Ordinal) && !line.Contains("new@", StringComparison.Ordinal)).Select(line => line.TrimEnd())),
            ignoreLineEndingDifferences: true);
        Assert.Contains("'new@client.example' is already the address of new@client.example", text);
        Assert.Contains("test.csv: 5 mistakes; nothing was changed.", text);
        Assert.Equal(1, _folder.Store.Version());
        Assert.Equal(before, _folder.Export(DirectoryFormat.Json));
    }

    [Theory]
    [InlineData("tenant;kind;address\nglobex;person;x@globex.example\n", "client", "line 2: tenant: is 'globex' in the file, but the import is for 'client'")]
    [InlineData("kind;address\nperson;x@globex.example\n", null, "tenant (cell A2): is missing; say whose entry it is")]
    [InlineData("tenant;kind;address;domains\nnew;tenant;;client.example\nnew;person;x@new.example;\n", null, "'client.example' is already of tenant 'client'; a domain has one tenant")]
    public void A_tenant_that_cannot_be_is_told(string file, string? tenant, string expected)
    {
        var (exitCode, text) = _folder.Import(file, tenant: tenant);
        Assert.Equal(2, exitCode);
        Assert.Contains(expected, text);
        Assert.Equal(1, _folder.Store.Version());
    }

    [Fact]
    public void A_tenant_that_there_is_not_is_named_beside_what_follows_from_it()
    {
        var (exitCode, text) = _folder.Import("kind;address\nperson;x@client.example\n", tenant: "clint");
        Assert.Equal(2, exitCode);
        Assert.Contains("There is no tenant \"clint\", so that it would be a new one. If it is meant: mailguard directory tenant create clint --domain DOMAIN", text);
    }

    [Fact]
    public void A_multi_purpose_group_made_by_hand_is_refused()
    {
        var (exitCode, text) = _folder.Import("dn: cn=a\nobjectClass: dominoGroup\ngrouptype: 0\nmail: a@client.example\n", "a.ldif");
        Assert.Equal(2, exitCode);
        Assert.Contains("line 1: a@client.example multiPurpose: is for groups that a source brought", text);
    }

    [Fact]
    public void An_export_of_the_past_is_what_was_there_then()
    {
        var before = _folder.Export(DirectoryFormat.Csv);
        var then = DateTimeOffset.UtcNow.AddMilliseconds(1);
        SpinWait.SpinUntil(() => DateTimeOffset.UtcNow > then.AddMilliseconds(1));
        _folder.Import("kind;address;plan\nperson;a@client.example;basic\nperson;marie.curie@client.example;complete\n", keep: false);
        Assert.NotEqual(before, _folder.Export(DirectoryFormat.Csv));
        Assert.Equal(Encoding.UTF8.GetString(before), Encoding.UTF8.GetString(_folder.Export(DirectoryFormat.Csv, at: then)));
    }

    private (int ExitCode, string Text) Sources(string sources, bool dryRun = false) =>
        _folder.Import($$"""{ "tenants": [ { "name": "other", "sources": [ {{sources}} ] } ] }""", "a.json", tenant: null, keep: false, dryRun);
}
