using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using Connelink.MailGuard.Server.Demo;
using Connelink.MailGuard.Tests.Support;
using Xunit;
using SmtpDialog = Connelink.MailGuard.Server.Demo.SmtpDialog;

namespace Connelink.MailGuard.Tests.Server;

/// <summary>`serve` as a process: start, reload, health, stop.</summary>
public sealed partial class ServeTests : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mailguard-serve-").FullName;
    private readonly DemoNextHop _nextHop = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string ConfigFile => Path.Combine(_folder, "appsettings.json");

    [Fact]
    public async Task The_first_SIGTERM_lets_a_transaction_end_and_the_exit_code_is_0()
    {
        using var program = Start();
        using var dialog = await ConnectAsync(program);
        await dialog.SendAsync(["EHLO a.example", "MAIL FROM:<bob@partner.example>", "RCPT TO:<jean.dupont@client.example>"], Cancel);

        program.Signal(MailGuardProcess.Sigterm);
        await program.WaitForAsync("Stopping");
        Assert.StartsWith("354", await dialog.SendAsync("DATA", Cancel), StringComparison.Ordinal);
        await dialog.WriteAsync("Subject: x\r\n\r\nx\r\n.\r\n"u8.ToArray(), Cancel);

        Assert.StartsWith("250", await dialog.ReadAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal(0, await program.EndAsync());
        Assert.Single(_nextHop.Take());
    }

    [Fact]
    public async Task A_second_SIGTERM_ends_it_at_once()
    {
        using var program = Start();
        using var dialog = await ConnectAsync(program);
        await dialog.SendAsync(["EHLO a.example", "MAIL FROM:<bob@partner.example>", "RCPT TO:<jean.dupont@client.example>"], Cancel);

        program.Signal(MailGuardProcess.Sigterm);
        await program.WaitForAsync("Stopping");
        program.Signal(MailGuardProcess.Sigterm);

        Assert.Equal(143, await program.EndAsync());
        Assert.DoesNotContain("Stopped", program.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changed_rules_are_put_in_force_and_bad_ones_are_not()
    {
        using var program = Start();
        using var dialog = await ConnectAsync(program);
        await dialog.SendAsync("EHLO a.example", Cancel);
        Assert.StartsWith("550 5.1.1", await RcptAsync(dialog), StringComparison.Ordinal);

        Write(""" "declared-recipient": { "Mode": "observe" } """);
        await program.WaitForAsync("the new rules are in force");
        Assert.StartsWith("250", await RcptAsync(dialog), StringComparison.Ordinal);

        Write(""" "declared-recipient": { "Mode": "enforced" } """);
        await program.WaitForAsync("MailGuard:Rules:declared-recipient:Mode");
        await program.WaitForAsync("the old rules stay");
        Assert.StartsWith("250", await RcptAsync(dialog), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_names_a_next_hop_that_is_down_and_metrics_are_served()
    {
        var port = FreePort();
        using var program = Start($"--MailGuard:Management:Endpoint=127.0.0.1:{port}", $"--MailGuard:NextHops:domino:Hosts:0=127.0.0.1:{FreePort()}");
        await program.WaitForAsync("Listener inbound");
        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}") };
        await AnsweredAsync(http);

        var ready = await http.GetAsync("/health/ready", Cancel);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        using var report = JsonDocument.Parse(await ready.Content.ReadAsStringAsync(Cancel));
        var checks = report.RootElement.GetProperty("checks").EnumerateArray().ToDictionary(c => c.GetProperty("name").GetString()!, c => c.GetProperty("ok").GetBoolean());
        Assert.Equal(new Dictionary<string, bool> { ["listeners"] = true, ["directory"] = true, ["log"] = true, ["next hop domino"] = false }, checks);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/live", Cancel)).StatusCode);
        Assert.Contains("mailguard_", await http.GetStringAsync("/metrics", Cancel), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MailGuard:Listeners:0:Endpoint", "mailguard: cannot start: listener \"inbound\" cannot be opened on 127.0.0.1:{0}: Address already in use; stop what listens there, or name another port")]
    [InlineData("MailGuard:Management:Endpoint", "mailguard: cannot start: the management endpoint cannot be opened on 127.0.0.1:{0}: the address is in use")]
    public async Task A_port_that_is_taken_is_one_line_and_exit_code_2(string setting, string message)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        using var program = Start($"--{setting}=127.0.0.1:{port}");

        Assert.Equal(2, await program.EndAsync());
        Assert.Equal(string.Format(System.Globalization.CultureInfo.InvariantCulture, message, port), program.Errors.TrimEnd().Split('\n')[^1]);
        Assert.DoesNotContain("   at ", program.Errors, StringComparison.Ordinal);
        if (setting.Contains("Listeners", StringComparison.Ordinal)) Assert.DoesNotContain("Stopping", program.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mailguard.example", 1)]
    [InlineData("-", 2)]
    public async Task Mistakes_in_the_directory_are_told_with_their_place_and_those_of_the_settings(string hostName, int errors)
    {
        var directory = Path.Combine(_folder, "bad.json");
        await File.WriteAllTextAsync(directory, """{ "tenants": [ { "name": "client", "domains": ["client.example"], "entries": [ { "kind": "persn", "address": "a@client.example" } ] } ] }""", Cancel);
        using var program = Start($"--MailGuard:Directory:Path={directory}", $"--MailGuard:HostName={hostName}");

        Assert.Equal(2, await program.EndAsync());
        Assert.Contains("bad.json line 1: tenants[0].entries[0].kind", program.Errors, StringComparison.Ordinal);
        Assert.Contains($"{errors} {(errors == 1 ? "error" : "errors")}", program.Errors.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", program.Errors, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await _nextHop.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<string> RcptAsync(SmtpDialog dialog)
    {
        var replies = await dialog.SendAsync(["RSET", "MAIL FROM:<bob@partner.example>", "RCPT TO:<nobody@client.example>"], Cancel);
        return replies[2];
    }

    /// <summary>The endpoint opens after the listeners: asks until it answers.</summary>
    private static async Task AnsweredAsync(HttpClient http)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await http.GetAsync("/health/live", Cancel);
                return;
            }
            catch (HttpRequestException) when (tries < 100)
            {
                await Task.Delay(100, Cancel);
            }
        }
    }

    private static async Task<SmtpDialog> ConnectAsync(MailGuardProcess program)
    {
        var line = await program.WaitForAsync("Listener inbound");
        var dialog = await SmtpDialog.ConnectAsync(IPEndPoint.Parse(Endpoint().Match(line).Value), Cancel);
        await dialog.ReadAsync(Cancel);
        return dialog;
    }

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }

    private MailGuardProcess Start(params string[] settings)
    {
        Write("");
        return MailGuardProcess.Start(["serve", "--config", ConfigFile, .. settings]);
    }

    private void Write(string rules)
    {
        File.Copy(SourceTree.PathOf("directory.sample.json"), Path.Combine(_folder, "directory.json"), overwrite: true);
        File.WriteAllText(ConfigFile, $$"""
            { "MailGuard": {
              "HostName": "mailguard.example",
              "Listeners": [ { "Name": "inbound", "Endpoint": "127.0.0.1:0", "Direction": "inbound", "NextHop": "domino", "AllowedClients": [ "127.0.0.1" ] } ],
              "NextHops": { "domino": { "Hosts": [ "{{_nextHop.Endpoint}}" ] } },
              "Directory": { "Path": "directory.json" },
              "Management": { "Endpoint": "" },
              "Rules": { {{rules}} } } }
            """);
    }

    [GeneratedRegex(@"127\.0\.0\.1:\d+")]
    private static partial Regex Endpoint();
}
