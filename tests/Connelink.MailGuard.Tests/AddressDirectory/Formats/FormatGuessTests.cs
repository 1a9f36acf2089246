using System.Text;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.AddressDirectory.Formats;
using Xunit;

namespace Connelink.MailGuard.Tests.AddressDirectory.Formats;

public sealed class FormatGuessTests
{
    [Theory]
    [InlineData("directory.JSON", "anything", DirectoryFormat.Json)]
    [InlineData("users.csv", "{", DirectoryFormat.Csv)]
    [InlineData("users.ldf", "", DirectoryFormat.Ldif)]
    [InlineData("-", "  // ours\n{ \"tenants\": [] }", DirectoryFormat.Json)]
    [InlineData("-", "# extended LDIF\n#\n\ndn: o=a", DirectoryFormat.Ldif)]
    [InlineData("-", "version: 1\n", DirectoryFormat.Ldif)]
    [InlineData("users", "kind;address\n", DirectoryFormat.Csv)]
    public void A_form_is_known_by_name_or_else_by_content(string name, string head, DirectoryFormat expected) =>
        Assert.Equal(expected, FormatGuess.Of(name, Encoding.UTF8.GetBytes(head)));

    [Fact]
    public void A_workbook_is_refused_with_the_way_out() =>
        Assert.Contains("save it as \"CSV UTF-8\"", Assert.Throws<DirectoryException>(() => FormatGuess.Of("users.xlsx", "PK\u0003\u0004"u8)).Message);
}
