using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Connelink.MailGuard.Load.Sink;

/// <summary>One line in, one line out, beside the mail: <c>report RUN</c>, <c>forget RUN</c>, <c>delay MS</c>, <c>totals</c>.</summary>
internal sealed class SinkControl(SinkOptions options, SinkTally tally)
{
    public async Task RunAsync(IPEndPoint endpoint, CancellationToken cancel)
    {
        using var listener = new TcpListener(endpoint);
        listener.Start();
        while (!cancel.IsCancellationRequested)
        {
            using var client = await listener.AcceptTcpClientAsync(cancel);
            using var reader = new StreamReader(client.GetStream());
            await using var writer = new StreamWriter(client.GetStream());
            if (await reader.ReadLineAsync(cancel) is { } line) await writer.WriteLineAsync(Answer(line));
        }
    }

    /// <summary>The client's end of the same line.</summary>
    public static async Task<string> AskAsync(IPEndPoint endpoint, string line)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(endpoint);
        await using var writer = new StreamWriter(client.GetStream()) { AutoFlush = true };
        using var reader = new StreamReader(client.GetStream());
        await writer.WriteLineAsync(line);
        return await reader.ReadLineAsync() ?? throw new IOException("the sink did not answer");
    }

    private string Answer(string line)
    {
        switch (line.Split(' '))
        {
            case ["report", var text] when TryRun(text, out var run): return JsonSerializer.Serialize(tally.Of(run).Report());
            case ["forget", var text] when TryRun(text, out var run): tally.Forget(run); return "ok";
            case ["delay", var text] when int.TryParse(text, CultureInfo.InvariantCulture, out var delay): options.ReplyDelay = delay; return "ok";
            case ["totals"]: return JsonSerializer.Serialize(tally.Report());
            default: return "unknown command";
        }
    }

    private static bool TryRun(string text, out uint run) => uint.TryParse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out run);
}
