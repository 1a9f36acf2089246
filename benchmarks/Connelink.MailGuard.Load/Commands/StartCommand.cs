using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Connelink.MailGuard.Load.Report;

namespace Connelink.MailGuard.Load.Commands;

/// <summary><c>start</c>: runs a program again and again and tells the time from its start to its first 220.</summary>
internal static class StartCommand
{
    public static Command Create()
    {
        var connect = new Option<string>("--connect") { Required = true, Description = "address and port where it will listen" };
        var repeats = new Option<int>("--repeats") { DefaultValueFactory = _ => 5, Description = "how often" };
        var words = new Argument<string[]>("program") { Description = "the program and its arguments, after --" };
        var command = new Command("start", "tells how long a server takes to its first greeting") { connect, repeats, words };
        command.SetAction((arguments, _) => RunAsync(IPEndPoint.Parse(arguments.GetValue(connect)!), arguments.GetValue(repeats), arguments.GetValue(words)!));
        return command;
    }

    private static async Task<int> RunAsync(IPEndPoint endpoint, int repeats, string[] words)
    {
        var seconds = new List<double?>();
        for (var i = 0; i < repeats; i++)
        {
            var clock = Stopwatch.StartNew();
            using var process = Process.Start(new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            while (!await GreetsAsync(endpoint))
            {
                if (process.HasExited || clock.Elapsed.TotalSeconds > 60) throw new InvalidOperationException("it did not start: " + await process.StandardError.ReadToEndAsync());
                await Task.Delay(10); // a refused connection costs the processor that the program starts on
            }
            seconds.Add(clock.Elapsed.TotalSeconds);
            process.Kill();
            await process.WaitForExitAsync();
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"from start to the first 220: {Spread.Of(seconds)?.Print("N3")} s, {repeats} starts"));
        return 0;
    }

    private static async Task<bool> GreetsAsync(IPEndPoint endpoint)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(endpoint);
            var octets = new byte[512];
            var length = await client.GetStream().ReadAsync(octets);
            return octets.AsSpan(0, length).StartsWith("220"u8);
        }
        catch (Exception refused) when (refused is SocketException or IOException)
        {
            return false;
        }
    }
}
