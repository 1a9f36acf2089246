using System.Globalization;
using System.Text;
using Connelink.MailGuard.IntegrationTests.Support;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Connelink.MailGuard.IntegrationTests;

/// <summary>Clients that are not ours, each to a next hop that counts.</summary>
public sealed class ClientTests
{
    [Theory]
    [InlineData(1, 10, 100)]
    [InlineData(10, 200, 4_000)]
    [InlineData(5, 20, 1_000_000)]
    public async Task smtp_source_delivers_all_its_messages(int sessions, int messages, int octets)
    {
        var program = Programs.Require("smtp-source");
        await using var sink = new CountingSink();
        await using var gateway = await GatewayProcess.StartAsync(sink.Port);
        string[] arguments = ["-s", Text(sessions), "-m", Text(messages), "-l", Text(octets), "-f", SmtpDialog.From, "-t", SmtpDialog.To, $"127.0.0.1:{gateway.Inbound}"];
        foreach (var options in new[] { arguments, ["-d", .. arguments] }) // -d: many messages on a connection
        {
            var (exitCode, output) = await ChildProcess.RunAsync(program, options, seconds: 120);
            Assert.True(exitCode == 0, output);
        }
        Assert.Equal(2 * messages, sink.Messages.Count);
        await gateway.StopAsync();
    }

    [Theory]
    [InlineData]
    [InlineData("--pipeline")]
    [InlineData("--tls")]
    [InlineData("--tls", "--pipeline")]
    [InlineData("--protocol", "SMTP")]
    public async Task swaks_delivers(params string[] options)
    {
        var program = Programs.Require("swaks");
        await using var sink = new CountingSink();
        await using var gateway = await GatewayProcess.StartAsync(new GatewaySetup { Hosts = [sink.Port], OffersTls = true });
        var (exitCode, output) = await ChildProcess.RunAsync(program, ["--server", $"127.0.0.1:{gateway.Inbound}", "--from", SmtpDialog.From, "--to", SmtpDialog.To, .. options]);
        Assert.True(exitCode == 0, output);
        Assert.Single(sink.Messages);
        await gateway.StopAsync();
    }

    [Theory]
    [InlineData(SecureSocketOptions.None)]
    [InlineData(SecureSocketOptions.StartTls)]
    public async Task MailKit_delivers_8_bit_text_and_attachments_octet_for_octet_with_DSN(SecureSocketOptions security)
    {
        await using var sink = new CountingSink();
        await using var gateway = await GatewayProcess.StartAsync(new GatewaySetup { Hosts = [sink.Port], OffersTls = true });
        var message = new MimeMessage { Subject = "Été" };
        message.From.Add(MailboxAddress.Parse(SmtpDialog.From));
        message.To.Add(MailboxAddress.Parse(SmtpDialog.To));
        var attachment = new byte[700_000];
        new Random(1).NextBytes(attachment);
        var builder = new BodyBuilder { TextBody = "Où êtes-vous ?\r\n.dot\r\n" };
        builder.Attachments.Add("photo.jpg", attachment);
        message.Body = builder.ToMessageBody();
        using (var client = new NotifyingClient { ServerCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == "CN=mailguard.example", CheckCertificateRevocation = false })
        {
            await client.ConnectAsync("127.0.0.1", gateway.Inbound, security);
            await client.SendAsync(message);
            await client.DisconnectAsync(true);
        }
        var received = await MimeMessage.LoadAsync(new MemoryStream(Encoding.Latin1.GetBytes(Assert.Single(sink.Messages).Replace("\r\n..", "\r\n.", StringComparison.Ordinal) + "\r\n")));
        Assert.Equal("Où êtes-vous ?\n.dot\n", received.TextBody!.ReplaceLineEndings("\n"));
        using var decoded = new MemoryStream();
        await ((MimePart)Assert.Single(received.Attachments)).Content!.DecodeToAsync(decoded);
        Assert.Equal(attachment, decoded.ToArray());
        Assert.Contains(sink.Commands, line => line.StartsWith("RCPT", StringComparison.Ordinal) && line.Contains("NOTIFY=", StringComparison.Ordinal));
        await gateway.StopAsync();
    }

    /// <summary>Reply by reply, as a person types it: what stands ahead of the 354 would be refused.</summary>
    [Fact]
    public async Task openssl_s_client_delivers_after_STARTTLS()
    {
        var program = Programs.Require("openssl");
        await using var sink = new CountingSink();
        await using var gateway = await GatewayProcess.StartAsync(new GatewaySetup { Hosts = [sink.Port], OffersTls = true });
        await using var client = ChildProcess.Start(program, ["s_client", "-starttls", "smtp", "-connect", $"127.0.0.1:{gateway.Inbound}", "-crlf", "-quiet"]);
        await SayAsync("EHLO test.example", "250 ");
        await SayAsync($"MAIL FROM:<{SmtpDialog.From}>", "250 2.1.0");
        await SayAsync($"RCPT TO:<{SmtpDialog.To}>", "250 2.");
        await SayAsync("DATA", "354 ");
        await SayAsync("Subject: by hand\n\nHello\n.", "250 2.");
        await SayAsync("QUIT", "221 ");
        Assert.Contains("with ESMTPS", Assert.Single(sink.Messages));
        await gateway.StopAsync();

        async Task SayAsync(string line, string reply)
        {
            var before = client.Output.Length;
            await client.Input.WriteAsync(line + "\n");
            await client.Input.FlushAsync();
            await Until.TrueAsync(() => client.Output[before..].Contains($"{reply}", StringComparison.Ordinal), $"{reply} to {line}, but {client.Output}");
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed class NotifyingClient : SmtpClient
    {
        protected override DeliveryStatusNotification? GetDeliveryStatusNotifications(MimeMessage message, MailboxAddress mailbox) => DeliveryStatusNotification.Failure;
    }
}
