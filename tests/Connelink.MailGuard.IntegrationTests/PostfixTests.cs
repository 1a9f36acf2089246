using Connelink.MailGuard.IntegrationTests.Support;

namespace Connelink.MailGuard.IntegrationTests;

/// <summary>A real Postfix on either side.</summary>
public sealed class PostfixTests
{
    private const string Smuggled = "MAIL FROM:<evil@attacker.example>\r\nRCPT TO:<alice@client.example>\r\nDATA\r\nSubject: smuggled\r\n\r\nsmuggled\r\n.\r\n";

    [Fact]
    public async Task As_next_hop_it_delivers_each_message_once()
    {
        using var folder = new TempFolder();
        await using var postfix = await Postfix.StartAsync(folder);
        await using var gateway = await GatewayProcess.StartAsync(postfix.Port);
        using var client = await SmtpDialog.OpenAsync(gateway.Inbound);
        var ids = Enumerable.Range(0, 50).Select(_ => MessageId.New()).ToList();
        foreach (var id in ids) Assert.StartsWith("250", await client.DeliverAsync(id, id == ids[0] ? 1_000_000 : 3_000));
        await Until.TrueAsync(() => postfix.Messages.Count >= ids.Count, "all in the maildir");
        Assert.Equal(ids.Order(), postfix.Messages.Select(MessageId.In).Order());
        await gateway.StopAsync();
    }

    /// <summary>It greets the fourth connection with 421; and every connection of ours ends with QUIT, so that its log is quiet.</summary>
    [Fact]
    public async Task As_next_hop_with_a_connection_limit_it_gets_all_mail()
    {
        using var folder = new TempFolder();
        await using var postfix = await Postfix.StartAsync(folder, connections: 3);
        await using var gateway = await GatewayProcess.StartAsync(new GatewaySetup { Hosts = [postfix.Port], NextHop = new() { ["MaxTransactions"] = 5 } });
        await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ =>
        {
            using var client = await SmtpDialog.OpenAsync(gateway.Inbound);
            for (var i = 0; i < 10; i++) Assert.StartsWith("250", await client.DeliverAsync(MessageId.New()));
        }));
        await gateway.StopAsync();
        Assert.Contains("too many connections", gateway.Process.Output, StringComparison.Ordinal);
        Assert.DoesNotMatch("lost connection after (?!CONNECT)", postfix.MailLog); // CONNECT: the test looked whether it listens
    }

    /// <summary>Postfix of this version may take LF.LF for the end of a message: it must never see one.</summary>
    [Fact]
    public async Task As_next_hop_it_never_receives_a_smuggled_message()
    {
        using var folder = new TempFolder();
        await using var postfix = await Postfix.StartAsync(folder);
        await using var gateway = await GatewayProcess.StartAsync(postfix.Port);
        foreach (var end in new[] { "\n.\n", "\n.\r\n", "\r\n.\n", "\r.\r\n", "\r\n.\r", "\r.\r", "\r\n\0.\r\n", "\r\n.\r\r\n" })
        {
            foreach (var port in new[] { gateway.Inbound, gateway.Outbound })
            {
                using var smuggler = await SmtpDialog.OpenAsync(port);
                await smuggler.BeginAsync(port == gateway.Inbound ? SmtpDialog.From : SmtpDialog.To);
                await smuggler.SayAsync("DATA");
                await smuggler.SendAsync("Subject: first\r\n\r\nfirst" + end + Smuggled + "\r\n.\r\n");
                await smuggler.ReadAsync();
            }
        }
        using var client = await SmtpDialog.OpenAsync(gateway.Inbound);
        var last = MessageId.New();
        Assert.StartsWith("250", await client.DeliverAsync(last));
        await Until.TrueAsync(() => postfix.Messages.Any(message => MessageId.In(message) == last), "the last message");
        Assert.DoesNotContain(postfix.Messages, message => message.Contains("Return-Path: <evil@", StringComparison.Ordinal));
        await gateway.StopAsync();
    }

    [Fact]
    public async Task As_client_it_hands_over_what_local_programs_and_smtp_source_submit()
    {
        using var folder = new TempFolder();
        await using var sink = new CountingSink();
        await using var gateway = await GatewayProcess.StartAsync(sink.Port);
        await using var postfix = await Postfix.StartAsync(folder, gateway.Inbound);
        var id = MessageId.New();
        await postfix.SubmitAsync(SmtpDialog.Message(id));
        var (exitCode, output) = await ChildProcess.RunAsync(
            Programs.Require("smtp-source"), ["-s", "4", "-m", "40", "-l", "20000", "-f", SmtpDialog.From, "-t", SmtpDialog.To, $"127.0.0.1:{postfix.Port}"]);
        Assert.True(exitCode == 0, output);
        await Until.TrueAsync(() => sink.Messages.Count >= 41, "all at the next hop", 60);
        Assert.Equal(41, sink.Messages.Count);
        Assert.Equal(1, sink.Received[id]);
        await gateway.StopAsync();
    }
}
