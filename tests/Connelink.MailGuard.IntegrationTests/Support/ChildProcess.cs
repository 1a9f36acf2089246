using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Connelink.MailGuard.IntegrationTests.Support;

/// <summary>A program that a test started: its output, its signals, and its end with the test.</summary>
internal sealed partial class ChildProcess : IAsyncDisposable
{
    private const int SigHup = 1;
    private const int SigKill = 9;
    private const int SigTerm = 15;
    private const int SigCont = 18;
    private const int SigStop = 19;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private ChildProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public int ExitCode => _process.ExitCode;

    public bool HasExited => _process.HasExited;

    public StreamWriter Input => _process.StandardInput;

    /// <summary>Standard output and standard error, as far as written.</summary>
    public string Output
    {
        get
        {
            lock (_output) return _output.ToString();
        }
    }

    public static ChildProcess Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        var child = new ChildProcess(new Process { StartInfo = start });
        child._process.OutputDataReceived += (_, line) => child.Note(line.Data);
        child._process.ErrorDataReceived += (_, line) => child.Note(line.Data);
        child._process.Start();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Runs it to its end, with this on its standard input.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string program, IEnumerable<string> arguments, string input = "", double seconds = 60)
    {
        await using var child = Start(program, arguments);
        try
        {
            await child.Input.WriteAsync(input);
            child.Input.Close();
        }
        catch (IOException)
        {
            // It did not want its input.
        }
        await child.WaitAsync(seconds);
        return (child.ExitCode, child.Output);
    }

    public async Task WaitAsync(double seconds = 30)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(seconds));
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"{_process.StartInfo.FileName} did not end within {seconds} s:\n{Output}");
        }
    }

    public void Terminate() => Signal(SigTerm);

    public void HangUp() => Signal(SigHup);

    public void Freeze() => Signal(SigStop);

    public void Thaw() => Signal(SigCont);

    public async Task KillAsync()
    {
        Signal(SigKill);
        await WaitAsync();
    }

    public ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Signal(SigKill);
            _process.WaitForExit(Patience); // not for the end of its output: a child of its own may hold that open
        }
        _process.Dispose();
        return default;
    }

    private void Signal(int signal)
    {
        if (!_process.HasExited) _ = Kill(_process.Id, signal);
    }

    private void Note(string? line)
    {
        lock (_output) if (line is not null) _output.Append(line).Append('\n');
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
