using System.Text;
using Connelink.MailGuard.AddressDirectory.Formats;
using Xunit;

namespace Connelink.MailGuard.Tests.AddressDirectory.Formats;

/// <summary>Tables as spreadsheets and scripts write them.</summary>
public sealed class CsvReadingTests
{
    private const string Jean = """{"kind":"person","address":"jean@client.example","aliases":["j@client.example","jd@client.example"],"plan":"complete"}""";

    [Theory]
    [InlineData("kind,address,aliases,plan\r\nperson,jean@client.example,j@client.example;jd@client.example,complete\r\n")]
    [InlineData("kind;address;aliases;plan\nperson;jean@client.example;\"j@client.example;jd@client.example\";complete")]
    [InlineData("Plan\tALIASES\tAddress\tKind\rcomplete\tj@client.example,jd@client.example\tjean@client.example\tPerson")]
    [InlineData("sep=|\r\nkind|address|aliases|plan\r\nperson|Jean@Client.Example|j@client.example, jd@client.example|Complete\r\n")]
    [InlineData("kind;address;aliases;plan;\r\n;;;;\r\nperson;jean@client.example;\"j@client.example\r\njd@client.example\";complete;\r\n;;;;\r\n")]
    [InlineData("\"kind\",\"address\",\"aliases\",\"plan\"\n\"person\",\" jean@client.example \",\"j@client.example;; jd@client.example;\",\"complete\"\n")]
    public void A_table_is_read_whatever_program_wrote_it(string table)
    {
        foreach (var file in (byte[][])[
            Encoding.UTF8.GetBytes(table), [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(table)], [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(table)],
            [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(table)], Encoding.Unicode.GetBytes(table)])
        {
            var read = ReadDirectory.Of(DirectoryFormat.Csv, file, "client");
            Assert.Empty(read.Mistakes.First);
            Assert.Equal(Jean, Assert.Single(read.Entries));
        }
    }

    /// <summary>The same list as Excel (French: UTF-8 with its mark, and the old way in Windows-1252), LibreOffice, Google Sheets, Excel for the Mac and pandas save it.</summary>
    [Theory]
    [InlineData("Type;Adresse;Alias;Offre;Suspendu;;\r\nPersonne;jean@client.example;\"j@client.example\njd@client.example\";Complète;;;\r\n;;;;;;\r\n", true, false)]
    [InlineData("TYPE;ADRESSE;ALIAS;OFFRE\r\nPersonne;jean@client.example\u00A0;\"j@client.example; jd@client.example\";complète\r\n", false, true)]
    [InlineData("sep=;\r\nKIND;ADDRESS;ALIASES;PLAN\r\nperson;jean@client.example;j@client.example,\u00A0jd@client.example;complete\r\n", true, false)]
    [InlineData("\"Kind\",\"Address\",\"Aliases\",\"Plan\"\n\"person\",\"\u00A0jean@client.example\u200B\",\"j@client.example,jd@client.example\",\"complete\"\n", false, false)]
    [InlineData("kind,address,aliases,plan,,\r\nperson,jean@client.example,\"j@client.example\njd@client.example\",complete,,\r\n", false, false)]
    [InlineData("kind;address;aliases;plan\rperson;jean@client.example;\"j@client.example\rjd@client.example\";complete\r", false, true)]
    [InlineData("\"kind\";\"e-mail\";\"alias\";\"plan\"\n'person;jean@client.example;j@client.example;complete\n", false, false, "line 2, column 1: kind (cell A2): ''person' is no kind; did you mean 'person'?")]
    [InlineData("kind,address\nperson,\"=HYPERLINK(\"\"mailto:jean@client.example\"\")\"\n", false, false, "line 2, column 8: address (cell B2): '=HYPERLINK(\"mailto:jean@client.example\")' is not a mailbox; write local-part@domain")]
    public void Spreadsheets_have_their_ways(string table, bool hasMark, bool isWindows, string? mistake = null)
    {
        var octets = isWindows ? CsvText.Windows1252.GetBytes(table) : Encoding.UTF8.GetBytes(table);
        var read = ReadDirectory.Of(DirectoryFormat.Csv, hasMark ? [.. Encoding.UTF8.Preamble, .. octets] : octets, "client");
        Assert.Equal(mistake is null ? [] : [mistake], read.Mistakes.First.Select(each => each.ToString()));
        if (mistake is null) Assert.Equal(Jean, Assert.Single(read.Entries));
    }

    [Fact]
    public void A_row_of_nothing_but_separators_costs_no_memory()
    {
        var read = ReadDirectory.Of(DirectoryFormat.Csv, [.. "kind;address\n"u8, .. Enumerable.Repeat((byte)';', 1_000_000)], "client");
        Assert.Equal("line 2, column 1: the row has more than 16384 cells; is this the right separator?", Assert.Single(read.Mistakes.First).ToString());
    }

    [Fact]
    public void What_is_not_UTF8_is_Windows_1252()
    {
        var table = "tenant;kind;address\r\nSociété €;person;jean@client.example\r\n";
        foreach (var encoding in (Encoding[])[Encoding.UTF8, CsvText.Windows1252])
        {
            Assert.Equal("Société €", Assert.Single(ReadDirectory.Of(DirectoryFormat.Csv, encoding.GetBytes(table)).Tenants).Draft.Name);
        }
    }

