using Connelink.MailGuard.AddressDirectory.Synchronisation;
using Connelink.MailGuard.AddressDirectory.Synchronisation.Ldap;
using Connelink.MailGuard.IntegrationTests.Support;

namespace Connelink.MailGuard.IntegrationTests;

/// <summary>Reading from a real OpenLDAP, and what is said when it goes wrong.</summary>
public sealed class LdapReadingTests : IDisposable
{
    private const string All = "(|(objectclass=dominoPerson)(objectclass=dominoGroup)(objectclass=dominoServerMailInDatabase))";
    private const int Many = 5000;
    private const int Traps = 17;

    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("", "by pages of 100")]
    [InlineData("limits * size.prtotal=disabled", "whole")]
    [InlineData("limits * size.prtotal=disabled size.soft=400 size.hard=400", "by first letters")]
    [InlineData("limits * size.prtotal=1000 size.soft=400 size.hard=400", "by first letters")]
    public async Task A_large_directory_is_read_whole_whatever_the_limits(string limits, string way)
    {
        await using var server = await OpenLdap.StartAsync(_folder, DominoLdif.Large(Many), limits);
        await using var session = await LdapSession.OpenAsync(server.Settings, default);
        var reader = new LdapReader(server.Settings, session);
        var entries = await reader.ReadAsync(All, default);
        Assert.Equal(way, reader.Way);
        Assert.Equal(Many + Traps, entries.Count);
        Assert.Contains(entries, entry => entry.Dn.Contains("Hélène", StringComparison.Ordinal) && entry.First("internetaddress") == "helene.leveque@acme.example");
        Assert.All(entries, entry => Assert.NotNull(entry.First("modifytimestamp")));
    }

    [Fact]
    public async Task Limits_that_no_letters_get_round_are_an_incomplete_answer()
    {
        await using var server = await OpenLdap.StartAsync(_folder, DominoLdif.Traps, "limits * size.soft=1 size.hard=1 size.prtotal=disabled");
        Assert.Contains("raise its size limit. The answer is not complete", await FailureAsync(server.Settings));
    }

    [Fact]
    public async Task Tls_is_used_and_the_certificate_checked()
    {
        await using var server = await OpenLdap.StartAsync(_folder, DominoLdif.Traps);
        var startTls = server.TlsSettings with { Port = server.Port, Tls = LdapTls.StartTls };
        using var other = new TestAuthority();
        var otherAuthority = _folder.Write("other.pem", other.Pem);
        foreach (var settings in new[] { server.TlsSettings, startTls })
        {
            await using (var session = await LdapSession.OpenAsync(settings, default)) Assert.Equal(Traps, (await new LdapReader(settings, session).ReadAsync(All, default)).Count);
            Assert.Contains("its certificate is for localhost, not for 127.0.0.1", await FailureAsync(settings with { Host = "127.0.0.1" }));
            Assert.Contains($"is not trusted by {otherAuthority}", await FailureAsync(settings with { CaFile = otherAuthority }));
            Assert.Contains("is not trusted by the system's authorities", await FailureAsync(settings with { CaFile = "" }));
        }
        Assert.Contains("TLS is not possible", await FailureAsync(server.TlsSettings with { Port = server.Port }));
        Assert.Contains("has no certificate in it", await FailureAsync(server.TlsSettings with { CaFile = _folder.Write("empty.pem", "nothing") }));
        Assert.Contains("caFile /nowhere.pem cannot be read", await FailureAsync(server.TlsSettings with { CaFile = "/nowhere.pem" }));
    }

    [Fact]
    public async Task A_server_without_tls_says_so()
    {
        await using var server = await OpenLdap.StartAsync(_folder, DominoLdif.Traps, isProtected: false);
        var failure = await FailureAsync(server.Settings with { Tls = LdapTls.StartTls, Host = "localhost" });
        Assert.Contains("it refuses StartTLS", failure);
    }

    [Fact]
    public async Task A_wrong_password_an_unknown_name_and_a_wrong_base_are_named()
    {
        await using var server = await OpenLdap.StartAsync(_folder, DominoLdif.Traps);
        var wrong = _folder.Write("wrong", "guess");
        Assert.Contains($"it does not take the name 'cn=reader' with the password in {wrong}", await FailureAsync(server.Settings with { SecretFile = wrong }));
        Assert.Contains("it does not take the name 'cn=nobody'", await FailureAsync(server.Settings with { BindDn = "cn=nobody" }));
        Assert.Contains("secretFile /nowhere cannot be read", await FailureAsync(server.Settings with { SecretFile = "/nowhere" }));
        Assert.Contains("is empty", await FailureAsync(server.Settings with { SecretFile = _folder.Write("empty", "\n") }));
        Assert.Contains("to a search below 'o=Nowhere'", await FailureAsync(server.Settings with { BaseDn = "o=Nowhere" }));
    }

    [Fact]
    public async Task A_server_that_is_not_there_or_says_nothing_is_given_up_in_time()
    {
        Assert.Contains("refused", await FailureAsync(new() { Host = "127.0.0.1", Port = Ports.Free(), Tls = LdapTls.None }));
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        var settings = new SourceSettings { Host = "127.0.0.1", Port = ((System.Net.IPEndPoint)silent.LocalEndpoint).Port, Tls = LdapTls.None, Timeout = TimeSpan.FromSeconds(1) };
        Assert.Contains("it was silent for 1 s", await FailureAsync(settings));
        Assert.Contains("it does not answer within 1 s", await FailureAsync(settings with { Tls = LdapTls.Ldaps }));
        Assert.Contains("it does not answer within 1 s", await FailureAsync(settings with { Tls = LdapTls.StartTls }));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(5_000)]
    [InlineData(200_000)]
    public async Task A_server_that_dies_in_the_middle_has_said_nothing(int octets)
    {
        await using var server = await OpenLdap.StartAsync(_folder, DominoLdif.Large(2000));
        await using var cutter = new CuttingProxy(server.Port, octets);
        Assert.Contains("it closed the connection in the middle", await FailureAsync(server.Settings with { Port = cutter.Port }));
    }

    [Fact]
    public async Task A_reading_can_be_cancelled()
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        var settings = new SourceSettings { Host = "127.0.0.1", Port = ((System.Net.IPEndPoint)silent.LocalEndpoint).Port, Tls = LdapTls.None };
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => LdapSession.OpenAsync(settings, cancel.Token));
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<string> FailureAsync(SourceSettings settings) => (await Assert.ThrowsAsync<SourceException>(async () =>
    {
        await using var session = await LdapSession.OpenAsync(settings, default);
        await new LdapReader(settings, session).ReadAsync(All, default);
    })).Message;
}
