using Connelink.MailGuard.AddressDirectory.Formats;
using Xunit;

namespace Connelink.MailGuard.Tests.AddressDirectory.Formats;

/// <summary>Files that other software wrote: Python's csv module in its dialects, OpenLDAP's slapcat and ldapsearch of a Domino-like directory.</summary>
public sealed class SampleFileTests
{
    [Theory]
    [InlineData("python-excel.csv")]
    [InlineData("python-unix.csv")]
    [InlineData("python-excel-tab.txt")]
    [InlineData("python-cp1252.csv")]
    public void Tables_of_Python_are_read(string name)
    {
        var read = ReadDirectory.Of(FormatGuess.Of(name, []), Sample(name));
        Assert.Empty(read.Mistakes.First);
        var tenant = Assert.Single(read.Tenants);
        Assert.Equal(("Société", true, "client.example"), (tenant.Draft.Name, tenant.Draft.AllowsTags, Assert.Single(tenant.Domains)));
        Assert.Equal(
            [
                """{"kind":"person","address":"jean.dupont@client.example","aliases":["j.dupont@client.example","jd@client.example"],"plan":"complete"}""",
                """{"kind":"person","address":"\"dupont, jean\"@client.example","plan":"basic","language":"en"}""",
                """{"kind":"group","address":"all@client.example","members":["jean.dupont@client.example","bob@partner.example"]}""",
            ],
            tenant.Entries);
    }

    /// <summary>slapcat adds operational attributes; what is declared is the same.</summary>
    [Fact]
    public void Files_of_OpenLDAP_are_read()
    {
        var search = ReadDirectory.Of(DirectoryFormat.Ldif, Sample("ldapsearch.ldif"), "acme");
        var dump = ReadDirectory.Of(DirectoryFormat.Ldif, Sample("slapcat.ldif"), "acme");
        Assert.Empty(search.Mistakes.First);
        Assert.Empty(dump.Mistakes.First);
        Assert.Equal(search.Entries.Order(StringComparer.Ordinal), dump.Entries.Order(StringComparer.Ordinal));
        foreach (var entry in (string[])["person|helene.leveque", "resource|salle.lumiere", "mailbox|support"])
        {
            var (kind, local) = (entry.Split('|')[0], entry.Split('|')[1]);
            Assert.Contains(search.Entries, text => text.StartsWith($"{{\"kind\":\"{kind}\",\"address\":\"{local}@acme.example\"", StringComparison.Ordinal));
        }
        Assert.DoesNotContain(search.Entries, entry => entry.Contains("Terminaisons", StringComparison.OrdinalIgnoreCase));
        Assert.Contains(search.Remarks.First, remark => remark.Text.StartsWith("hl@partenaire.example is where Domino forwards its mail", StringComparison.Ordinal));
    }

    private static byte[] Sample(string name) => File.ReadAllBytes(Path.Combine(Directories.Root(), "tests", "Connelink.MailGuard.Tests", "AddressDirectory", "Formats", "Samples", name));
}
