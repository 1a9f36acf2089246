using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Connelink.MailGuard.Relay;
using Connelink.MailGuard.Session;
using Connelink.MailGuard.Tests.Support;
using Xunit;

namespace Connelink.MailGuard.Tests.Session;

/// <summary>Commands in and out of order, extensions, limits, TLS, and the end of a session.</summary>
public sealed class SessionTests
{
    [Fact]
    public async Task Every_command_has_its_answer()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop);
        await using var client = await gateway.ConnectAsync(hello: false);
        await client.PlayAsync("""
            S: 220 gateway.example ESMTP *
            C: MAIL FROM:<x@example.net>
            S: 503 5.5.1 *
            C: EHLO
            S: 501 5.5.4 *
            C: HELO c
            S: 250 gateway.example
            C: MAIL FROM:<x@example.net> SIZE=5
            S: 555 5.5.4 *
            C: ehlo c
            S: 250-gateway.example*
            C: NOOP what ever
            S: 250 *
            C: VRFY ada
            S: 252 2.5.0 *
            C: EXPN all
            S: 502 5.5.1 *
            C: HELP
            S: 214 *
            C: AUTH PLAIN
            S: 502 5.5.1 *
            C: STARTTLS
            S: 502 5.5.1 *
            C: RCPT TO:<ada@example.org>
            S: 503 5.5.1 *
            C: DATA
            S: 503 5.5.1 *
            C: XYZZY
            S: 500 5.5.2 *
            C: MAIL FROM:x@example.net
            S: 501 5.1.7 *
            C: MAIL FROM:<x@example.net> MT-PRIORITY=1
            S: 555 5.5.4 *
            C: MAIL FROM:<x@example.net> SIZE=1 SIZE=2
            S: 501 5.5.4 *
            C: MAIL FROM:<x@example.net>
            S: 250 2.1.0 *
            C: MAIL FROM:<x@example.net>
            S: 503 5.5.1 *
            C: RCPT TO:<ada@example.org>garbage
            S: 501 5.1.3 *
            C: DATA
            S: 554 5.5.1 *
            C: RSET now
            S: 501 5.5.4 *
            C: RSET
            S: 250 *
            C: QUIT
            S: 221 2.0.0 *
            S: (end)
            """);
    }

    [Fact]
    public async Task EHLO_offers_what_the_next_hop_has()
    {
        await using var nextHop = new FakeNextHop { Extensions = ["SIZE 50000000", "8BITMIME", "SMTPUTF8", "CHUNKING"] };
        await using var gateway = await Gateway.StartAsync(nextHop);
        await using var client = await gateway.ConnectAsync();
        var offer = await client.SayAsync("EHLO again");
        Assert.Equal("250-gateway.example\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-ENHANCEDSTATUSCODES\r\n250 SIZE 49991808", offer);
    }

    [Fact]
    public async Task Delivery_status_parameters_are_passed_on()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop);
        await gateway.PlayAsync("""
            C: MAIL FROM:<x@example.net> RET=HDRS ENVID=QQ+2B314159 BODY=8BITMIME SIZE=1000
            S: 250 *
            C: RCPT TO:<@relay.example:"a"da@example.org> NOTIFY=NEVER
            S: 501 *
            C: RCPT TO:<@relay.example:"ada"@EXAMPLE.org> NOTIFY=delay,FAILURE ORCPT=rfc822;Ada@example.org
            S: 250 *
            """);
        Assert.Equal(
            ["MAIL FROM:<x@example.net> SIZE=9192 BODY=8BITMIME RET=HDRS ENVID=QQ+2B314159", "RCPT TO:<\"ada\"@EXAMPLE.org> NOTIFY=FAILURE,DELAY ORCPT=rfc822;Ada@example.org"],
            nextHop.Commands);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n\r\n", "421 4.7.0")]
    [InlineData("POST / HTTP/1.1\r\n", "421 4.7.0")]
    public async Task A_browser_is_turned_away(string request, string expected)
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop);
        await using var client = await gateway.ConnectAsync();
        await client.SendAsync(request);
        Assert.StartsWith(expected, await client.ReadAsync(), StringComparison.Ordinal);
        Assert.StartsWith("(", await client.ReadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_line_has_its_limit()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop);
        await using var client = await gateway.ConnectAsync();
        await client.SendAsync("NOOP " + new string('x', 2041) + "\r\n");
        Assert.StartsWith("250", await client.ReadAsync(), StringComparison.Ordinal);
        await client.SendAsync("NOOP " + new string('x', 100_000));
        Assert.StartsWith("500 5.5.2", await client.ReadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Errors_transactions_and_connections_have_their_limits()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop, options =>
        {
            options.Smtp.MaxErrors = 3;
            options.Smtp.MaxTransactions = 2;
            options.Smtp.MaxConnectionsPerClient = 2;
        });
        await using var first = await gateway.ConnectAsync(from: "127.0.0.3");
        await first.PlayAsync("C: X\nS: 500 *\nC: X\nS: 500 *\nC: X\nS: 500 *\nC: X\nS: 500 *\nS: 421 4.7.0 *\nS: (end)");

        await using var second = await gateway.ConnectAsync(from: "127.0.0.4");
        await second.PlayAsync("C: MAIL FROM:<>\nS: 250 *\nC: RSET\nS: 250 *\nC: MAIL FROM:<>\nS: 250 *\nC: RSET\nS: 250 *\nC: MAIL FROM:<>\nS: 421 4.7.0 *\nS: (end)");

        await using var third = await gateway.ConnectAsync();
        await using var fourth = await gateway.ConnectAsync();
        await using var fifth = await gateway.ConnectAsync(hello: false);
        Assert.StartsWith("421 4.7.0", await fifth.ReadAsync(), StringComparison.Ordinal);
        await using var other = await gateway.ConnectAsync(from: "127.0.0.2");
    }

    [Fact]
    public async Task A_silent_client_is_told_that_it_was_silent_for_too_long()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop, options => options.Smtp.IdleTimeout = TimeSpan.FromMilliseconds(300));
        await using var idle = await gateway.ConnectAsync();
        await using var inData = await gateway.ConnectAsync();
        await inData.PlayAsync("C: MAIL FROM:<>\nS: 250 *\nC: RCPT TO:<ada@example.org>\nS: 250 *\nC: DATA\nS: 354 *\nC: Subject: x");
        Assert.StartsWith("421 4.4.2", await idle.ReadAsync(), StringComparison.Ordinal);
        Assert.StartsWith("421 4.4.2", await inData.ReadAsync(), StringComparison.Ordinal);
        Assert.Empty(nextHop.Messages);
    }

    [Fact]
    public async Task An_address_beyond_ASCII_needs_SMTPUTF8()
    {
        await using var nextHop = new FakeNextHop { Extensions = ["PIPELINING", "SMTPUTF8", "8BITMIME"] };
        await using var gateway = await Gateway.StartAsync(nextHop);
        await using var client = await gateway.ConnectAsync();
        await client.SendAsync("MAIL FROM:<x@example.net>\r\n"u8.ToArray());
        Assert.StartsWith("250", await client.ReadAsync(), StringComparison.Ordinal);
        await client.SendAsync("RCPT TO:<\u00e9mile@example.org>\r\n"u8.ToArray());
        Assert.StartsWith("553 5.6.7", await client.ReadAsync(), StringComparison.Ordinal);
        await client.SendAsync("RSET\r\nMAIL FROM:<\u00e9@example.net> SMTPUTF8\r\nRCPT TO:<ada@example.org>\r\n"u8.ToArray());
        for (var i = 0; i < 3; i++) Assert.StartsWith("250", await client.ReadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recipient_with_another_next_hop_needs_a_transaction_of_its_own()
    {
        await using var nextHop = new FakeNextHop();
        await using var other = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop, options =>
        {
            options.NextHops["other"] = new NextHopOptions { Hosts = [other.Host], Tls = NextHopTls.None };
            options.Routes = [new RouteOptions { Domain = "elsewhere.example", NextHop = "other", Listener = "outbound" }];
        });
        await using var client = await SmtpDialog.OpenAsync(gateway.Outbound);
        await client.PlayAsync("""
            C: MAIL FROM:<ada@example.org>
            S: 250 *
            C: RCPT TO:<x@elsewhere.example>
            S: 250 *
            C: RCPT TO:<y@example.net>
            S: 452 4.5.3 *
            C: DATA
            S: 354 *
            C: From: <ada@example.org>
            C: Subject: routed
            C:
            C: .
            S: 250 *
            """);
        Assert.Single(other.Messages);
        Assert.Empty(nextHop.Messages);
    }

    [Fact]
    public async Task Stopping_lets_a_transaction_end_and_then_says_421()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop);
        await using var idle = await gateway.ConnectAsync();
        await using var busy = await gateway.ConnectAsync();
        await busy.PlayAsync("C: MAIL FROM:<>\nS: 250 *\nC: RCPT TO:<ada@example.org>\nS: 250 *\nC: DATA\nS: 354 *");
        var stopped = gateway.Running.StopAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("421 4.3.2", await idle.ReadAsync(), StringComparison.Ordinal);
        await busy.PlayAsync("C: Subject: last\nC:\nC: .\nS: 250 *\nS: 421 4.3.2 *\nS: (end)");
        await stopped;
        Assert.True(nextHop.Messages.Single().Acknowledged);
    }

    [Fact]
    public async Task STARTTLS_encrypts_and_what_was_said_before_is_forgotten()
    {
        await using var nextHop = new FakeNextHop();
        using var files = new CertificateFiles();
        await using var gateway = await Gateway.StartAsync(nextHop, options => (options.Listeners[0].Certificate, options.Listeners[0].CertificateKey) = (files.Certificate, files.Key));
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(gateway.Inbound, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(tcp.GetStream(), Encoding.Latin1, leaveOpen: true);
        await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        await tcp.GetStream().WriteAsync("EHLO c\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        var offer = "";
        for (string? line = "-"; line!.Length < 4 || line[3] == '-'; offer += line) line = await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.Contains("STARTTLS", offer, StringComparison.Ordinal);
        await tcp.GetStream().WriteAsync("STARTTLS\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.StartsWith("220 2.0.0", await reader.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

#pragma warning disable CA5359 // the certificate is made by the test
        using var tls = new SslStream(tcp.GetStream(), false, (_, _, _, _) => true);
#pragma warning restore CA5359
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "gateway.example" }, TestContext.Current.CancellationToken);
        using var secure = new StreamReader(tls, Encoding.Latin1);
        await tls.WriteAsync("MAIL FROM:<>\r\nEHLO c\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.StartsWith("503", await secure.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        offer = "";
        for (string? line = "-"; line!.Length < 4 || line[3] == '-'; offer += line) line = await secure.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("STARTTLS", offer, StringComparison.Ordinal);
        await tls.WriteAsync("MAIL FROM:<x@example.net>\r\nRCPT TO:<ada@example.org>\r\nDATA\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        foreach (var code in (string[])["250", "250", "354"]) Assert.StartsWith(code, await secure.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await tls.WriteAsync("Subject: secret\r\n\r\n.\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.StartsWith("250", await secure.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("with ESMTPS", nextHop.Messages.Single().Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_injected_behind_STARTTLS_end_the_session()
    {
        await using var nextHop = new FakeNextHop();
        using var files = new CertificateFiles();
        await using var gateway = await Gateway.StartAsync(nextHop, options => (options.Listeners[0].Certificate, options.Listeners[0].CertificateKey) = (files.Certificate, files.Key));
        await gateway.PlayAsync("C: STARTTLS\nC: MAIL FROM:<injected@example.net>\nS: 554 5.5.0 *\nS: (end)");
    }

    [Fact]
    public async Task Whatever_a_peer_sends_gets_an_answer_or_an_end_and_never_an_error_of_ours()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await Gateway.StartAsync(nextHop, options => options.Smtp.IdleTimeout = TimeSpan.FromMilliseconds(500));
        var random = new Random(4711);
        string[] words = ["EHLO c\r\n", "MAIL FROM:<x@example.net>", "RCPT TO:<ada@example.org>", "DATA\r\n", "\r\n", ".\r\n", "\r\n.\r\n", "RSET\r\n", "QUIT\r\n", "\0", "\r", "\n", "STARTTLS\r\n", "NOTIFY=NEVER", " SIZE=99999999999999999999", "\u00ff\u00fe", "<>", "a: b\r\n", "<\"", "@"];
        for (var i = 0; i < 300; i++)
        {
            await using var client = await gateway.ConnectAsync(hello: false);
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => words[random.Next(words.Length)]));
            try
            {
                await client.SendAsync("EHLO c\r\n" + text);
                client.StopSending();
            }
            catch (SocketException)
            {
                // Refused already.
            }
            while (!(await client.ReadAsync()).StartsWith('('))
            {
            }
        }
        await Relay.NextHopFailureTests.Deliver(gateway);
    }

    private sealed class CertificateFiles : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mailguard-test");

        public CertificateFiles()
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest("CN=gateway.example", key, HashAlgorithmName.SHA256);
            using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
            File.WriteAllText(Certificate, certificate.ExportCertificatePem());
            File.WriteAllText(Key, key.ExportPkcs8PrivateKeyPem());
        }

        public string Certificate => Path.Combine(_folder.FullName, "gateway.pem");

        public string Key => Path.Combine(_folder.FullName, "gateway.key");

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
