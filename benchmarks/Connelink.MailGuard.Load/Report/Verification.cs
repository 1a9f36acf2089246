using System.Net;
using System.Text.Json;
using Connelink.MailGuard.Load.Sink;

namespace Connelink.MailGuard.Load.Report;

/// <summary>Compares what was acknowledged with what the sink got: a message lost, a message doubled, poison that passed.</summary>
internal static class Verification
{
    public static async Task<ClientReport> VerifyAsync(this ClientReport report, IPEndPoint control, IEnumerable<int> accepted)
    {
        var answer = await SinkControl.AskAsync(control, $"report {report.Run}");
        await SinkControl.AskAsync(control, $"forget {report.Run}");
        var sink = JsonSerializer.Deserialize<SinkReport>(answer)!;
        var received = NumberSet.Parse(sink.Ids).ToHashSet();
        return report with
        {
            Lost = accepted.LongCount(number => !received.Contains(number)),
            Doubled = NumberSet.Parse(sink.Doubled).LongCount(),
            PoisonPassed = sink.PoisonPassed,
        };
    }
}
