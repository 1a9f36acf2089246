using System.CommandLine;
using Connelink.MailGuard.Server.Demo;
using Connelink.MailGuard.Server.Hosting;

namespace Connelink.MailGuard.Server.Commands;

/// <summary>`demo`: real messages through a real gateway to a next hop of its own, and what became of each.</summary>
internal static class DemoCommand
{
    /// <summary>For one message; a gateway that hangs must not hang the demo.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Command Create()
    {
        var keep = new Option<bool>("--keep") { Description = "Go on serving when the messages are through" };
        var command = new Command("demo", "Send sample messages through the gateway and show what it does with each") { keep };
        command.SetAction((parsed, cancel) => RunAsync(parsed.GetValue(keep), cancel));
        return command;
    }

    private static async Task<int> RunAsync(bool keep, CancellationToken cancel)
    {
        await using var nextHop = new DemoNextHop();
        await using var gateway = await DemoGateway.StartAsync(nextHop, cancel);
        List<DemoOutcome> outcomes = [];
        foreach (var message in DemoMessages.All) outcomes.Add(await PlayAsync(message, gateway, nextHop, cancel));

        DemoTable.Print(outcomes);
        var right = outcomes.Count(o => o.IsExpected);
        Console.WriteLine($"{right} of {outcomes.Count} messages got the verdict that was expected.");
        Console.WriteLine("Every rule as it is by default, but that encrypted-archive looks at 7z and RAR, too; addresses of directory.sample.json.");
        if (keep) await KeepAsync(gateway, nextHop, cancel);
        return right == outcomes.Count ? ExitCodes.Done : ExitCodes.Unexpected;
    }

    private static async Task<DemoOutcome> PlayAsync(DemoMessage message, DemoGateway gateway, DemoNextHop nextHop, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            var reply = await DemoClient.SendAsync(message, gateway.EndpointFor(message), patience.Token);
            return new(message, reply, nextHop.Take());
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new(message, $"no reply within {Patience.TotalSeconds:0} s", nextHop.Take());
        }
    }

    private static async Task KeepAsync(DemoGateway gateway, DemoNextHop nextHop, CancellationToken cancel)
    {
        using var signals = new StopSignals();
        Console.WriteLine($"Inbound on {gateway.Endpoint("inbound")}, outbound on {gateway.Endpoint("outbound")}, health and metrics on {gateway.Management}; next hop on {nextHop.Endpoint}.");
        Console.WriteLine("Ctrl+C ends.");
        nextHop.Received += message => Console.WriteLine($"next hop: {message.Octets} octets from <{message.ReversePath}> for {string.Join(", ", message.Recipients.Select(r => $"<{r}>"))}");
        await gateway.WaitAsync(cancel);
    }
}
