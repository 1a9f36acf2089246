using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.AddressDirectory.Synchronisation;
using Xunit;

namespace Connelink.MailGuard.Tests.AddressDirectory.Synchronisation;

public sealed class SourceSettingsTests
{
    [Fact]
    public void A_host_is_enough_and_the_rest_is_Domino()
    {
        var settings = SourceSettings.Parse("""{ "host": "domino.acme.example" }""");
        Assert.Equal(("ldaps://domino.acme.example:636", "", "dominoPerson"), (settings.Address, settings.BaseDn, settings.Mapping.PersonClasses[0]));
        Assert.Equal("ldap://domino.acme.example:389", SourceSettings.Parse("""{ "host": "domino.acme.example", "tls": "startTls" }""").Address);
    }

    [Fact]
    public void What_is_kept_reads_the_same_again()
    {
        var json = """
            {
              "host": "domino.acme.example", "bindDn": "cn=Reader,o=ACME", "secretFile": "/etc/mailguard/secret", // A comment.
              "caFile": "/etc/mailguard/ca.pem", "interval": "00:05:00", "fullPassAt": "03:15", "maxShrink": 0.1, "plan": "basic",
              "mapping": { "names": ["uid"], "separators": ["."] },
            }
            """;
        var settings = SourceSettings.Parse(json);
        Assert.Equal(settings.ToJson(), SourceSettings.Parse(settings.ToJson()).ToJson());
        Assert.Equal((TimeSpan.FromMinutes(5), new TimeOnly(3, 15), 0.1), (settings.Interval, settings.FullPassAt, settings.MaxShrink));
    }

    [Theory]
    [InlineData("""{ "host": "" }""", "host: '' is no host")]
    [InlineData("""{ "host": "a b" }""", "host: 'a b' is no host")]
    [InlineData("""{ "host": "x", "port": 70000 }""", "port: 70000 is no port")]
    [InlineData("""{ "host": "x", "bindDn": "cn=a" }""", "secretFile: is missing")]
    [InlineData("""{ "host": "x", "secretFile": "/a" }""", "bindDn: is missing")]
    [InlineData("""{ "host": "x", "caFile": "ca.pem" }""", "caFile: 'ca.pem' would be another file")]
    [InlineData("""{ "host": "x", "tls": "none", "bindDn": "cn=a", "secretFile": "/a" }""", "tls: a password would go to x in the clear")]
    [InlineData("""{ "host": "x", "tls": "none", "caFile": "/a" }""", "caFile: has no use without TLS")]
    [InlineData("""{ "host": "x", "filter": "cn=a" }""", "filter: must be one filter in parentheses")]
    [InlineData("""{ "host": "x", "filter": "(cn=a)(mail=*)" }""", "filter: must be one filter in parentheses")]
    [InlineData("""{ "host": "x", "filter": "(cn=a))(|(cn=*)" }""", "filter: must be one filter in parentheses")]
    [InlineData("""{ "host": "x", "shrinkFloor": -1 }""", "shrinkFloor: -1 is out of bounds")]
    [InlineData("""{ "host": "x", "timeout": "00:00:00" }""", "timeout: 00:00:00 is out of bounds")]
    [InlineData("""{ "host": "x", "interval": "00:00:01" }""", "interval: 00:00:01 is out of bounds")]
    [InlineData("""{ "host": "x", "pageSize": 1 }""", "pageSize: 1 is out of bounds")]
    [InlineData("""{ "host": "x", "maxShrink": 30 }""", "maxShrink: 30 is out of bounds")]
    [InlineData("""{ "host": "x", "plan": "basik" }""", "did you mean 'basic'?")]
    [InlineData("""{ "host": "x", "mapping": { "personClasses": ["a)(b"] } }""", "mapping: 'a)(b' is no name")]
    [InlineData("""{ "host": "x", "mapping": { "addresses": [] } }""", "mapping.addresses: is empty")]
    [InlineData("""{ "host": "x", "hots": "y" }""", "hots")]
    [InlineData("""{ "host": "x", "tls": "yes" }""", "tls")]
    [InlineData("not json", "cannot be read")]
    public void Each_mistake_is_named(string json, string mistake) =>
        Assert.Contains(mistake, Assert.Throws<DirectoryException>(() => SourceSettings.Parse(json)).Message);

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        var message = Assert.Throws<DirectoryException>(() => SourceSettings.Parse("""{ "host": "", "port": -1, "pageSize": 0 }""")).Message;
        foreach (var name in new[] { "host", "port", "pageSize" }) Assert.Contains($"{name}:", message);
    }
}
