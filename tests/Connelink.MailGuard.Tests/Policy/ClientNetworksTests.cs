using System.Net;
using Connelink.MailGuard.Policy;
using Xunit;

namespace Connelink.MailGuard.Tests.Policy;

public sealed class ClientNetworksTests
{
    private static readonly ClientNetworks Networks = ClientNetworks.Parse(
        ["192.0.2.0/24", "198.51.100.7", " ::1 ", "2001:db8::/32", "::ffff:203.0.113.0/120", "fe80::/10"]);

    [Theory]
    [InlineData("192.0.2.0", true)]
    [InlineData("192.0.2.255", true)]
    [InlineData("192.0.3.0", false)]
    [InlineData("::ffff:192.0.2.9", true)]
    [InlineData("::ffff:192.0.3.9", false)]
    [InlineData("::192.0.2.9", false)]
    [InlineData("198.51.100.7", true)]
    [InlineData("198.51.100.8", false)]
    [InlineData("::1", true)]
    [InlineData("::2", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("2001:db8:ffff::1", true)]
    [InlineData("2001:db9::1", false)]
    [InlineData("203.0.113.200", true)]
    [InlineData("::ffff:203.0.113.200", true)]
    [InlineData("fe80::1%3", true)]
    public void Clients_in_a_network_are_contained(string client, bool contained) =>
        Assert.Equal(contained, Networks.Contains(IPAddress.Parse(client)));

    [Fact]
    public void An_empty_list_contains_nobody() => Assert.False(ClientNetworks.Parse([]).Contains(IPAddress.Loopback));

    [Fact]
    public void The_whole_of_IPv4_is_not_the_whole_of_IPv6()
    {
        var everybody = ClientNetworks.Parse(["0.0.0.0/0"]);
        Assert.True(everybody.Contains(IPAddress.Parse("::ffff:192.0.2.1")));
        Assert.False(everybody.Contains(IPAddress.IPv6Loopback));
    }

    [Theory]
    [InlineData("", "'' is no IP address")]
    [InlineData("gate.example", "'gate.example' is no IP address")]
    [InlineData("192.0.2", "'192.0.2' is no IP address")]
    [InlineData("010.0.0.1", "'010.0.0.1' is no IP address")]
    [InlineData("192.0.2.0/33", "a number from 0 to 32")]
    [InlineData("192.0.2.0/-1", "a number from 0 to 32")]
    [InlineData("192.0.2.0/", "a number from 0 to 32")]
    [InlineData("192.0.2.0/255.255.255.0", "a number from 0 to 32")]
    [InlineData("2001:db8::/129", "a number from 0 to 128")]
    [InlineData("192.0.2.7/24", "write 192.0.2.0/24 for the network or 192.0.2.7 for the one address")]
    [InlineData("::ffff:0:0/90", "write the IPv4 network itself")]
    public void A_mistake_names_its_mend(string text, string mend)
    {
        Assert.False(ClientNetworks.TryParse(["::1", text], out _, out var errors));
        Assert.Contains(mend, Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public void All_mistakes_are_named_at_once()
    {
        var thrown = Assert.Throws<FormatException>(() => ClientNetworks.Parse(["a", "::1", "b"]));
        Assert.Equal(2, thrown.Message.Split('\n').Length);
    }
}
