using System.Diagnostics;
using System.Globalization;
using System.Text;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.AddressDirectory.Formats;
using Connelink.MailGuard.AddressDirectory.Store;
using Connelink.MailGuard.Benchmarks.Samples;
using Connelink.MailGuard.Policy;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Connelink.MailGuard.Benchmarks;

/// <summary><c>store [ADDRESSES [DATABASE]]</c>: a large directory, imported, loaded, changed, looked up. One line a figure.</summary>
/// <remarks>
/// DATABASE is a file of SQLite, or a connection string of PostgreSQL; without it a file is made and deleted. What it was filled with before is
/// not imported again: an import of ten million can so be measured apart from the rest.
/// </remarks>
internal sealed class StoreFigures : IDisposable
{
    private const int LookUps = 1 << 20;

    private readonly string _folder = Directory.CreateTempSubdirectory("mailguard-figures-").FullName;
    private readonly DirectoryOptions _options;
    private readonly int _addresses;
    private readonly bool _isHuge;

    private StoreFigures(int addresses, string? database)
    {
        (_addresses, _isHuge) = (addresses, addresses > 1_000_000);
        _options = database?.Contains('=') == true
            ? new() { Provider = DirectoryOptions.Postgresql, ConnectionString = database }
            : new() { Provider = DirectoryOptions.Sqlite, Path = database ?? Path.Combine(_folder, "directory.db") };
    }

    public static int Run(string[] arguments)
    {
        var addresses = arguments.Length > 0 ? int.Parse(arguments[0], NumberStyles.AllowThousands, CultureInfo.InvariantCulture) : 1_000_000;
        using var figures = new StoreFigures(addresses, arguments.ElementAtOrDefault(1));
        figures.Run();
        return 0;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Run()
    {
        var store = DirectoryStore.Open(_options);
        if (store.Version() == 0) Tell("import of CSV", "s", [Seconds(() => Import(store))]);
        Tell("load", "s", [.. Enumerable.Range(0, _isHuge ? 1 : 5).Select(_ => Seconds(() => store.Load()))]);
        Tell("arrival of a change", "s", Arrivals(store));

        var before = GC.GetTotalMemory(forceFullCollection: true);
        var snapshot = store.Load().Snapshot;
        Tell("snapshot in memory", "MB", [(GC.GetTotalMemory(forceFullCollection: true) - before) / 1e6]);
        Tell("look-up, found", "ns", LookUpTimes(snapshot, from: 0));
        Tell("look-up, not found", "ns", LookUpTimes(snapshot, from: _addresses));
        Tell("resident at most", "MB", [Process.GetCurrentProcess().PeakWorkingSet64 / 1e6]);
    }

    private void Import(DirectoryStore store)
    {
        var path = Path.Combine(_folder, "addresses.csv");
        using (var rows = new StreamWriter(path))
        {
            rows.WriteLine("tenant;kind;address;domains;plan");
            rows.WriteLine("client;tenant;;client.example;");
            for (var i = 0; i < _addresses; i++) rows.WriteLine($"client;person;{Encoding.ASCII.GetString(Addresses.Key(i))};;complete");
        }
        using var file = File.OpenRead(path);
        using var change = store.Begin(new("benchmark", "import", null));
        var import = new DirectoryImport(change, keep: true, onlyTenant: null);
        new DirectoryReading(import, change.Mistakes, new(), Tenant: null).Read(path, file, format: null);
        import.Complete();
        if (import.Check() is null) throw new InvalidOperationException(change.Mistakes.ToString());
        change.Commit();
    }

    /// <summary>From the commit until a gateway's snapshot has it.</summary>
    private List<double> Arrivals(DirectoryStore store)
    {
        using var gateway = new StoreDirectory(Options.Create(_options), TimeProvider.System, NullLogger<StoreDirectory>.Instance);
        gateway.StartAsync(CancellationToken.None).GetAwaiter().GetResult();
        var times = new List<double>();
        for (var i = 0; i < (_isHuge ? 3 : 9); i++)
        {
            Thread.Sleep(i * 67); // Not always at the same time after a look.
            var number = Change(store, i);
            times.Add(Seconds(() =>
            {
                while (gateway.Version != number) Thread.Sleep(1);
            }));
        }
        return times;
    }

    private static long Change(DirectoryStore store, int i)
    {
        using var change = store.Begin(new("benchmark", "set", null));
        var (tenant, entry) = change.Find(Addresses.Key(i))[0];
        entry.Plan = entry.Plan == Plan.Basic ? Plan.Complete : Plan.Basic;
        change.Put(tenant, entry);
        return change.Commit();
    }

    private double[] LookUpTimes(DirectorySnapshot snapshot, int from)
    {
        var random = new Random(1);
        byte[][] keys = [.. Enumerable.Range(0, LookUps).Select(_ => Addresses.Key(from + random.Next(_addresses)))];
        return [.. Enumerable.Range(0, 5).Select(_ => Seconds(() => Find(snapshot, keys, expected: from == 0)) * 1e9 / LookUps)];
    }

    private static void Find(DirectorySnapshot snapshot, byte[][] keys, bool expected)
    {
        foreach (var key in keys)
        {
            if (snapshot.TryFind(key, out _) != expected) throw new InvalidOperationException(Encoding.ASCII.GetString(key));
        }
    }

    private static double Seconds(Action act)
    {
        var started = Stopwatch.GetTimestamp();
        act();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static void Tell(string what, string unit, IReadOnlyList<double> values)
    {
        double[] ordered = [.. values.Order()];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-24} {ordered[ordered.Length / 2],10:F2} {unit,-3} ({ordered[0]:F2}-{ordered[^1]:F2})"));
    }
}
