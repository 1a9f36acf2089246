using Connelink.MailGuard.AddressDirectory;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Connelink.MailGuard.Tests.AddressDirectory;

public sealed class FileDirectoryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mailguard").FullName;
    private readonly Warnings _log = new();

    private string File => Path.Combine(_folder, "directory.json");

    [Fact]
    public async Task A_changed_file_is_in_force_without_a_restart()
    {
        using var directory = await StartAsync("ada");
        System.IO.File.WriteAllText(File, Directories.Client(Directories.Person("bob")));
        await UntilAsync(directory, () => Declares(directory, "bob"));
        Assert.False(Declares(directory, "ada"));
        Assert.True(directory.SnapshotVersion >= 2); // one write may be seen as two changes
        Assert.Equal(1, directory.Count);
    }

    [Fact]
    public async Task A_file_replaced_by_rename_is_seen_even_with_the_length_and_time_of_the_old_one()
    {
        using var directory = await StartAsync("ada");
        var fresh = Path.Combine(_folder, "fresh");
        System.IO.File.WriteAllText(fresh, Directories.Client(Directories.Person("bob")));
        System.IO.File.SetLastWriteTimeUtc(fresh, System.IO.File.GetLastWriteTimeUtc(File));
        System.IO.File.Move(fresh, File, overwrite: true);
        await UntilAsync(directory, () => Declares(directory, "bob"));
    }

    [Fact]
    public async Task A_link_that_points_elsewhere_is_seen()
    {
        var (one, two, link) = (Path.Combine(_folder, "one"), Path.Combine(_folder, "two"), Path.Combine(_folder, "link"));
        System.IO.File.WriteAllText(one, Directories.Client(Directories.Person("ada")));
        System.IO.File.WriteAllText(two, Directories.Client(Directories.Person("bob")));
        System.IO.File.CreateSymbolicLink(File, one);
        using var directory = Make(TimeProvider.System);
        await directory.StartAsync(TestContext.Current.CancellationToken);
        System.IO.File.CreateSymbolicLink(link, two);
        System.IO.File.Move(link, File, overwrite: true);
        await UntilAsync(directory, () => Declares(directory, "bob"));
    }

    [Fact]
    public async Task A_broken_file_keeps_the_old_snapshot_is_told_once_and_can_be_mended()
    {
        using var directory = await StartAsync("ada");
        Put(Directories.Client("""{ "kind": "persn", "address": "x" }"""));
        await UntilAsync(directory, () => directory.LastError is not null);
        Assert.True(Declares(directory, "ada"));
        Assert.Contains("did you mean 'person'?", directory.LastError, StringComparison.Ordinal);
        var looks = 0;
        await UntilAsync(directory, () => looks++ == 3);
        var warning = Assert.Single(_log.Texts);
        Assert.Contains("Directory version 1 stays in force. The directory", warning, StringComparison.Ordinal);
        Assert.Contains("'x' is not a mailbox", warning, StringComparison.Ordinal);

        Put(Directories.Client(Directories.Person("bob")));
        await UntilAsync(directory, () => directory.LastError is null);
        Assert.True(Declares(directory, "bob"));
        Assert.Equal(2, directory.SnapshotVersion);
    }

    [Fact]
    public async Task A_file_that_vanishes_keeps_the_old_snapshot_and_may_come_back()
    {
        using var directory = await StartAsync("ada");
        System.IO.File.Delete(File);
        await UntilAsync(directory, () => directory.LastError is not null);
        Assert.True(Declares(directory, "ada"));
        Assert.Contains("cannot be read", directory.LastError, StringComparison.Ordinal);
        Put(Directories.Client(Directories.Person("bob")));
        await UntilAsync(directory, () => Declares(directory, "bob"));
    }

    [Theory]
    [InlineData(null, "cannot be read")]
    [InlineData("{", "is not JSON")]
    public async Task A_gateway_does_not_start_without_a_usable_directory(string? json, string expected)
    {
        if (json is not null) Put(json);
        using var directory = Make(TimeProvider.System);
        var e = await Assert.ThrowsAsync<DirectoryException>(() => directory.StartAsync(TestContext.Current.CancellationToken));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.Null(directory.Current);
    }

    [Fact]
    public async Task A_snapshot_out_of_step_for_too_long_is_none()
    {
        var time = new FakeTimeProvider();
        Put(Directories.Client(Directories.Person("ada")));
        using var directory = Make(time, maxAge: TimeSpan.FromMinutes(10));
        await directory.StartAsync(TestContext.Current.CancellationToken);
        Put("{");
        await UntilAsync(directory, () => directory.LastError is not null);

        time.Advance(TimeSpan.FromMinutes(9));
        Assert.NotNull(directory.Current);
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.Null(directory.Current);
        Assert.True(directory.Age > TimeSpan.FromMinutes(10));
        Assert.Equal(1, directory.Count);

        Put(Directories.Client(Directories.Person("bob")));
        await UntilAsync(directory, () => directory.Current is not null);
        Assert.True(Declares(directory, "bob"));
        Assert.Equal(time.GetUtcNow(), directory.LoadedAt);
    }

    [Fact]
    public void Settings_out_of_bounds_are_told_all_at_once()
    {
        var options = new DirectoryOptions { Provider = "fille", Path = " ", MaxAge = TimeSpan.FromSeconds(1), PollInterval = TimeSpan.FromHours(2), SettleTime = TimeSpan.FromHours(1) };
        var failures = new DirectoryOptionsValidator().Validate(null, options).Failures!.ToList();
        Assert.Equal(5, failures.Count);
        Assert.Equal("MailGuard:Directory:Provider: 'fille' is unknown; did you mean 'file'?", failures[0]);
        Assert.True(new DirectoryOptionsValidator().Validate(null, new DirectoryOptions()).Succeeded);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Never half of it: these tests do not let the file settle.</summary>
    private void Put(string json)
    {
        var fresh = Path.Combine(_folder, "fresh");
        System.IO.File.WriteAllText(fresh, json);
        System.IO.File.Move(fresh, File, overwrite: true);
    }

    private async Task<FileDirectory> StartAsync(string person)
    {
        Put(Directories.Client(Directories.Person(person)));
        var directory = Make(TimeProvider.System);
        await directory.StartAsync(TestContext.Current.CancellationToken);
        Assert.True(Declares(directory, person));
        return directory;
    }

    private FileDirectory Make(TimeProvider time, TimeSpan? maxAge = null)
    {
        var options = new DirectoryOptions { Path = File, MaxAge = maxAge, PollInterval = TimeSpan.FromMilliseconds(100), SettleTime = TimeSpan.Zero };
        return new FileDirectory(Options.Create(options), time, _log);
    }

    private static bool Declares(FileDirectory directory, string person) =>
        directory.Current!.TryFind(System.Text.Encoding.UTF8.GetBytes($"{person}@client.example"), out _);

    /// <summary>Waits for looks at the file until the condition holds.</summary>
    private static async Task UntilAsync(FileDirectory directory, Func<bool> condition)
    {
        using var looked = new SemaphoreSlim(0);
        void Looked() => looked.Release();
        directory.Refreshed += Looked;
        try
        {
            for (var deadline = Environment.TickCount64 + 30_000; !condition();)
            {
                directory.LookNow();
                Assert.True(Environment.TickCount64 < deadline, $"What was waited for did not come; {directory.LastError}");
                Assert.True(await looked.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken), "The file was not looked at.");
            }
        }
        finally
        {
            directory.Refreshed -= Looked;
        }
    }

    private sealed class Warnings : ILogger<FileDirectory>
    {
        public List<string> Texts { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) Texts.Add(formatter(state, exception));
        }
    }
}
