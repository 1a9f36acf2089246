using System.Text;
using System.Text.Json;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Server.Check;
using Connelink.MailGuard.Server.Commands;
using Spectre.Console;

namespace Connelink.MailGuard.Tests.Server.Check;

/// <summary>A folder of stored mail for one test, and what `check` says of it.</summary>
internal sealed class CheckFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("mailguard-check-").FullName;

    public string PathOf(string name) => Path.Combine(Root, name);

    public string Add(string name, string octets) => Add(name, Encoding.Latin1.GetBytes(octets));

    public string Add(string name, byte[] octets)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, octets);
        return path;
    }

    /// <summary>An ordinary message, with LF.</summary>
    public static string Message(
        string subject = "Bonjour", string from = "Bob <bob@partner.example>", string to = "jean.dupont@client.example", string body = "Bonjour,\nbonne journée.\n", string more = "") =>
        $"{more}From: {from}\nTo: {to}\nSubject: {subject}\nDate: Mon, 5 Jan 2026 10:00:00 +0100\nMessage-ID: <1@partner.example>\n\n{body}";

    /// <summary>One that inbound is refused: its recipient is not declared.</summary>
    public static string Refused(string subject = "Bonjour") => Message(subject, to: "nobody@client.example");

    public static string Crlf(string text) => text.Replace("\n", "\r\n", StringComparison.Ordinal);

    public async Task<CheckOutcome> CheckAsync(params string[] paths) => await CheckAsync(new CheckOptions { Direction = Direction.Inbound }, paths);

    public async Task<CheckOutcome> CheckAsync(CheckOptions options, params string[] paths)
    {
        options = options with { Paths = paths.Length == 0 ? [Root] : paths };
        var (exitCode, json, _, errors) = await RunAsync(options with { Json = true, Report = PathOf("report.html") });
        var html = await File.ReadAllTextAsync(PathOf("report.html"));
        File.Delete(PathOf("report.html"));
        var (again, _, text, _) = await RunAsync(options with { Json = false, Report = null });
        Xunit.Assert.Equal(exitCode, again);
        return new CheckOutcome(exitCode, json.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement).ToArray(), text, html, errors);
    }

    public static async Task<(int ExitCode, string Json, string Text, string Errors)> RunAsync(CheckOptions options)
    {
        var settings = CheckSettings.Read(null, [], enforce: false, out var problem)!;
        Xunit.Assert.Null(problem);
        using var lines = new MemoryStream();
        using var table = new StringWriter();
        using var errors = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(table) });
        console.Profile.Width = CheckTable.Width;
        var run = new CheckRun(options with { Limit = 1000 }, settings with { Log = errors.WriteLine }, new CommandOutput(lines, console, errors, ShowsProgress: false));
        var exitCode = await run.RunAsync();
        return (exitCode, Encoding.UTF8.GetString(lines.ToArray()), table.ToString(), errors.ToString());
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}

/// <summary>What `check` said: in JSON, as a table, as a page.</summary>
internal sealed record CheckOutcome(int ExitCode, JsonElement[] Lines, string Text, string Html, string Errors)
{
    public IReadOnlyList<JsonElement> Messages => Lines[..^1];

    public JsonElement Summary => Lines[^1].GetProperty("summary");

    public IReadOnlyList<string> Verdicts => [.. Messages.Select(m => m.GetProperty("verdict").GetString()!)];

    /// <summary>The replies to each message; "passed" where there are none.</summary>
    public IReadOnlyList<string> Replies => [.. Messages.Select(m => m.TryGetProperty("findings", out var findings)
        ? string.Join("; ", findings.EnumerateArray().Select(f => f.GetProperty("reply").GetString()))
        : "passed")];
}
