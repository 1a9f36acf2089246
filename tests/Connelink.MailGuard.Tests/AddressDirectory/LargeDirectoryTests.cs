using System.Diagnostics;
using System.Text;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.Policy;
using Xunit;

namespace Connelink.MailGuard.Tests.AddressDirectory;

/// <summary>A million addresses. Times are charted, not judged, but for bounds that only a blunder passes.</summary>
[Collection(nameof(Alone))]
public sealed class LargeDirectoryTests(ITestOutputHelper output)
{
    private const int Addresses = 1_000_000;

    [Fact]
    public void A_million_addresses_take_less_than_100_MB()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var snapshot = Build();
        var octets = GC.GetTotalMemory(forceFullCollection: true) - before;
        output.WriteLine($"{octets / 1e6:F1} MB for {snapshot.Count:N0} addresses");
        Assert.Equal(Addresses, snapshot.Count);
        Assert.InRange(octets, 10_000_000, 100_000_000);
    }

    [Fact]
    public void A_look_up_allocates_nothing()
    {
        var snapshot = Directories.Sample();
        snapshot.TryFind("hank+news@globex.example"u8, out _);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            snapshot.TryFind("hank+news@globex.example"u8, out _);
            snapshot.TryFind("nobody@globex.example"u8, out _);
            snapshot.TryGetTenant("globex.example"u8, out _);
        }
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    [Trait("Size", "Full")]
    public void Look_ups_at_random_are_charted()
    {
        var snapshot = Build();
        output.WriteLine($"one read of memory that waits for the one before: {DependentRead():F0} ns; a hit takes two, a miss one");
        foreach (var (name, from) in ((string, int)[])[("hits", 0), ("misses", Addresses)])
        {
            var keys = RandomKeys(from, 1 << 20);
            var medians = Enumerable.Range(0, 5).Select(_ => NanosecondsEach(snapshot, keys, from == 0)).Order().ToList();
            output.WriteLine($"{name}: {medians[2]:F0} ns (best {medians[0]:F0}, worst {medians[4]:F0}) over {keys.Length:N0} random keys");
            Assert.InRange(medians[2], 0, 2000);
        }
    }

    [Fact]
    [Trait("Size", "Full")]
    public void A_file_of_a_million_loads_and_swapping_it_in_does_not_stop_look_ups()
    {
        var path = Path.GetTempFileName();
        WriteFile(path);
        var clock = Stopwatch.StartNew();
        var current = DirectoryFile.Load(path);
        output.WriteLine($"load: {clock.Elapsed.TotalSeconds:F2} s for {new FileInfo(path).Length / 1e6:F0} MB, {current.Count:N0} addresses");

        var keys = RandomKeys(0, 1 << 16);
        Chart("quiet", keys, () => Volatile.Read(ref current), TimeSpan.FromSeconds(5), CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var swaps = 0;
        var builder = new Thread(() =>
        {
            for (; !stop.IsCancellationRequested; swaps++) Volatile.Write(ref current, DirectoryFile.Load(path, current.Count));
        });
        builder.Start();
        Chart("while rebuilt and swapped", keys, () => Volatile.Read(ref current), TimeSpan.FromSeconds(15), CancellationToken.None);
        stop.Cancel();
        builder.Join();
        output.WriteLine($"{swaps} swaps");
        File.Delete(path);
        Assert.True(swaps > 0);
    }

    /// <summary>The time of each look-up, so that a pause shows as the worst of them.</summary>
    private void Chart(string name, byte[][] keys, Func<DirectorySnapshot> current, TimeSpan span, CancellationToken cancel)
    {
        var buckets = new long[100_000]; // of 100 ns
        long worst = 0, count = 0;
        var pauses = GC.GetTotalPauseDuration();
        var end = Stopwatch.GetTimestamp() + (long)(span.TotalSeconds * Stopwatch.Frequency);
        for (var last = Stopwatch.GetTimestamp(); last < end && !cancel.IsCancellationRequested; count++)
        {
            if (!current().TryFind(keys[count % keys.Length], out _)) Assert.Fail("A declared address was not found.");
            var now = Stopwatch.GetTimestamp();
            var ticks = now - last;
            worst = Math.Max(worst, ticks);
            buckets[Math.Min(buckets.Length - 1, ticks * 10_000_000 / Stopwatch.Frequency)]++;
            last = now;
        }
        var pause = (GC.GetTotalPauseDuration() - pauses).TotalMilliseconds;
        output.WriteLine($"{name}: {count:N0} look-ups, p50 < {At(0.5):F1} us, p99.9 < {At(0.999):F1} us, worst {worst * 1e6 / Stopwatch.Frequency:F0} us; collector paused {pause:F1} ms in all");

        double At(double share)
        {
            var (left, i) = ((long)(count * share), 0);
            while (i < buckets.Length - 1 && (left -= buckets[i]) > 0) i++;
            return (i + 1) / 10.0;
        }
    }

    private static double NanosecondsEach(DirectorySnapshot snapshot, byte[][] keys, bool expected)
    {
        var clock = Stopwatch.StartNew();
        var found = 0;
        foreach (var key in keys)
        {
            if (snapshot.TryFind(key, out var declared) && declared.Kind == EntryKind.Person) found++;
        }
        var elapsed = clock.Elapsed;
        Assert.Equal(expected ? keys.Length : 0, found);
        return elapsed.TotalNanoseconds / keys.Length;
    }

    /// <summary>What the machine gives at this moment, beside which the figures are to be read.</summary>
    private static double DependentRead()
    {
        const int Lines = 1 << 20, Reads = 2_000_000;
        var order = Enumerable.Range(0, Lines).ToArray();
        new Random(2).Shuffle(order);
        var next = new long[Lines * 8];
        for (var i = 0; i < Lines; i++) next[order[i] * 8] = order[(i + 1) % Lines] * 8L;
        var clock = Stopwatch.StartNew();
        var at = 0L;
        for (var i = 0; i < Reads; i++) at = next[at];
        Assert.True(at >= 0);
        return clock.Elapsed.TotalNanoseconds / Reads;
    }

    private static DirectorySnapshot Build()
    {
        var builder = new SnapshotBuilder(new DirectoryMistakes());
        builder.OpenTenant().Name = "client";
        builder.AddDomain("client.example"u8, default);
        var draft = new EntryDraft();
        for (var i = 0; i < Addresses; i++)
        {
            draft.Clear();
            (draft.Kind, draft.Plan) = (EntryKind.Person, Plan.Complete);
            draft.Address.Add(Key(i));
            builder.Add(draft);
        }
        return builder.Build()!;
    }

    private static void WriteFile(string path)
    {
        using var file = new StreamWriter(path);
        file.WriteLine("""{ "tenants": [ { "name": "client", "domains": ["client.example"], "language": "fr", "entries": [""");
        for (var i = 0; i < Addresses; i++)
        {
            file.WriteLine($$"""  { "kind": "person", "address": "{{Encoding.ASCII.GetString(Key(i))}}", "plan": "complete" },""");
        }
        file.WriteLine("] } ] }");
    }

    private static byte[][] RandomKeys(int from, int count)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(_ => Key(from + random.Next(Addresses)))];
    }

    private static byte[] Key(int i) => Encoding.ASCII.GetBytes($"firstname.lastname{i}@client.example");
}

/// <summary>Measures memory of the process: nothing else may run.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
