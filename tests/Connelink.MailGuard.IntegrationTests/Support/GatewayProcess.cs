using System.Text.RegularExpressions;

namespace Connelink.MailGuard.IntegrationTests.Support;

/// <summary>The gateway as its users run it: a process of its own, `serve --config FILE`, inbound and outbound to one next hop.</summary>
internal sealed partial class GatewayProcess : IAsyncDisposable
{
    private readonly TempFolder _folder;
    private readonly GatewaySetup _setup;
    private readonly string _configuration;

    private GatewayProcess(GatewaySetup setup)
    {
        (_setup, _folder) = (setup, new TempFolder());
        (Inbound, Outbound) = (Ports.Free(), Ports.Free());
        _configuration = _folder.Write("mailguard.json", setup.Configuration(_folder, Inbound, Outbound));
    }

    public int Inbound { get; }

    public int Outbound { get; }

    public ChildProcess Process { get; private set; } = null!;

    public TempFolder Folder => _folder;

    /// <summary>The transaction log so far.</summary>
    public string TransactionLog => File.ReadAllText(_folder.PathOf("transactions.log"));

    /// <summary>mailguard.dll of the server project, built in the configuration of this test assembly.</summary>
    public static string Program
    {
        get
        {
            var output = AppContext.BaseDirectory.TrimEnd('/');
            var program = Path.Combine(output, "../../../../../src/Connelink.MailGuard.Server/bin", Path.GetFileName(Path.GetDirectoryName(output))!, Path.GetFileName(output), "mailguard.dll");
            Assert.True(File.Exists(program), $"{program} is not built");
            return Path.GetFullPath(program);
        }
    }

    public static string Dotnet => Environment.ProcessPath is { } path && Path.GetFileName(path) == "dotnet" ? path : Programs.Require("dotnet");

    public static Task<GatewayProcess> StartAsync(params int[] hosts) => StartAsync(new GatewaySetup { Hosts = hosts });

    public static async Task<GatewayProcess> StartAsync(GatewaySetup setup)
    {
        var gateway = new GatewayProcess(setup);
        try
        {
            await gateway.StartAsync();
        }
        catch
        {
            await gateway.DisposeAsync();
            throw;
        }
        return gateway;
    }

    /// <summary>Starts it; again after it was killed, on the same ports.</summary>
    public async Task StartAsync()
    {
        string[] command = [.. _setup.RunBy, Dotnet, Program, "serve", "--config", _configuration];
        Process = ChildProcess.Start(command[0], command.Skip(1));
        foreach (var port in new[] { Inbound, Outbound })
        {
            await Ports.AwaitListenerAsync(port, () => Process.HasExited ? $"The gateway ended: {Process.Output}" : null);
        }
        // The kernel takes its time to clear away what a killed process had in io_uring: what listened just now may have been that one.
        await Until.TrueAsync(() => Process.HasExited || Process.Output.Contains("Listener outbound", StringComparison.Ordinal), "the gateway says that it listens");
    }

    /// <summary>SIGTERM and a clean end: exit code 0, and no mistake of the gateway's own in its log.</summary>
    public async Task StopAsync()
    {
        Process.Terminate();
        await Process.WaitAsync(60);
        Assert.Equal(0, Process.ExitCode);
        AssertNoMistakes();
    }

    public void AssertNoMistakes() => Assert.DoesNotMatch(Mistake(), Process.Output);

    public async ValueTask DisposeAsync()
    {
        if (Process is not null) await Process.DisposeAsync();
        _folder.Dispose();
    }

    [GeneratedRegex(@"Unhandled|mistake of the gateway|Exception")]
    private static partial Regex Mistake();
}
