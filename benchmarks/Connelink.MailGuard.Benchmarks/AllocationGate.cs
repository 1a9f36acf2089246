using System.Globalization;
using System.Text.Json;

namespace Connelink.MailGuard.Benchmarks;

/// <summary><c>allocations</c>: runs each hot benchmark when all is warm and holds the octets that one run allocates to a table. No times.</summary>
internal static class AllocationGate
{
    private const int Runs = 400;
    private const int Rounds = 8;

    /// <summary>Returns the exit code: 1 when one allocates more than the table allows, or is not in it.</summary>
    public static int Run()
    {
        var allowed = JsonSerializer.Deserialize<Dictionary<string, long>>(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "allocations.json")))!;
        var found = HotBody.All().Select(body => (body.Name, Octets: Measure(body))).ToList();
        foreach (var (name, octets) in found)
        {
            var limit = allowed.TryGetValue(name, out var known) ? known.ToString("N0", CultureInfo.InvariantCulture) : "not in allocations.json";
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(IsGood(name, octets) ? "ok  " : "MORE")} {name,-60} {octets,8:N0} octets (limit {limit})"));
        }
        var gone = allowed.Keys.Except(found.Select(entry => entry.Name)).ToList();
        foreach (var name in gone) Console.WriteLine($"GONE {name}: no such benchmark; take it out of allocations.json");
        return gone.Count == 0 && found.TrueForAll(entry => IsGood(entry.Name, entry.Octets)) ? 0 : 1;

        bool IsGood(string name, long octets) => allowed.TryGetValue(name, out var limit) && octets <= limit;
    }

    /// <summary>The best of several rounds: now and then the runtime itself allocates, and that is not ours.</summary>
    private static long Measure(HotBody body)
    {
        using (body)
        {
            for (var i = 0; i < Runs; i++) body.Run();
            var best = long.MaxValue;
            for (var round = 0; round < Rounds && best > 0; round++)
            {
                var before = GC.GetTotalAllocatedBytes(precise: true);
                for (var i = 0; i < Runs; i++) body.Run();
                best = Math.Min(best, GC.GetTotalAllocatedBytes(precise: true) - before);
            }
            return (best + Runs - 1) / Runs;
        }
    }
}
