namespace Connelink.MailGuard.IntegrationTests.Support;

/// <summary>Postfix's smtp-sink as next hop; each message that it acknowledged is a file.</summary>
internal sealed class SmtpSink : IAsyncDisposable
{
    private readonly ChildProcess _process;
    private readonly string _dumps;

    private SmtpSink(ChildProcess process, int port, string dumps) => (_process, Port, _dumps) = (process, port, dumps);

    public int Port { get; }

    public ChildProcess Process => _process;

    /// <summary>Whole messages, with smtp-sink's X- fields for the envelope on top.</summary>
    public IReadOnlyList<string> Messages => [.. Directory.GetFiles(_dumps).Select(Read).Where(text => text.Length > 0)];

    public static async Task<SmtpSink> StartAsync(TempFolder folder, string options = "", int port = 0)
    {
        var program = Programs.Require("smtp-sink");
        var dumps = folder.Folder("sink");
        if (port == 0) port = Ports.Free();
        List<string> arguments = [.. options.Split(' ', StringSplitOptions.RemoveEmptyEntries), "-d", $"{dumps}/%s.", $"127.0.0.1:{port}", "256"];
        if (Environment.IsPrivilegedProcess) arguments.InsertRange(0, ["-u", "nobody"]);
        var process = ChildProcess.Start(program, arguments);
        await Ports.AwaitListenerAsync(port, () => process.HasExited ? $"smtp-sink ended: {process.Output}" : null);
        return new(process, port, dumps);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    /// <summary>A transaction that ends without its dot takes its file away again.</summary>
    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (FileNotFoundException)
        {
            return "";
        }
    }
}
