using System.Net;
using System.Text.Json;
using Connelink.MailGuard.Load.Sink;

namespace Connelink.MailGuard.Load.Report;

/// <summary>Compares what was acknowledged with what the sink got: a message lost, a message doubled, poison that passed.</summary>
internal static class Verification
{
    /// <param name="settle">How long a hop with a queue may take to deliver what it has acknowledged.</param>
    public static async Task<ClientReport> VerifyAsync(this ClientReport report, IPEndPoint control, TimeSpan settle, IEnumerable<int> accepted)
    {
        var numbers = accepted.ToList();
        var until = DateTime.UtcNow + settle;
        SinkReport sink;
        long lost;
        do
        {
            sink = JsonSerializer.Deserialize<SinkReport>(await SinkControl.AskAsync(control, $"report {report.Run}"))!;
            var received = NumberSet.Parse(sink.Ids).ToHashSet();
            lost = numbers.LongCount(number => !received.Contains(number));
            if (lost > 0 && DateTime.UtcNow < until) await Task.Delay(200);
        }
        while (lost > 0 && DateTime.UtcNow < until);
        await SinkControl.AskAsync(control, $"forget {report.Run}");
        return report with { Lost = lost, Doubled = NumberSet.Parse(sink.Doubled).LongCount(), PoisonPassed = sink.PoisonPassed };
    }
}
