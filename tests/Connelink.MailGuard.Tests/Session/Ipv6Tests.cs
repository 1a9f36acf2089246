using System.Net;
using Connelink.MailGuard.Session;
using Connelink.MailGuard.Tests.Support;
using Xunit;

namespace Connelink.MailGuard.Tests.Session;

public sealed class Ipv6Tests
{
    private const string Delivery = "C: MAIL FROM:<x@example.net>\nS: 250 *\nC: RCPT TO:<ada@example.org>\nS: 250 *\nC: DATA\nS: 354 *\nC: Subject: six\nC:\nC: .\nS: 250 *";

    [Fact]
    public async Task A_listener_and_a_next_hop_may_have_IPv6_addresses()
    {
        await using var nextHop = new FakeNextHop(IPAddress.IPv6Loopback);
        await using var gateway = await StartAsync(nextHop, "[::1]:0", "::1");
        await using var client = await gateway.ConnectAsync(from: "::1");
        await client.PlayAsync(Delivery);
        Assert.Contains("[IPv6:::1]", nextHop.Messages.Single().Data, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1", "[127.0.0.1]")]
    [InlineData("::1", "[IPv6:::1]")]
    public async Task A_listener_on_all_addresses_takes_both_families(string client, string traced)
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await StartAsync(nextHop, "[::]:0", "127.0.0.0/8", "::1");
        await using var dialog = await SmtpDialog.OpenAsync(new IPEndPoint(IPAddress.Parse(client), gateway.Inbound.Port), from: client);
        await dialog.PlayAsync(Delivery);
        Assert.Contains(traced, nextHop.Messages.Single().Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_is_not_allowed_by_its_IPv6_address_is_turned_away()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await StartAsync(nextHop, "[::1]:0", "2001:db8::/32", "127.0.0.0/8");
        await using var client = await gateway.ConnectAsync(hello: false, from: "::1");
        Assert.StartsWith("421 4.7.1", await client.ReadAsync(), StringComparison.Ordinal);
    }

    private static Task<Gateway> StartAsync(FakeNextHop nextHop, string endpoint, params string[] allowed) =>
        Gateway.StartAsync(nextHop, (MailGuardOptions options) => (options.Listeners[0].Endpoint, options.Listeners[0].AllowedClients) = (endpoint, allowed));
}
