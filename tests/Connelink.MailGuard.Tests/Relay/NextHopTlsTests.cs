using System.Security.Cryptography.X509Certificates;
using Connelink.MailGuard.Relay;
using Connelink.MailGuard.Tests.Support;
using Xunit;

namespace Connelink.MailGuard.Tests.Relay;

/// <summary>STARTTLS towards the next hop (RFC 3207): what is encrypted, what is not, and when no mail passes.</summary>
public sealed class NextHopTlsTests : IDisposable
{
    private readonly X509Certificate2 _certificate = TestCertificate.For("localhost");
    private readonly string _trusted = Path.GetTempFileName();

    public void Dispose()
    {
        _certificate.Dispose();
        File.Delete(_trusted);
    }

    [Fact]
    public async Task Opportunistic_takes_any_certificate_where_STARTTLS_is_offered()
    {
        await using var nextHop = new FakeNextHop { Certificate = _certificate };
        await using var gateway = await StartAsync(nextHop, NextHopTls.Opportunistic);
        await NextHopFailureTests.Deliver(gateway);
        Assert.True(nextHop.Messages.Single().IsTls);
    }

    [Fact]
    public async Task None_stays_in_clear_even_where_STARTTLS_is_offered()
    {
        await using var nextHop = new FakeNextHop { Certificate = _certificate };
        await using var gateway = await StartAsync(nextHop, NextHopTls.None);
        await NextHopFailureTests.Deliver(gateway);
        Assert.False(nextHop.Messages.Single().IsTls);
    }

    [Theory]
    [InlineData("454 4.7.0 TLS not available")]
    [InlineData("220 2.0.0 Go ahead\r\nbut this is no handshake")]
    [InlineData(FakeNextHop.Close)]
    [InlineData(FakeNextHop.Freeze)]
    public async Task Opportunistic_goes_on_in_clear_where_TLS_fails(string answer)
    {
        await using var nextHop = new FakeNextHop { Certificate = _certificate, Script = at => at.Verb == "STARTTLS" ? answer : null };
        await using var gateway = await StartAsync(nextHop, NextHopTls.Opportunistic);
        await NextHopFailureTests.Deliver(gateway);
        Assert.False(nextHop.Messages.Single().IsTls);
    }

    [Fact]
    public async Task Required_passes_mail_under_a_certificate_that_is_valid_for_the_host()
    {
        await using var nextHop = new FakeNextHop { Certificate = _certificate };
        await using var gateway = await StartAsync(nextHop, NextHopTls.Required, trusted: _certificate);
        await NextHopFailureTests.Deliver(gateway);
        Assert.True(nextHop.Messages.Single().IsTls);
        Assert.True(gateway.Running.NextHops.Single().IsUp);
    }

    [Fact]
    public async Task Required_passes_no_mail_under_a_certificate_that_nobody_trusts()
    {
        await using var nextHop = new FakeNextHop { Certificate = _certificate };
        using var other = TestCertificate.For("localhost");
        await using var gateway = await StartAsync(nextHop, NextHopTls.Required, trusted: other);
        await AssertNoMailAsync(gateway, nextHop, "its certificate is not valid");
    }

    [Fact]
    public async Task Required_passes_no_mail_under_a_certificate_for_another_name()
    {
        using var other = TestCertificate.For("elsewhere.example");
        await using var nextHop = new FakeNextHop { Certificate = other };
        await using var gateway = await StartAsync(nextHop, NextHopTls.Required, trusted: other);
        await AssertNoMailAsync(gateway, nextHop, "RemoteCertificateNameMismatch");
    }

    [Fact]
    public async Task Required_passes_no_mail_where_STARTTLS_is_not_offered()
    {
        await using var nextHop = new FakeNextHop();
        await using var gateway = await StartAsync(nextHop, NextHopTls.Required, trusted: _certificate);
        await AssertNoMailAsync(gateway, nextHop, "not offered");
    }

    [Theory]
    [InlineData("454 4.7.0 TLS not available", "451 4.4.1 *")]
    [InlineData("554 5.7.0 Not for you", "451 4.3.5 *")]
    [InlineData("220 2.0.0 Go ahead\r\n250-SIZE 1\r\n250 PIPELINING", "451 4.4.1 *")]
    [InlineData(FakeNextHop.Close, "451 4.4.1 *")]
    [InlineData(FakeNextHop.Freeze, "451 4.4.1 *")]
    public async Task Required_passes_no_mail_where_TLS_fails(string answer, string expected)
    {
        await using var nextHop = new FakeNextHop { Certificate = _certificate, Script = at => at.Verb == "STARTTLS" ? answer : null };
        await using var gateway = await StartAsync(nextHop, NextHopTls.Required, trusted: _certificate);
        await AssertNoMailAsync(gateway, nextHop, "", expected);
    }

    [Fact]
    public async Task What_EHLO_offered_in_clear_is_forgotten_under_TLS()
    {
        var hellos = 0;
        await using var nextHop = new FakeNextHop
        {
            Certificate = _certificate,
            Script = at => at.Verb == "EHLO" && ++hellos % 2 == 1 ? "250-next-hop.example\r\n250-STARTTLS\r\n250-SIZE 100\r\n250 SMTPUTF8" : null,
        };
        await using var gateway = await StartAsync(nextHop, NextHopTls.Opportunistic);
        var host = gateway.Running.NextHops.Single();
        Assert.Equal(104_857_600, host.Size);
        Assert.False(host.Extensions.HasFlag(Connelink.MailGuard.Smtp.SmtpExtensions.SmtpUtf8));
    }

    private async Task<Gateway> StartAsync(FakeNextHop nextHop, NextHopTls tls, X509Certificate2? trusted = null)
    {
        if (trusted is not null) await File.WriteAllTextAsync(_trusted, trusted.ExportCertificatePem());
        return await Gateway.StartAsync(nextHop, options =>
        {
            var hop = options.NextHops["hop"];
            hop.Hosts = [nextHop.Host.Replace("127.0.0.1", "localhost", StringComparison.Ordinal)];
            hop.Tls = tls;
            hop.TrustedCertificates = trusted is null ? null : _trusted;
            hop.ConnectTimeout = TimeSpan.FromSeconds(2);
        });
    }

    private static async Task AssertNoMailAsync(Gateway gateway, FakeNextHop nextHop, string problem, string expected = "451 4.3.5 *")
    {
        await gateway.PlayAsync($"C: MAIL FROM:<x@example.net>\nS: 250 *\nC: RCPT TO:<ada@example.org>\nS: {expected}");
        var health = gateway.Running.NextHops.Single();
        Assert.False(health.IsUp);
        Assert.Contains(problem, health.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain(nextHop.Commands, command => command.StartsWith("MAIL", StringComparison.Ordinal));
    }
}
