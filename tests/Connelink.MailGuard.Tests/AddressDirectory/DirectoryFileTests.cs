using System.Text;
using Connelink.MailGuard.AddressDirectory;
using CsCheck;
using Xunit;

namespace Connelink.MailGuard.Tests.AddressDirectory;

public sealed class DirectoryFileTests
{
    [Theory]
    [InlineData("""{ "kind": "person", "address": "x" }""",
        "line 1, column 111: tenants[0].entries[0].address: 'x' is not a mailbox; write local-part@domain")]
    [InlineData("""{ "kind": "person", "address": "postmaster" }""", "entries[0].address: 'postmaster' is not a mailbox; write local-part@domain")]
    [InlineData("""{ "kind": "person", "address": 5 }""", "entries[0].address: is not a text")]
    [InlineData("""{ "kind": "person" }""", "line 1: tenants[0].entries[0].address: is missing; write local-part@domain")]
    [InlineData("""{ "address": "a@client.example" }""", "entries[0].kind: is missing; write one of person, external, mailbox")]
    [InlineData("""{ "kind": "persn", "address": "a@client.example" }""", "entries[0].kind: 'persn' is no kind; did you mean 'person'?")]
    [InlineData("""{ "kind": "alien", "address": "a@client.example" }""", "entries[0].kind: 'alien' is no kind; write one of person, external,")]
    [InlineData("""{ "kind": "person", "address": "a@client.example", "plan": "Complete" }""", "'Complete' is no plan; did you mean 'complete'?")]
    [InlineData("""{ "kind": "person", "address": "a@client.example", "language": "de" }""", "'de' is no language; write one of en, fr")]
    [InlineData("""{ "kind": "person", "address": "a@client.example", "alias": [] }""", "property 'alias' is unknown; did you mean 'aliases'?")]
    [InlineData("""{ "kind": "person", "address": "a@client.example", "address": "b@client.example" }""", "entries[0].address: stands twice")]
    [InlineData("""{ "kind": "mailbox", "address": "a@client.example", "plan": "basic" }""", "entries[0].plan: belongs to kind person, and this is of kind mailbox")]
    [InlineData("""{ "kind": "redirect", "address": "a@client.example" }""", "entries[0].targets: is missing or empty; a redirect leads somewhere")]
    [InlineData("""{ "kind": "redirect", "address": "a@client.example", "targets": [] }""", "entries[0].targets: is missing or empty")]
    [InlineData("""{ "kind": "redirect", "address": "a@client.example", "targets": ["b@c.example", "bob@client.example"] }""",
        "line 1: tenants[0].entries[0].targets: 'bob@client.example' is not declared, neither as an address nor as an alias; declare it, or take it out of the targets")]
    [InlineData("""{ "kind": "group", "address": "a@client.example", "members": ["b@c.example", "bob"] }""", "entries[0].members[1]: 'bob' is not a mailbox")]
    [InlineData("""{ "kind": "group", "address": "a@client.example", "members": "bob@c.example" }""", "entries[0].members: is not an array of mailboxes")]
    [InlineData("""{ "kind": "application", "address": "a@client.example", "networks": ["10.0.0.1/33"] }""", "entries[0].networks[0]: '10.0.0.1/33' is no network")]
    [InlineData("""{ "kind": "application", "address": "a@client.example", "reversePaths": ["all"] }""", "entries[0].reversePaths[0]: 'all' is no pattern")]
    [InlineData("""{ "kind": "person", "address": "a@other.example" }""",
        "entries[0].address: 'a@other.example' is in no domain of tenant 'client'; add the domain to its domains, or declare the address external")]
    [InlineData("""{ "kind": "person", "address": "a@client.example", "aliases": ["A@Client.Example"] }""", "entries[0].aliases: 'a@client.example' stands twice in this entry")]
    [InlineData("""{ "kind": "external", "address": "a@client.example" }""", "'a@client.example' is in a domain of tenant 'client' but declared external")]
    [InlineData("""{ "kind": "person", "address": "a@client.example" }, "bob" """, "entries[1]: is not an object")]
    public void A_bad_entry_is_told_with_its_place_and_its_mend(string entry, string expected) => Tells(Directories.Client(entry), expected);

