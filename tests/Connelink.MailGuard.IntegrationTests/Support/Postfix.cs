namespace Connelink.MailGuard.IntegrationTests.Support;

/// <summary>A real Postfix with a configuration, a queue and a maildir of its own; its master is a child of the test, never a system service.</summary>
internal sealed class Postfix : IAsyncDisposable
{
    private readonly ChildProcess _master;
    private readonly string _configuration;
    private readonly string _inbox;

    private readonly TempFolder _folder;

    private Postfix(ChildProcess master, TempFolder folder, int port) =>
        (_master, _folder, _configuration, _inbox, Port) = (master, folder, folder.PathOf("postfix"), folder.PathOf("mail/inbox/new"), port);

    public int Port { get; }

    /// <summary>What was delivered to local mailboxes.</summary>
    public IReadOnlyList<string> Messages => Directory.Exists(_inbox) ? [.. Directory.GetFiles(_inbox).Select(File.ReadAllText)] : [];

    /// <param name="relayPort">Where all mail goes; 0: it delivers to its own mailboxes.</param>
    /// <param name="connections">Connections that it takes of one client; 0: no limit.</param>
    public static async Task<Postfix> StartAsync(TempFolder folder, int relayPort = 0, int connections = 0)
    {
        Programs.RequireRoot("Postfix's master");
        var (master, check) = (Programs.Require("master"), Programs.Require("postfix"));
        var port = Ports.Free();
        var configuration = folder.Folder("postfix");
        folder.Folder("mail");
        folder.Folder("queue");
        File.SetUnixFileMode(folder.PathOf("queue"), Private);
        File.SetUnixFileMode(configuration, Private);
        folder.Write("postfix/main.cf", MainSettings(folder.Name, relayPort, connections));
        folder.Write("postfix/master.cf", Services(port));
        await ChildProcess.RunAsync("/bin/chown", ["postfix", folder.Folder("data")]);
        await ChildProcess.RunAsync(check, ["-c", configuration, "check"]);
        var process = ChildProcess.Start(master, ["-c", configuration, "-d"]);
        await Ports.AwaitListenerAsync(port, () => process.HasExited ? $"Postfix ended: {process.Output} {Log(folder)}" : null);
        return new(process, folder, port);
    }

    public string MailLog => Log(_folder);

    /// <summary>Hands it a message as a local program does.</summary>
    public async Task SubmitAsync(string message)
    {
        var (exitCode, output) = await ChildProcess.RunAsync(
            Programs.Require("sendmail"), ["-C", _configuration, "-i", "-f", SmtpDialog.From, SmtpDialog.To], message.ReplaceLineEndings("\n"));
        Assert.True(exitCode == 0, output);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_master.HasExited)
        {
            _master.Terminate(); // it takes its daemons along
            await _master.WaitAsync();
        }
        await _master.DisposeAsync();
    }

    private const UnixFileMode Private = (UnixFileMode)0b111_101_101;

    private static string Log(TempFolder folder) => File.Exists(folder.PathOf("maillog")) ? File.ReadAllText(folder.PathOf("maillog")) : "";

    private static string MainSettings(string folder, int relayPort, int connections) => $"""
        compatibility_level = 3.6
        queue_directory = {folder}/queue
        data_directory = {folder}/data
        maillog_file = {folder}/maillog
        maillog_file_prefixes = /tmp, /var
        myhostname = postfix.example
        mydestination =
        mynetworks = 127.0.0.0/8
        inet_interfaces = 127.0.0.1
        inet_protocols = ipv4
        smtp_dns_support_level = disabled
        smtp_host_lookup = native
        smtpd_client_connection_count_limit = {connections}
        smtpd_client_event_limit_exceptions =
        smtpd_recipient_restrictions = permit_mynetworks, reject
        smtpd_forbid_bare_newline = no
        alias_maps =
        {(relayPort > 0 ? $"relayhost = [127.0.0.1]:{relayPort}" : "")}
        {(relayPort > 0 ? "" : $"""
        virtual_mailbox_domains = client.example
        virtual_mailbox_base = {folder}/mail
        virtual_mailbox_maps = static:inbox/
        virtual_uid_maps = static:65534
        virtual_gid_maps = static:65534
        """)}

        """;

    private static string Services(int port) => $"""
        127.0.0.1:{port} inet n - n - - smtpd
        pickup unix n - n 1 1 pickup
        cleanup unix n - n - 0 cleanup
        qmgr unix n - n 300 1 qmgr
        tlsmgr unix - - n 1000? 1 tlsmgr
        rewrite unix - - n - - trivial-rewrite
        bounce unix - - n - 0 bounce
        defer unix - - n - 0 bounce
        trace unix - - n - 0 bounce
        verify unix - - n - 1 verify
        flush unix n - n 1000? 0 flush
        proxymap unix - - n - - proxymap
        smtp unix - - n - - smtp
        relay unix - - n - - smtp
        error unix - - n - - error
        retry unix - - n - - error
        discard unix - - n - - discard
        virtual unix - n n - - virtual
        anvil unix - - n - 1 anvil
        scache unix - - n - 1 scache
        postlog unix-dgram n - n - 1 postlogd

        """;
}
