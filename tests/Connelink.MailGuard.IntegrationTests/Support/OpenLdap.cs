using Connelink.MailGuard.AddressDirectory.Synchronisation;

namespace Connelink.MailGuard.IntegrationTests.Support;

/// <summary>A real slapd with a Domino-like schema, its own folder and certificate; on 127.0.0.1, plain and with TLS.</summary>
internal sealed class OpenLdap : IAsyncDisposable
{
    public const string Reader = "cn=reader";
    private const string Password = "a secret of the tests";

    private readonly TempFolder _folder;
    private readonly string _limits;
    private readonly bool _isProtected;
    private ChildProcess? _process;

    private OpenLdap(TempFolder folder, string limits, bool isProtected) =>
        (_folder, _limits, _isProtected, Port, TlsPort, Authority) = (folder, limits, isProtected, Ports.Free(), Ports.Free(), new TestAuthority());

    public int Port { get; }

    public int TlsPort { get; }

    public TestAuthority Authority { get; }

    /// <summary>Settings that reach it in the clear.</summary>
    public SourceSettings Settings => new()
    {
        Host = "127.0.0.1",
        Port = Port,
        Tls = LdapTls.None,
        BindDn = Reader,
        SecretFile = _folder.PathOf("secret"),
        Timeout = TimeSpan.FromSeconds(20),
        PageSize = 100,
    };

    /// <summary>Settings with TLS and its authority.</summary>
    public SourceSettings TlsSettings => Settings with { Host = "localhost", Port = TlsPort, Tls = LdapTls.Ldaps, CaFile = _folder.PathOf("ca.pem") };

    /// <param name="ldif">Its entries.</param>
    /// <param name="limits">Further lines of the database's configuration.</param>
    /// <param name="isProtected">Whether it has TLS.</param>
    public static async Task<OpenLdap> StartAsync(TempFolder folder, string ldif, string limits = "", bool isProtected = true)
    {
        var server = new OpenLdap(folder, limits, isProtected);
        folder.Folder("ldap");
        folder.Write("secret", Password + "\n");
        folder.Write("ca.pem", server.Authority.Pem);
        folder.Write("server.pem", server.Authority.Issue("localhost"));
        folder.Write("slapd.conf", server.Configuration());
        var (exitCode, output) = await ChildProcess.RunAsync(Programs.Require("slapadd"), ["-q", "-f", folder.PathOf("slapd.conf")], ldif);
        Assert.True(exitCode == 0, output);
        await server.StartAsync();
        return server;
    }

    public async Task StartAsync()
    {
        var urls = _isProtected ? $"ldap://127.0.0.1:{Port} ldaps://127.0.0.1:{TlsPort}" : $"ldap://127.0.0.1:{Port}";
        var process = _process = ChildProcess.Start(Programs.Require("slapd"), ["-f", _folder.PathOf("slapd.conf"), "-h", urls, "-d", "0"]);
        foreach (var port in _isProtected ? new[] { Port, TlsPort } : [Port]) await Ports.AwaitListenerAsync(port, () => process.HasExited ? $"slapd ended: {process.Output}" : null);
    }

    public Task StopAsync() => _process!.KillAsync();

    /// <summary>Changes its entries, as an administrator does: LDIF with changetype.</summary>
    public async Task ModifyAsync(string ldif)
    {
        var (exitCode, output) = await ChildProcess.RunAsync(
            Programs.Require("ldapmodify"), ["-x", "-H", $"ldap://127.0.0.1:{Port}", "-D", Reader, "-w", Password], ldif);
        Assert.True(exitCode == 0, output);
    }

    /// <summary>All that it has as LDIF, as an administrator takes it out.</summary>
    public async Task<string> DumpAsync()
    {
        var (exitCode, output) = await ChildProcess.RunAsync(
            Programs.Require("ldapsearch"), ["-x", "-LLL", "-H", $"ldap://127.0.0.1:{Port}", "-D", Reader, "-w", Password, "-b", "", "(objectClass=*)", "*", "+"]);
        Assert.True(exitCode == 0, output);
        return output;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        Authority.Dispose();
    }

    /// <summary>The suffix "" makes namingContexts empty as on Domino, and lets groups have names without a suffix.</summary>
    private string Configuration() => $"""
        include /etc/ldap/schema/core.schema
        include /etc/ldap/schema/cosine.schema
        include /etc/ldap/schema/inetorgperson.schema
        include {Path.Combine(AppContext.BaseDirectory, "Ldap/domino.schema")}
        modulepath /usr/lib/ldap
        moduleload back_mdb
        pidfile {_folder.PathOf("slapd.pid")}
        {(_isProtected ? $"TLSCertificateFile {_folder.PathOf("server.pem")}" : "")}
        {(_isProtected ? $"TLSCertificateKeyFile {_folder.PathOf("server.pem")}" : "")}
        database mdb
        suffix ""
        rootdn "cn=admin"
        rootpw "{Password}"
        directory {_folder.PathOf("ldap")}
        maxsize 104857600
        dbnosync
        index objectClass,mail,internetaddress,mailaddress,grouptype,member eq
        sizelimit unlimited
        access to * by * write
        {_limits}

        """;
}
