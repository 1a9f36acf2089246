using System.Collections.Concurrent;
using Connelink.MailGuard.IntegrationTests.Support;

namespace Connelink.MailGuard.IntegrationTests;

public sealed class KillTests
{
    private static readonly string[] Phases = ["EHLO", "MAIL", "RCPT", "DATA", "mail data held", "mail data streaming", "end-of-data", "reply", "between", "pause"];

    /// <summary>Messages that the others send between two kills, at least.</summary>
    private const int BeforeEachKill = 20;

    /// <summary>kill -9 in each phase of one client, while four others send without a pause: what was acknowledged is there.</summary>
    [Fact]
    public async Task Nothing_that_was_acknowledged_is_missing_after_kill_9_in_every_phase()
    {
        var kills = Programs.IsFull ? 500 : 50;
        await using var sink = new CountingSink { KeepsMessages = false };
        await using var gateway = await GatewayProcess.StartAsync(sink.Port);
        ConcurrentBag<string> acknowledged = [];
        using var done = new CancellationTokenSource();
        var others = Enumerable.Range(0, 4).Select(_ => SendUntilAsync(gateway.Inbound, acknowledged, done.Token)).ToArray();
        for (var kill = 0; kill < kills; kill++)
        {
            var before = acknowledged.Count;
            await Until.TrueAsync(() => acknowledged.Count >= before + BeforeEachKill, "the others are in full flow");
            using var client = await ReachAsync(Phases[kill % Phases.Length], gateway.Inbound, acknowledged);
            await gateway.Process.KillAsync();
            await gateway.Process.DisposeAsync();
            await gateway.StartAsync();
        }
        await done.CancelAsync();
        await Task.WhenAll(others);
        Assert.True(acknowledged.Count >= kills * BeforeEachKill);
        Assert.Empty(acknowledged.Except(sink.Received.Keys));
        await gateway.StopAsync();
        TestContext.Current.SendDiagnosticMessage($"{kills} kills, {acknowledged.Count} acknowledged, {sink.Received.Count} at the next hop");
    }

    /// <summary>A client that has come as far as this phase.</summary>
    private static async Task<SmtpDialog> ReachAsync(string phase, int port, ConcurrentBag<string> acknowledged)
    {
        var client = await SmtpDialog.OpenAsync(port);
        var id = MessageId.New();
        if (phase == "EHLO") return client;
        await client.SayAsync($"MAIL FROM:<{SmtpDialog.From}>");
        if (phase == "MAIL") return client;
        await client.SayAsync($"RCPT TO:<{SmtpDialog.To}>");
        if (phase == "RCPT") return client;
        await client.SayAsync("DATA");
        if (phase == "DATA") return client;
        await client.SendAsync(SmtpDialog.Message(id, phase == "mail data streaming" ? 800_000 : 5_000));
        if (phase.StartsWith("mail data", StringComparison.Ordinal)) return client;
        await client.SendAsync(".\r\n");
        if (phase == "end-of-data") return client;
        if (SmtpDialog.IsPositive(await client.ReadAsync())) acknowledged.Add(id);
        if (phase == "between") await client.SayAsync("RSET");
        return client;
    }

    private static async Task SendUntilAsync(int port, ConcurrentBag<string> acknowledged, CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            try
            {
                using var client = await SmtpDialog.OpenAsync(port);
                while (!done.IsCancellationRequested)
                {
                    var id = MessageId.New();
                    var reply = await client.DeliverAsync(id);
                    if (reply == "") break;
                    Assert.False(reply.StartsWith('5'), reply);
                    if (SmtpDialog.IsPositive(reply)) acknowledged.Add(id);
                }
            }
            catch (System.Net.Sockets.SocketException)
            {
                await Task.Delay(20, CancellationToken.None); // the gateway is down: as a client does, again
            }
        }
    }
}
