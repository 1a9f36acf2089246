using Connelink.MailGuard.IntegrationTests.Support;

namespace Connelink.MailGuard.IntegrationTests;

public sealed class InheritedSocketTests
{
    /// <summary>Who connects between two gateways waits in the socket's backlog; without the inheritance the second could not even bind.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_update_with_inherited_sockets_refuses_no_connection(bool named)
    {
        using var folder = new TempFolder();
        await using var sink = new CountingSink();
        await using var gateway = await GatewayProcess.StartAsync(new GatewaySetup { Hosts = [sink.Port], RunBy = SocketActivation.RunBy(folder, named) });
        await DeliverAsync(gateway.Inbound, SmtpDialog.From, SmtpDialog.To);
        await DeliverAsync(gateway.Outbound, SmtpDialog.To, SmtpDialog.From);

        gateway.Process.HangUp();
        var delivered = 2;
        // All through the change, and a few messages into the life of the second gateway.
        for (var after = 0; after < 3; delivered++)
        {
            await DeliverAsync(gateway.Inbound, SmtpDialog.From, SmtpDialog.To);
            if (gateway.Process.Output.Split('\n').Count(line => line == "starting") == 2) after++;
        }
        await DeliverAsync(gateway.Outbound, SmtpDialog.To, SmtpDialog.From);

        Assert.Equal(delivered + 1, sink.Received.Count);
        await gateway.StopAsync();
    }

    /// <summary>As a client does: who is told 421 comes again. A refused connection fails the test.</summary>
    private static async Task DeliverAsync(int port, string from, string to)
    {
        while (true)
        {
            using var client = await SmtpDialog.ConnectAsync(port);
            var reply = await client.ReadAsync();
            if (!SmtpDialog.IsPositive(reply) || !SmtpDialog.IsPositive(await client.SayAsync("EHLO test.example"))) continue;
            reply = await client.DeliverAsync(MessageId.New(), from: from, to: to);
            if (SmtpDialog.IsPositive(reply)) return;
            Assert.True(reply == "" || reply.StartsWith("421", StringComparison.Ordinal), reply);
        }
    }
}
