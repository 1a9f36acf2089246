using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Connelink.MailGuard.Load.Client;

namespace Connelink.MailGuard.Load.Commands;

/// <summary><c>idle</c>: opens connections that say EHLO (and STARTTLS) and then nothing, and tells the memory that each costs and what new mail notices.</summary>
internal static class IdleCommand
{
    /// <summary>As many connections as one client address may have by default are 2,000.</summary>
    private const int PerAddress = 1900;

    /// <summary>Connections that are being opened at the same time.</summary>
    private const int AtOnce = 50;

    public static Command Create()
    {
        var connect = new Option<string>("--connect") { Required = true, Description = "address and port that the idle connections go to" };
        var connections = new Option<int>("--connections") { DefaultValueFactory = _ => 10_000, Description = "how many" };
        var tls = new Option<ClientTls>("--tls") { Description = "none, starttls or implicit" };
        var pid = new Option<int[]>("--pid") { Required = true, Description = "processes under test" };
        var mail = new Option<string?>("--mail") { Description = "address and port for new mail before and beside them" };
        var command = new Command("idle", "opens idle connections and tells what they cost") { connect, connections, tls, pid, mail };
        command.SetAction((arguments, _) => RunAsync(
            IPEndPoint.Parse(arguments.GetValue(connect)!), arguments.GetValue(connections), arguments.GetValue(tls), arguments.GetValue(pid)!, arguments.GetValue(mail)));
        return command;
    }

    private static async Task<int> RunAsync(IPEndPoint server, int count, ClientTls tls, int[] pids, string? mail)
    {
        // The first mail makes what every process makes once.
        var before = mail is null ? "" : await MailAsync(mail);
        if (mail is not null) before = await MailAsync(mail);

        var usage = new ProcessUsage(pids);
        var (memory, open) = (usage.ResidentMiB(), new List<ClientConnection>());
        var failed = 0;
        for (var at = 0; at < count; at += AtOnce)
        {
            var batch = Enumerable.Range(at, Math.Min(AtOnce, count - at)).Select(number => TryOpenAsync(server, tls, number));
            foreach (var connection in await Task.WhenAll(batch))
            {
                if (connection is null) failed++;
                else open.Add(connection);
            }
        }
        await Task.Delay(TimeSpan.FromSeconds(3));
        var each = (usage.ResidentMiB() - memory) * 1024 / Math.Max(1, open.Count);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{open.Count:N0} idle connections, tls {tls}: {each:N2} KiB each ({memory:N1} MiB before, {usage.ResidentMiB():N1} MiB with them), {failed} could not be opened"));
        if (mail is not null) Console.WriteLine($"new mail before: {before}; beside them: {await MailAsync(mail)}");
        foreach (var connection in open) connection.Dispose();
        await Task.Delay(TimeSpan.FromSeconds(2));
        return failed == 0 ? 0 : 1;
    }

    /// <summary>Loopback is a whole network: each address of it is a client of its own.</summary>
    private static async Task<ClientConnection?> TryOpenAsync(IPEndPoint server, ClientTls tls, int number)
    {
        var connection = new ClientConnection(server, tls);
        try
        {
            await connection.OpenAsync(new IPAddress([127, 0, 0, (byte)(2 + (number / PerAddress))]));
            return connection;
        }
        catch (Exception broken) when (broken is SocketException or IOException)
        {
            connection.Dispose();
            return null;
        }
    }

    private static async Task<string> MailAsync(string server)
    {
        var sender = new AddressPattern("sender######@elsewhere.example", 10_000);
        var recipient = new AddressPattern("user######@load.example", 10_000);
        var options = new ClientOptions
        {
            Connect = IPEndPoint.Parse(server),
            Connections = 20,
            Duration = TimeSpan.FromSeconds(4),
            Stall = TimeSpan.FromSeconds(30),
            Recipients = 1,
            Sender = sender,
            Recipient = recipient,
            Templates = [SampleMessage.OfSize(4096, asZip: false, sender.Print(0), recipient.Print(0))],
            Poison = [],
            Pids = [],
        };
        using var client = new LoadClient(options, 1);
        var report = await client.MeasureAsync(CancellationToken.None);
        return string.Create(CultureInfo.InvariantCulture, $"{report.MessagesPerSecond:N0} messages/s, p99 {report.P99:N2} ms, {report.Failed + report.Refused} not taken");
    }
}
