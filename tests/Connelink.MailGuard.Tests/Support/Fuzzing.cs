using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Connelink.MailGuard.Tests.Support;

/// <summary>How long each fuzz test mutates: 5 s, or MAILGUARD_FUZZ_SECONDS (test.sh: 60, with --full 600).</summary>
public static class Fuzzing
{
    private const int MostOctets = 20_000;

    public static TimeSpan Time { get; } =
        TimeSpan.FromSeconds(int.Parse(Environment.GetEnvironmentVariable("MAILGUARD_FUZZ_SECONDS") ?? "5", CultureInfo.InvariantCulture));

    /// <summary>Gives mutants of the seeds, and places to cut each at, until the time is over. A failure names its seed and its mutant.</summary>
    /// <param name="pieces">What is put in now and then.</param>
    public static void Run(byte[][] seeds, byte[][] pieces, Action<byte[], int[]> check)
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var watch = Stopwatch.StartNew();
        var count = 0;
        for (; watch.Elapsed < Time; count++)
        {
            var mutant = Mutate(seeds, pieces, random);
            try
            {
                check(mutant, [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => random.Next(mutant.Length + 1)).Order()]);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {seed}, octets {Convert.ToBase64String(mutant)}", e);
            }
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{count} mutants from seed {seed}");
    }

    /// <summary>What lies between the cuts, and behind the last.</summary>
    public static void InPieces(ReadOnlySpan<byte> octets, ReadOnlySpan<int> cuts, Action<ReadOnlySpan<byte>> write)
    {
        var from = 0;
        foreach (var cut in cuts)
        {
            write(octets[from..cut]);
            from = cut;
        }
        write(octets[from..]);
    }

    private static byte[] Mutate(byte[][] seeds, byte[][] pieces, Random random)
    {
        List<byte> mutant = [.. seeds[random.Next(seeds.Length)]];
        for (var n = random.Next(1, 8); n > 0; n--)
        {
            var at = random.Next(mutant.Count + 1);
            switch (random.Next(6))
            {
                case 0: mutant.InsertRange(at, pieces[random.Next(pieces.Length)]); break;
                case 1: mutant.RemoveRange(at, random.Next(Math.Min(20, mutant.Count - at) + 1)); break;
                case 2 when at < mutant.Count: mutant[at] = (byte)random.Next(256); break;
                case 3:
                    var other = seeds[random.Next(seeds.Length)];
                    var from = random.Next(other.Length);
                    mutant.InsertRange(at, other[from..random.Next(from, other.Length)]);
                    break;
                case 4: mutant.InsertRange(at, mutant.GetRange(0, at)); break;
                case 5: mutant.RemoveRange(at, mutant.Count - at); break;
            }
            if (mutant.Count > MostOctets) mutant.RemoveRange(MostOctets, mutant.Count - MostOctets);
        }
        return [.. mutant];
    }
}
