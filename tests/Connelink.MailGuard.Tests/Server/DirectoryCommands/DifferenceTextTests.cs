using Connelink.MailGuard.AddressDirectory.Store;
using Connelink.MailGuard.Server.Commands.Directory;
using Spectre.Console;
using Xunit;

namespace Connelink.MailGuard.Tests.Server.DirectoryCommands;

public sealed class DifferenceTextTests
{
    private const string Before = """{"kind":"person","address":"a@client.example","aliases":["b@client.example"],"plan":"basic"}""";
    private const string After = """{"kind":"person","address":"a@client.example","aliases":["b@client.example","c@client.example"],"plan":"complete"}""";

    [Theory]
    [InlineData(null, Before, "+ person a@client.example, aliases b@client.example, plan basic")]
    [InlineData(Before, null, "- person a@client.example, aliases b@client.example, plan basic")]
    [InlineData(Before, After, "~ a@client.example: aliases +c@client.example, plan basic -> complete")]
    [InlineData(After, Before, "~ a@client.example: aliases -c@client.example, plan complete -> basic")]
    [InlineData(null, null, "- a@client.example, erased")]
    public void An_entry_is_told_in_one_line_with_what_is_different(string? before, string? after, string text) =>
        Assert.Equal(text, TextOf(new ChangeItem(ChangeSubject.Entry, 1, 1, "a@client.example", before, after)));

    [Fact]
    public void A_tenant_is_told_by_its_name_and_yes_or_no() => Assert.Equal(
        "~ tenant client: domains +b.example, suspended none -> yes",
        TextOf(new ChangeItem(ChangeSubject.Tenant, 1, null, "client", """{"name":"client","domains":["a.example"]}""", """{"name":"client","domains":["a.example","b.example"],"suspended":true}""")));

    private static string TextOf(ChangeItem item) => DifferenceText.Markup(item).RemoveMarkup();
}