    [Theory]
    [InlineData("", "line 1, column 1: is not JSON")]
    [InlineData("[]", "line 1, column 1: is not an object: { \"tenants\": [ ... ] }")]
    [InlineData("{ \"tenants\": [\n  { \"name\": \"x\", }\n", "line 3, column 1: is not JSON")]
    [InlineData("{ \"tenants\": [] } x", "is not JSON")]
    [InlineData("""{ "tenant": [] }""", "property 'tenant' is unknown; did you mean 'tenants'?")]
    [InlineData("""{ "tenants": {} }""", "tenants: is not an array of tenants")]
    [InlineData("""{ "tenants": [ 7 ] }""", "tenants[0]: is not an object")]
    [InlineData("""{ "tenants": [ { "entries": [] } ] }""", "tenants[0].name: is missing; give the tenant a name")]
    [InlineData("""{ "tenants": [ { "name": "a" }, { "name": "A" } ] }""", "tenants[1].name: 'A' is already tenants[0]; choose another")]
    [InlineData("""{ "tenants": [ { "name": "a", "tags": "yes" } ] }""", "tenants[0].tags: is not true or false")]
    [InlineData("""{ "tenants": [ { "name": "a", "domains": ["a b"] } ] }""", "tenants[0].domains[0]: 'a b' is not a domain; write it like client.example")]
    [InlineData("""{ "tenants": [ { "name": "a", "domains": ["a@b.example"] } ] }""", "tenants[0].domains[0]: 'a@b.example' is not a domain")]
    [InlineData("""{ "tenants": [ { "name": "\uD800" } ] }""", "tenants[0].name")]
    [InlineData("""{ "tenants": [ { "name": "a", "domains": ["x.example"] }, { "name": "b", "domains": ["X.example"] } ] }""",
        "tenants[1].domains[0]: 'x.example' is already of tenant 'a'; a domain has one tenant")]
    [InlineData("""{ "tenants": [ { "name": "a", "domains": ["x.example", "x.example"] } ] }""", "tenants[0].domains[1]: 'x.example' stands twice; remove one")]
    [InlineData("""
        { "tenants": [
          { "name": "a", "domains": ["a.example"], "entries": [
            { "kind": "person", "address": "x@b.example" } ] },
          { "name": "b", "domains": ["b.example"] } ] }
        """, "line 3: tenants[0].entries[0].address: 'x@b.example' is in a domain of tenant 'b'; move the entry there")]
    public void A_bad_directory_is_told_with_its_place_and_its_mend(string json, string expected) => Tells(json, expected);

    [Fact]
    public void An_address_that_is_taken_names_both_places() => Tells(
        Directories.Client("\n" + Directories.Person("a") + ",\n" + """{ "kind": "mailbox", "address": "b@client.example", "aliases": ["A@CLIENT.example"] }"""),
        "line 3: tenants[0].entries[1].aliases: 'a@client.example' is already the address of tenants[0].entries[0] (line 2); remove one");

    [Fact]
    public void A_loop_of_redirects_is_told_once_and_a_chain_is_not() => Tells(
        Directories.Client("""
            { "kind": "redirect", "address": "end@client.example", "targets": ["a@client.example"] },
            { "kind": "redirect", "address": "a@client.example", "targets": ["x@partner.example", "b@client.example"] },
            { "kind": "redirect", "address": "b@client.example", "targets": ["aa@client.example"] },
            { "kind": "redirect", "address": "aa@client.example", "targets": ["a@client.example", "b@client.example"] },
            { "kind": "redirect", "address": "self@client.example", "aliases": ["me@client.example"], "targets": ["me@client.example"] },
            """),
        "entries[1].targets: redirect loop a@client.example -> b@client.example -> aa@client.example -> a@client.example; let one of them end",
        "entries[2].targets: redirect loop b@client.example -> aa@client.example -> b@client.example",
        "entries[4].targets: redirect loop self@client.example -> self@client.example");

