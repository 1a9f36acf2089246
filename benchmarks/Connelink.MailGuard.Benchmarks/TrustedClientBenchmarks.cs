using System.Net;
using BenchmarkDotNet.Attributes;
using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.Benchmarks;

/// <summary>The rule that is asked once a connection: a client looked for among the networks of a listener, in the last of them; beside it a comparison of addresses.</summary>
public class TrustedClientBenchmarks
{
    private static readonly ClientNetworks Networks = ClientNetworks.Parse(["192.0.2.0/24", "2001:db8::/32", "198.51.100.7", "10.0.0.0/8"]);
    private static readonly IPAddress Client = IPAddress.Parse("10.1.2.3");
    private static readonly IPAddress Same = IPAddress.Parse("10.1.2.3");

    [Benchmark(Baseline = true)]
    public bool Comparison() => Client.Equals(Same);

    [Benchmark, HotPath]
    public long Contains() => Networks.Contains(Client) ? 1 : throw new InvalidOperationException();
}
