using Npgsql;

namespace Connelink.MailGuard.IntegrationTests.Support;

/// <summary>A PostgreSQL server of a test: its files in a temporary folder, on a free port of loopback.</summary>
/// <remarks>It refuses to run as root; then it runs as the user that Debian's package made for it.</remarks>
internal sealed class Postgres : IAsyncDisposable
{
    private const string User = "postgres";

    private readonly TempFolder _folder = new();
    private readonly string _programs;
    private readonly int _port = Ports.Free();

    private Postgres(string programs) => _programs = programs;

    public static async Task<Postgres> StartAsync()
    {
        var postgres = new Postgres(FindPrograms());
        try
        {
            await postgres.RunAsync("initdb", "-D", postgres.Data, "-U", User, "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8");
            await postgres.StartServerAsync();
        }
        catch
        {
            await postgres.DisposeAsync();
            throw;
        }
        return postgres;
    }

    public string ConnectionString => $"Host=127.0.0.1;Port={_port};Username={User};Database=postgres;Timeout=5";

    private string Data => Path.Combine(_folder.Name, "data");

    /// <summary>The connection string of a database that is new.</summary>
    public string CreateDatabase()
    {
        var name = $"d{Guid.NewGuid():N}";
        using var connection = new NpgsqlConnection(ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The name is ours.
        command.CommandText = $"CREATE DATABASE {name}";
#pragma warning restore CA2100
        command.ExecuteNonQuery();
        return ConnectionString.Replace("Database=postgres", $"Database={name}", StringComparison.Ordinal);
    }

    public Task StartServerAsync() =>
        RunAsync("pg_ctl", "start", "-w", "-D", Data, "-l", Path.Combine(_folder.Name, "log"), "-o", $"-c listen_addresses=127.0.0.1 -p {_port} -c unix_socket_directories='' -c fsync=off");

    /// <summary>Ends at once, as after a crash: no client is told anything.</summary>
    public Task KillAsync() => RunAsync("pg_ctl", "stop", "-m", "immediate", "-D", Data);

    public async ValueTask DisposeAsync()
    {
        if (File.Exists(Path.Combine(Data, "postmaster.pid"))) await KillAsync();
        _folder.Dispose();
    }

    /// <summary>They are in a folder of their version, which is in no PATH.</summary>
    private static string FindPrograms()
    {
        const string Root = "/usr/lib/postgresql";
        var newest = Directory.Exists(Root) ? Directory.GetDirectories(Root).Select(folder => Path.Combine(folder, "bin")).LastOrDefault(folder => File.Exists(Path.Combine(folder, "pg_ctl"))) : null;
        var found = newest ?? Path.GetDirectoryName(Programs.Find("pg_ctl"));
        Assert.SkipWhen(found is null, "postgresql is not installed");
        return found!;
    }

    private async Task RunAsync(string program, params string[] arguments)
    {
        string[] command = [Path.Combine(_programs, program), .. arguments];
        if (Environment.IsPrivilegedProcess) command = [Programs.Require("runuser"), "-u", User, "--", .. command];
        var (code, output) = await ChildProcess.RunAsync(command[0], command.Skip(1));
        Assert.True(code == 0, $"{program} failed: {output}");
    }
}