    [Fact]
    public void Rows_of_tenants_stand_in_any_order()
    {
        var read = ReadDirectory.Of(DirectoryFormat.Csv, """
            tenant,kind,address,domains,language,tags
            a,person,x@a.example,,,
            b,tenant,,b.example;c.example,fr,VRAI
            a,resource,y@a.example,,,
            b,person,x@b.example,,en,
            a,tenant,,a.example,,
            """);
        Assert.Empty(read.Mistakes.First);
        Assert.Equal(["a", "b"], read.Tenants.Select(tenant => tenant.Draft.Name));
        Assert.Equal([2, 1], read.Tenants.Select(tenant => tenant.Entries.Count));
        Assert.Equal(["b.example", "c.example"], read.Tenants[1].Domains);
        Assert.True(read.Tenants[1].Draft.AllowsTags);
    }

    [Theory]
    [InlineData("", "line 1, column 1: the file is empty; its first row names the columns: tenant;kind;address;")]
    [InlineData("kind;adress\nperson;a@b.example", "line 1, column 6: cell B1: column 'adress' is unknown; did you mean 'address'?; or remove it")]
    [InlineData("kind;adress\nperson;a@b.example", "line 1, column 1: the column address is missing; the first row names the columns, of tenant;kind;")]
    [InlineData("kind;address;Téléphone\n", "line 1, column 14: cell C1: column 'Téléphone' is unknown; write one of tenant, kind,")]
    [InlineData("kind;address;kind\n", "cell C1: column kind stands twice; remove one")]
    [InlineData("Jean;jean@client.example\n", "line 1, column 1: cell A1: column 'Jean' is unknown")]
    [InlineData("kind;address\nperson;bob\n", "line 2, column 8: address (cell B2): 'bob' is not a mailbox; write local-part@domain")]
    [InlineData("kind;address\n\n\"per\nson\";bob\n", "line 4, column 6: address (cell B3): 'bob' is not a mailbox")]
    [InlineData("kind;address;plan\npersn;a@b.example;gold\n", "kind (cell A2): 'persn' is no kind; did you mean 'person'?")]
    [InlineData("kind;address;plan\npersn;a@b.example;gold\n", "plan (cell C2): 'gold' is no plan; write one of essential, basic, complete")]
    [InlineData("kind;address;members\ngroup;a@b.example;\"x@y.example;bob, z@y.example\"\n", "line 2, column 19: members (cell C2): 'bob' is not a mailbox")]
    [InlineData("kind;address;tags\nperson;a@b.example;yes\n", "tags (cell C2): belongs into a row of kind tenant; empty it")]
    [InlineData("kind;address;domains\ntenant;a@b.example;b.example\n", "address (cell B2): is nothing that a tenant has; empty it")]
    [InlineData("kind;address;domains\ntenant;;b@c\n", "domains (cell C2): 'b@c' is not a domain; write it like client.example")]
    [InlineData("kind;address;tags\ntenant;;perhaps\n", "tags (cell C2): 'perhaps' is not true or false")]
    [InlineData("kind;address\nperson;a@b.example;extra\n", "line 2, column 20: cell C2: stands under no name; name the column in the first row, or empty it")]
    [InlineData("kind;address\nperson;\"a@b.example\nperson;c@d.example\n", "line 2, column 8: the quote that opens here is not closed")]
    [InlineData("kind;address\nperson;\"a@b.example\"x;\n", "line 2, column 21: text follows the closing quote; a quote within quotes is written twice")]
    [InlineData("kind;address;networks\napplication;a@b.example;10.0.0.1/33", "networks (cell C2): '10.0.0.1/33' is no network; write it like 192.0.2.0/24 or 2001:db8::/32")]
    [InlineData("kind;address;reversePaths\napplication;a@b.example;all", "reversePaths (cell C2): 'all' is no pattern of mailboxes; write it like bounce-*@client.example")]
    public void A_mistake_is_told_with_its_cell_and_its_mend(string table, string expected) =>
        Assert.Contains(ReadDirectory.Of(DirectoryFormat.Csv, table, "client").Mistakes.First, mistake => mistake.ToString().Contains(expected, StringComparison.Ordinal));

    [Fact]
    public void A_row_without_tenant_says_what_to_do() => Assert.Equal(
        "line 2, column 1: tenant (cell A2): is missing; say whose entry it is, here or for the whole file with --tenant",
        Assert.Single(ReadDirectory.Of(DirectoryFormat.Csv, "kind,address\nperson,a@b.example\n").Mistakes.First).ToString());

    [Fact]
    public void All_mistakes_are_counted_and_the_first_are_kept()
    {
        var read = ReadDirectory.Of(DirectoryFormat.Csv, "kind,address\n" + string.Concat(Enumerable.Repeat("person,bob\n", 5000)), "client");
        Assert.Equal((5000, 100), (read.Mistakes.Count, read.Mistakes.First.Count));
        Assert.Equal(5001, ReadDirectory.Of(DirectoryFormat.Csv, "kind,address\n" + string.Concat(Enumerable.Repeat("person,bob\n", 5000)) + "x,", "client").Mistakes.Count);
    }

    /// <summary>Rows go on over the blocks that the file is read in, wherever those end.</summary>
    [Fact]
    public void A_long_table_is_read_across_blocks()
    {
        var members = string.Join(';', Enumerable.Range(0, 20_000).Select(i => $"member{i}@client.example"));
        var read = ReadDirectory.Of(DirectoryFormat.Csv, $"kind,address,members\n" + string.Concat(Enumerable.Range(0, 5).Select(i => $"group,g{i}@client.example,\"{members}\"\r\n")), "client");
        Assert.Empty(read.Mistakes.First);
        Assert.All(read.Entries, entry => Assert.EndsWith("\"member19999@client.example\"]}", entry));
    }
}
