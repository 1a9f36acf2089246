using System.Diagnostics;
using Connelink.MailGuard.Archives;

namespace Connelink.MailGuard.IntegrationTests.Support;

/// <summary>Other people's archivers, run by a shell, and what our reader finds in what they made.</summary>
internal static class Archivers
{
    public static async Task<ArchiveFindings> InspectAsync(string command) => Inspect(await MakeAsync(command));

    /// <summary>Runs the command in a folder of sample files; its last word on the archive is the file whose name begins with "out".</summary>
    public static async Task<byte[]> MakeAsync(string command)
    {
        foreach (var program in new[] { "zip", "7zz", "bsdtar", "tar", "gzip", "python3", "xz" })
        {
            if (command.Contains(program, StringComparison.Ordinal)) Programs.Require(program);
        }
        using var folder = new TempFolder();
        var cancel = TestContext.Current.CancellationToken;
        await File.WriteAllTextAsync(folder.PathOf("a.txt"), string.Concat(Enumerable.Range(0, 2000).Select(i => $"line {i} of a text\n")), cancel);
        var noise = new byte[150_000];
        new Random(1).NextBytes(noise);
        await File.WriteAllBytesAsync(folder.PathOf("b.bin"), noise, cancel);
        folder.Write("a long name with blanks and é.txt", "");
        await File.WriteAllBytesAsync(Path.Combine(folder.Folder("folder"), "zeros"), new byte[70_000], cancel);

        await RunAsync(folder.Name, command);
        var made = Assert.Single(Directory.GetFiles(folder.Name, "out*"));
        return await File.ReadAllBytesAsync(made, cancel);
    }

    public static ArchiveFindings Inspect(ReadOnlySpan<byte> file)
    {
        var context = new ArchiveContext();
        var inspector = new FileInspector();
        inspector.Begin(context);
        for (; !file.IsEmpty; file = file[Math.Min(5000, file.Length)..]) inspector.Write(file[..Math.Min(5000, file.Length)]);
        inspector.Complete();
        return context.Findings;
    }

    public static async Task<string> RunAsync(string folder, string command)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", command]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{command}: {await errors}");
        return output;
    }
}
