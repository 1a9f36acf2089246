using System.CommandLine;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Connelink.MailGuard.Load.Client;
using Connelink.MailGuard.Load.Report;

namespace Connelink.MailGuard.Load.Commands;

/// <summary><c>client</c>: sends messages and reports the figures.</summary>
internal static class ClientCommand
{
    private static readonly Option<string> Connect = new("--connect") { Description = "address and port of the server", Required = true };
    private static readonly Option<int> Connections = Number("--connections", 20, "connections at the same time");
    private static readonly Option<int> Messages = Number("--messages", 0, "messages to send; without it --duration decides");
    private static readonly Option<double> Duration = Real("--duration", 10, "seconds to send for");
    private static readonly Option<double> WarmUp = Real("--warmup", 0, "seconds before that, verified but not measured");
    private static readonly Option<double> Stall = Real("--stall", 60, "seconds without any progress that end the run");
    private static readonly Option<string> Size = Text("--size", "4k", "octets of a message: 4k, 100k, 40m or a number");
    private static readonly Option<string> Pipelining = Text("--pipelining", "none", "none, or envelope: MAIL, RCPT and DATA in one write");
    private static readonly Option<int> PerConnection = Number("--messages-per-connection", 0, "messages before QUIT; 0 is no limit");
    private static readonly Option<int> Recipients = Number("--recipients", 1, "recipients of a message");
    private static readonly Option<int> Addresses = Number("--addresses", 10_000, "how many recipient addresses there are");
    private static readonly Option<string> Recipient = Text("--recipient", "user######@load.example", "the recipients; # is a digit");
    private static readonly Option<string> Sender = Text("--sender", "sender######@elsewhere.example", "the senders; # is a digit");
    private static readonly Option<double> PoisonPercent = Real("--poison", 0, "percent of the messages that must be refused");
    private static readonly Option<string[]> PoisonKind = new("--poison-kind")
    {
        Description = "what is wrong with them; several take turns",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => ["undeclared"],
    };

    private static readonly Option<string?> Mix = new("--mix") { Description = "directory of .eml files to send instead" };
    private static readonly Option<ClientTls> Tls = new("--tls") { Description = "none, starttls or implicit" };
    private static readonly Option<string> Attachment = Text("--attachment", "noise", "of messages from 16 KiB: noise, or zip (of stored noise)");
    private static readonly Option<double> Settle = Real("--settle", 0, "seconds that acknowledged messages may take to the sink");
    private static readonly Option<double> Rate = Real("--rate", 0, "messages a second (open loop); 0 is a closed loop");
    private static readonly Option<int[]> Pids = new("--pid") { Description = "processes under test", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string?> Verify = new("--verify") { Description = "the sink's control address: compare with what it got" };
    private static readonly Option<bool> Json = new("--json") { Description = "one line of JSON" };
    private static readonly Option<bool> Ids = new("--ids") { Description = "with the acknowledged ids" };
    private static readonly Option<string> Hop = Text("--hop", "", "a label for the table");
    private static readonly Option<string> Case = Text("--case", "", "a label for the table");
    private static readonly Option<int> Repeat = Number("--repeat", 0, "a label for the table");

    public static Command Create()
    {
        Pipelining.AcceptOnlyFromAmong("none", "envelope");
        PoisonKind.AcceptOnlyFromAmong([.. Poison.Kinds]);
        Attachment.AcceptOnlyFromAmong("noise", "zip");
        var command = new Command("client", "sends messages and reports the figures")
        {
            Connect, Connections, Messages, Duration, WarmUp, Stall, Size, Pipelining, PerConnection, Recipients, Addresses, Recipient, Sender,
            PoisonPercent, PoisonKind, Tls, Attachment, Settle, Mix, Rate, Pids, Verify, Json, Ids, Hop, Case, Repeat,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancel)
    {
        using var client = new LoadClient(Read(arguments), BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4)));
        var report = await client.MeasureAsync(cancel) with
        {
            Hop = arguments.GetValue(Hop)!,
            Case = arguments.GetValue(Case)!,
            Repeat = arguments.GetValue(Repeat),
            IsOwnMail = arguments.GetValue(Mix) is not null,
            Ids = arguments.GetValue(Ids) ? NumberSet.Print(client.Accepted) : null,
        };
        if (arguments.GetValue(Json)) Console.WriteLine(JsonSerializer.Serialize(report));
        else ReportPrinter.Print(report);
        return report is { Failed: 0, Lost: null or 0, Doubled: null or 0 } && (report.Refused == 0 || report.IsOwnMail) ? 0 : 1;
    }

    private static ClientOptions Read(ParseResult arguments)
    {
        var recipient = new AddressPattern(arguments.GetValue(Recipient)!, arguments.GetValue(Addresses));
        var sender = new AddressPattern(arguments.GetValue(Sender)!, arguments.GetValue(Addresses));
        return new ClientOptions
        {
            Connect = IPEndPoint.Parse(arguments.GetValue(Connect)!),
            Connections = arguments.GetValue(Connections),
            Messages = arguments.GetValue(Messages),
            Duration = TimeSpan.FromSeconds(arguments.GetValue(Duration)),
            WarmUp = TimeSpan.FromSeconds(arguments.GetValue(WarmUp)),
            Stall = TimeSpan.FromSeconds(arguments.GetValue(Stall)),
            Rate = arguments.GetValue(Rate),
            MessagesPerConnection = arguments.GetValue(PerConnection),
            PipelinesEnvelope = arguments.GetValue(Pipelining) == "envelope",
            Recipients = arguments.GetValue(Recipients),
            Sender = sender,
            Recipient = recipient,
            Templates = arguments.GetValue(Mix) is { } directory
                ? MessageMix.Read(directory)
                : [SampleMessage.OfSize(SampleMessage.ParseSize(arguments.GetValue(Size)!), arguments.GetValue(Attachment) == "zip", sender.Print(0), recipient.Print(0))],
            Poison = [.. arguments.GetValue(PoisonKind)!.Select(Poison.Create)],
            PoisonPercent = arguments.GetValue(PoisonPercent),
            Pids = arguments.GetValue(Pids) ?? [],
            Tls = arguments.GetValue(Tls),
            Sink = arguments.GetValue(Verify) is { } control ? IPEndPoint.Parse(control) : null,
            Settle = TimeSpan.FromSeconds(arguments.GetValue(Settle)),
        };
    }

    private static Option<int> Number(string name, int value, string description) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };

    private static Option<double> Real(string name, double value, string description) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };

    private static Option<string> Text(string name, string value, string description) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };
}
