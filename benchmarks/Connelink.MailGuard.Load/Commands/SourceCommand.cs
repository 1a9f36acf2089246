using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Connelink.MailGuard.Load.Client;
using Connelink.MailGuard.Load.Report;
using Connelink.MailGuard.Load.Sink;

namespace Connelink.MailGuard.Load.Commands;

/// <summary><c>source</c>: the same report for Postfix's smtp-source, a client that is not ours. Takes the options of <c>client</c> that smtp-source can do.</summary>
/// <remarks>It writes one message to one recipient, so there is no poison, and what arrived is counted, not told apart.</remarks>
internal static class SourceCommand
{
    private static readonly Option<string> Connect = new("--connect") { Required = true, Description = "address and port of the server" };
    private static readonly Option<string> Verify = new("--verify") { Required = true, Description = "the sink's control address" };
    private static readonly Option<int> Connections = new("--connections") { DefaultValueFactory = _ => 20, Description = "connections at the same time" };
    private static readonly Option<int> PerConnection = new("--messages-per-connection") { Description = "1: a connection for each message" };
    private static readonly Option<string> Size = new("--size") { DefaultValueFactory = _ => "4k", Description = "octets of a message" };
    private static readonly Option<int> Messages = new("--messages") { Description = "messages to send; without it as many as --duration takes" };
    private static readonly Option<double> Duration = new("--duration") { DefaultValueFactory = _ => 5, Description = "seconds, about" };
    private static readonly Option<double> Settle = new("--settle") { Description = "seconds that acknowledged messages may take to the sink" };
    private static readonly Option<int[]> Pids = new("--pid") { AllowMultipleArgumentsPerToken = true, Description = "processes under test" };
    private static readonly Option<string> Hop = new("--hop") { DefaultValueFactory = _ => "", Description = "a label for the table" };
    private static readonly Option<string> Case = new("--case") { DefaultValueFactory = _ => "", Description = "a label for the table" };
    private static readonly Option<int> Repeat = new("--repeat") { Description = "a label for the table" };

    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "one line of JSON, as always" };
        // Options that only our client has are passed to both.
        var command = new Command("source", "sends messages with Postfix's smtp-source")
        {
            Connect, Verify, Connections, PerConnection, Size, Messages, Duration, Settle, Pids, Hop, Case, Repeat, json,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancel)
    {
        var sink = IPEndPoint.Parse(arguments.GetValue(Verify)!);
        var messages = arguments.GetValue(Messages);
        if (messages == 0) messages = await CountForAsync(arguments, sink, cancel);

        var usage = new ProcessUsage(arguments.GetValue(Pids) ?? []);
        var (seconds, failed, lost) = await SendAsync(arguments, sink, messages, cancel);
        var report = new ClientReport
        {
            Hop = arguments.GetValue(Hop)!,
            Case = arguments.GetValue(Case)!,
            Repeat = arguments.GetValue(Repeat),
            Run = RandomNumberGenerator.GetHexString(8),
            Seconds = seconds,
            MessagesPerSecond = messages / seconds,
            Accepted = messages,
            AcceptedInAll = messages,
            Failed = failed,
            Lost = Math.Max(0, lost),
            Doubled = Math.Max(0, -lost),
            CpuSecondsPer1000 = arguments.GetValue(Pids) is { Length: > 0 } ? usage.CpuSecondsSince() * 1000 / messages : null,
            PeakMiB = arguments.GetValue(Pids) is { Length: > 0 } ? usage.PeakMiB() : null,
        };
        Console.WriteLine(JsonSerializer.Serialize(report));
        return failed + lost == 0 ? 0 : 1;
    }

    /// <summary>It takes a number of messages, not a time: a short run tells how many are to be sent.</summary>
    private static async Task<int> CountForAsync(ParseResult arguments, IPEndPoint sink, CancellationToken cancel)
    {
        var probe = Math.Max(20, arguments.GetValue(Connections)) * 10;
        var (seconds, _, _) = await SendAsync(arguments, sink, probe, cancel);
        return Math.Max(probe, (int)(probe / seconds * arguments.GetValue(Duration)));
    }

    private static async Task<(double Seconds, long Failed, long Lost)> SendAsync(ParseResult arguments, IPEndPoint sink, int messages, CancellationToken cancel)
    {
        var before = await ReceivedAsync(sink);
        var start = new ProcessStartInfo("smtp-source");
        string[] words =
        [
            .. arguments.GetValue(PerConnection) == 1 ? Array.Empty<string>() : ["-d"],
            "-s", Print(arguments.GetValue(Connections)), "-m", Print(messages), "-l", Print(SampleMessage.ParseSize(arguments.GetValue(Size)!)),
            "-f", "sender000001@elsewhere.example", "-t", "user000001@load.example", arguments.GetValue(Connect)!,
        ];
        foreach (var word in words) start.ArgumentList.Add(word);

        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync(cancel);
        var seconds = clock.Elapsed.TotalSeconds;
        var until = DateTime.UtcNow.AddSeconds(arguments.GetValue(Settle));
        var received = await ReceivedAsync(sink) - before;
        while (received < messages && DateTime.UtcNow < until)
        {
            await Task.Delay(200, cancel);
            received = await ReceivedAsync(sink) - before;
        }
        return (seconds, process.ExitCode == 0 ? 0 : 1, messages - received);
    }

    private static async Task<long> ReceivedAsync(IPEndPoint sink) => (long)JsonNode.Parse(await SinkControl.AskAsync(sink, "totals"))!["messages"]!;

    private static string Print(int number) => number.ToString(CultureInfo.InvariantCulture);
}