    [Fact]
    public void A_redirect_may_lead_to_what_comes_later_to_an_alias_to_a_tag_and_outside()
    {
        var entries = """
            { "kind": "redirect", "address": "a@client.example", "targets": ["b@client.example", "alias@client.example", "b+news@client.example", "x@partner.example", "c@other.example"] },
            { "kind": "person", "address": "b@client.example", "aliases": ["alias@client.example"] }
            """;
        var other = """{ "name": "other", "domains": ["other.example"] }""";
        Assert.NotNull(Directories.Load($$"""{ "tenants": [ { "name": "client", "domains": ["client.example"], "tags": true, "entries": [ {{entries}} ] }, {{other}} ] }"""));
        Tells(Directories.Client(entries), "entries[0].targets: 'b+news@client.example' is not declared");
    }

    [Fact]
    public void A_hundred_mistakes_are_shown_and_all_are_counted()
    {
        var entries = string.Join(",", Enumerable.Repeat("""{ "kind": "person", "address": "x" }""", 250));
        var mistakes = Assert.Throws<DirectoryException>(() => Directories.Load(Directories.Client(entries)));
        Assert.Equal((250, 100), (mistakes.Mistakes!.Count, mistakes.Mistakes.First.Count));
        Assert.StartsWith("The directory test.json has 250 mistakes", mistakes.Message, StringComparison.Ordinal);
        Assert.EndsWith("and 150 more", mistakes.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sources_are_passed_over() => Assert.Equal(1, Directories.Load(Directories.Client(Directories.Person("a"))
        .Replace("\"entries\"", """ "sources": [ { "name": "domino", "settings": { "of": ["a", { "later": 1.0 }], "version": null } } ], "entries" """, StringComparison.Ordinal)).Count);

    [Fact]
    public void Comments_trailing_commas_escapes_and_a_byte_order_mark_are_read()
    {
        var snapshot = Directories.Load("\uFEFF" + Directories.Client("""
            /* all of it */ { "kind": "person", "address": "\u0061.b\u0040client.example", }, // the end

            """));
        Assert.True(snapshot.TryFind("a.b@client.example"u8, out _));
    }

    [Fact]
    public void A_file_reads_the_same_in_whatever_pieces_it_comes() => Gen.Int[1, 700].Sample(piece =>
    {
        var padding = new string(' ', 70_000); // More than a buffer, so that tokens cross its end.
        var json = Directories.Client($"{Directories.Person("a")},{padding}\n{Directories.Person("b")}, /*{padding}*/ {Directories.Person("c")},\n {Directories.Person("d")}x");
        var whole = Assert.Throws<DirectoryException>(() => Directories.Load(json));
        var pieces = Assert.Throws<DirectoryException>(() => DirectoryFile.Load(new Dribble(Encoding.UTF8.GetBytes(json), piece), "test.json"));
        Assert.Equal(whole.Message, pieces.Message);
        Assert.Contains("line 3, column ", whole.Message, StringComparison.Ordinal);
    }, iter: 20);

    [Fact]
    public void A_file_that_is_not_there_says_so()
    {
        var e = Assert.Throws<DirectoryException>(() => DirectoryFile.Load(Path.Combine(Path.GetTempPath(), "no-such-directory.json")));
        Assert.StartsWith("The directory cannot be read: Could not find file", e.Message, StringComparison.Ordinal);
    }

    private static void Tells(string json, params string[] expected)
    {
        var mistakes = Assert.Throws<DirectoryException>(() => Directories.Load(json)).Mistakes!;
        Assert.Equal(expected.Length, mistakes.Count);
        Assert.All(expected.Zip(mistakes.First), pair => Assert.Contains(pair.First, pair.Second.ToString(), StringComparison.Ordinal));
    }

    /// <summary>Gives a few octets at a time.</summary>
    private sealed class Dribble(byte[] octets, int piece) : MemoryStream(octets)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(piece, buffer.Length)]);
    }
}
