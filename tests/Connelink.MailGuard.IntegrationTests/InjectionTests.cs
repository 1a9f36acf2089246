using Connelink.MailGuard.IntegrationTests.Support;

namespace Connelink.MailGuard.IntegrationTests;

public sealed class InjectionTests
{
    private const string Smuggled = "MAIL FROM:<evil@attacker.example>\r\nRCPT TO:<alice@client.example>\r\nDATA\r\nSubject: smuggled\r\n\r\nsmuggled\r\n.\r\n";

    /// <summary>CVE-2011-0411: what stands in clear behind STARTTLS must not be read as commands under TLS.</summary>
    [Fact]
    public async Task A_command_behind_STARTTLS_is_refused_and_the_session_ends()
    {
        await using var sink = new CountingSink();
        await using var gateway = await GatewayProcess.StartAsync(new GatewaySetup { Hosts = [sink.Port], OffersTls = true });
        using var client = await SmtpDialog.OpenAsync(gateway.Inbound);
        await client.SendAsync("STARTTLS\r\nMAIL FROM:<evil@attacker.example>\r\n");
        Assert.StartsWith("5", await client.ReadAsync());
        Assert.True(await client.IsClosedAsync());
        await gateway.StopAsync();
    }

    /// <summary>CVE-2023-51764, -51765, -51766: what some server reads as end-of-data never leads to a second message.</summary>
    [Theory]
    [InlineData("\n.\n")]
    [InlineData("\n.\r\n")]
    [InlineData("\r\n.\n")]
    [InlineData("\r.\r\n")]
    [InlineData("\r\n.\r")]
    [InlineData("\r.\r")]
    [InlineData("\n.\r")]
    [InlineData("\r\n\0.\r\n")]
    [InlineData("\r\n.\0\r\n")]
    [InlineData("\r\n.\r\r\n")]
    [InlineData("\r\r\n.\r\n")]
    public async Task A_smuggled_message_never_arrives(string endOfData)
    {
        using var folder = new TempFolder();
        await using var sink = await SmtpSink.StartAsync(folder);
        await using var gateway = await GatewayProcess.StartAsync(sink.Port);
        foreach (var (port, from, to) in new[] { (gateway.Inbound, SmtpDialog.From, SmtpDialog.To), (gateway.Outbound, SmtpDialog.To, SmtpDialog.From) })
        {
            using var client = await SmtpDialog.OpenAsync(port);
            await client.BeginAsync(from, to);
            await client.SayAsync("DATA");
            await client.SendAsync($"From: <{from}>\r\nSubject: first\r\n\r\nfirst" + endOfData + Smuggled + "\r\n.\r\n");
            await client.ReadAsync();
        }
        await gateway.StopAsync();
        Assert.True(sink.Messages.Count <= 2);
        Assert.DoesNotContain(sink.Messages, message => message.Contains("X-Mail-Args: <evil@", StringComparison.Ordinal));
    }
}
