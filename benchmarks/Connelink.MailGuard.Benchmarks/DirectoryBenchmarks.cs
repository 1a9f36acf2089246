using System.Text;
using BenchmarkDotNet.Attributes;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.Benchmarks.Samples;

namespace Connelink.MailGuard.Benchmarks;

/// <summary>Look-ups of addresses at random; beside it the runtime's dictionary of strings, with keys that were made before.</summary>
/// <remarks>10 million addresses take gigabytes, most of them for the dictionary: only with MAILGUARD_TEN_MILLION=1.</remarks>
public class DirectoryBenchmarks
{
    private const int Keys = 1 << 14;
    private readonly byte[][] _hits = new byte[Keys][];
    private readonly byte[][] _misses = new byte[Keys][];
    private readonly string[] _texts = new string[Keys];
    private Dictionary<string, int> _dictionary = [];
    private DirectorySnapshot _directory = null!;
    private int _at;

    public static IEnumerable<int> Sizes =>
        Environment.GetEnvironmentVariable("MAILGUARD_TEN_MILLION") == "1" ? [10_000_000] : [1_000, 100_000, 1_000_000];

    [ParamsSource(nameof(Sizes))]
    public int Count { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        _directory = Addresses.Directory(Count);
        _dictionary = Enumerable.Range(0, Count).ToDictionary(i => Encoding.ASCII.GetString(Addresses.Key(i)));
        var random = new Random(1);
        for (var i = 0; i < Keys; i++)
        {
            _hits[i] = Addresses.Key(random.Next(Count));
            _misses[i] = Addresses.Key(Count + random.Next(Count));
            _texts[i] = Encoding.ASCII.GetString(_hits[i]);
        }
    }

    [Benchmark(Baseline = true)]
    public long DictionaryOfStrings() => _dictionary.GetValueOrDefault(_texts[_at++ % Keys]);

    [Benchmark, HotPath]
    public long Hit() => _directory.TryFind(_hits[_at++ % Keys], out var found) ? found.TenantId : throw new InvalidOperationException();

    [Benchmark, HotPath]
    public long Miss() => _directory.TryFind(_misses[_at++ % Keys], out _) ? throw new InvalidOperationException() : 0;
}
