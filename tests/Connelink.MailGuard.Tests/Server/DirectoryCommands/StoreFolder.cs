using System.Text;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.AddressDirectory.Formats;
using Connelink.MailGuard.AddressDirectory.Store;
using Connelink.MailGuard.Server.Commands;
using Connelink.MailGuard.Server.Commands.Directory;
using Spectre.Console;

namespace Connelink.MailGuard.Tests.Server.DirectoryCommands;

/// <summary>A store of one test, and what commands on it print.</summary>
internal sealed class StoreFolder : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mailguard-directory-").FullName;

    public StoreFolder() => Store = DirectoryStore.Open(new DirectoryOptions { Provider = DirectoryOptions.Sqlite, Path = PathOf("directory.db") });

    public DirectoryStore Store { get; }

    public string PathOf(string name) => Path.Combine(_folder, name);

    /// <summary>With directory.sample.json in it.</summary>
    public static StoreFolder WithSample()
    {
        var folder = new StoreFolder();
        var (exitCode, text) = folder.Import(File.ReadAllBytes(Path.Combine(AddressDirectory.Directories.Root(), "directory.sample.json")), "directory.sample.json");
        Xunit.Assert.True(exitCode == 0, text);
        return folder;
    }

    public (int ExitCode, string Text) Import(string file, string name = "test.csv", string? tenant = "client", bool keep = true, bool dryRun = false) =>
        Import(Encoding.UTF8.GetBytes(file), name, tenant, keep, dryRun);

    public (int ExitCode, string Text) Import(byte[] file, string name, string? tenant = null, bool keep = true, bool dryRun = false)
    {
        var run = Printing(output => new ImportRun(Store, new(name, null, tenant, keep, dryRun, 100), output).Run(new MemoryStream(file), new("tester", $"import {name}", null)));
        return (run.ExitCode, run.Text + run.Errors);
    }

    public byte[] Export(DirectoryFormat format, string? tenant = null, DateTimeOffset? at = null)
    {
        using var file = new MemoryStream();
        Store.Export(DirectoryReading.Writer(format, file), tenant, at);
        return file.ToArray();
    }

    public static (int ExitCode, string Text, string Json, string Errors) Printing(Func<CommandOutput, int> run)
    {
        using var lines = new MemoryStream();
        using var text = new StringWriter();
        using var errors = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = CommandOutput.Unbroken;
        var exitCode = run(new CommandOutput(lines, console, errors, ShowsProgress: false));
        return (exitCode, text.ToString(), Encoding.UTF8.GetString(lines.ToArray()), errors.ToString());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
