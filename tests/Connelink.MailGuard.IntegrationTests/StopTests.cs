using Connelink.MailGuard.IntegrationTests.Support;

namespace Connelink.MailGuard.IntegrationTests;

public sealed class StopTests
{
    /// <summary>Within the hold, and while it streams to the next hop.</summary>
    [Theory]
    [InlineData(1_000)]
    [InlineData(1_000_000)]
    public async Task SIGTERM_in_mid_transaction_lets_the_message_finish_and_exits_with_0(int octets)
    {
        await using var sink = new CountingSink();
        await using var gateway = await GatewayProcess.StartAsync(sink.Port);
        using var idle = await SmtpDialog.OpenAsync(gateway.Inbound);
        using var client = await SmtpDialog.OpenAsync(gateway.Inbound);
        var id = MessageId.New();
        var message = SmtpDialog.Message(id, octets);
        await client.BeginAsync();
        await client.SayAsync("DATA");
        await client.SendAsync(message[..(octets / 2)]);

        gateway.Process.Terminate();
        await idle.ReadAsync(); // its farewell, or its end: the gateway is stopping

        Assert.StartsWith("250", await client.SayAsync(message[(octets / 2)..] + "."));
        await gateway.Process.WaitAsync();
        Assert.Equal(0, gateway.Process.ExitCode);
        Assert.Equal(1, sink.Received[id]);
        gateway.AssertNoMistakes();
    }
}
