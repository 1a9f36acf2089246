using Connelink.MailGuard.IntegrationTests.Support;

namespace Connelink.MailGuard.IntegrationTests;

/// <summary>500 recipients pass, 501 do not, and then nobody gets the message.</summary>
public sealed class LimitTests
{
    private const string Script = """
        import smtplib, sys
        port, count = int(sys.argv[1]), int(sys.argv[2])
        to = ["user%d@client.example" % i for i in range(1, count + 1)] + ["user1@client.example"]
        try:
            with smtplib.SMTP("127.0.0.1", port) as smtp:
                smtp.sendmail("sender@elsewhere.example", to, "From: <sender@elsewhere.example>\r\nMessage-ID: <python@test>\r\n\r\nHello\r\n.dot\r\n")
            print("250")
        except smtplib.SMTPResponseException as refused:
            print(refused.smtp_code, refused.smtp_error.decode())
        """;

    [Theory]
    [InlineData(500, "250", 1)]
    [InlineData(501, "550", 0)]
    public async Task From_smtplib_one_at_a_time_with_a_repeat(int recipients, string reply, int messages)
    {
        var python = Programs.Require("python3");
        await using var sink = new CountingSink();
        await using var gateway = await GatewayProcess.StartAsync(sink.Port);
        var (_, output) = await ChildProcess.RunAsync(python, ["-c", Script, $"{gateway.Inbound}", $"{recipients}"]);
        Assert.StartsWith(reply, output);
        Assert.Equal(messages, sink.Messages.Count);
        await gateway.StopAsync();
    }

    [Theory]
    [InlineData(500, true, 1)]
    [InlineData(501, true, 0)]
    [InlineData(500, false, 1)]
    [InlineData(501, false, 0)]
    public async Task From_swaks_pipelined_and_not(int recipients, bool pipelined, int messages)
    {
        var swaks = Programs.Require("swaks");
        await using var sink = new CountingSink();
        await using var gateway = await GatewayProcess.StartAsync(sink.Port);
        var to = string.Join(',', Enumerable.Range(1, recipients).Select(TestDirectory.User));
        string[] arguments = ["--server", $"127.0.0.1:{gateway.Inbound}", "--from", SmtpDialog.From, "--to", to];
        var (_, output) = await ChildProcess.RunAsync(swaks, pipelined ? [.. arguments, "--pipeline"] : arguments);
        Assert.Equal(messages, sink.Messages.Count);
        if (messages == 0) Assert.Contains("550 5.5.3 recipient-limit", output);
        await gateway.StopAsync();
    }
}
