using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Connelink.MailGuard.Benchmarks;
using Perfolizer.Horology;
using Perfolizer.Metrology;

// As the program runs: read once, when the first socket is made.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");

if (args is ["allocations", ..]) return AllocationGate.Run();
if (args is ["store", .. var sizes]) return StoreFigures.Run(sizes);

// In this process: what is measured takes microseconds, and building a program for each would take most of the time.
var config = DefaultConfig.Instance;
if (args.Contains("--job")) args = [.. args, "--inProcess"];
else config = config.AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(3).WithIterationCount(9).WithIterationTime(TimeInterval.FromMilliseconds(150)));
config = config.AddDiagnoser(MemoryDiagnoser.Default)
    .AddColumn(StatisticColumn.Median, StatisticColumn.Min).HideColumns("Job", "Toolchain", "Gen0", "Gen1", "Gen2", "IterationTime", "IterationCount", "WarmupCount");
return BenchmarkSwitcher.FromAssembly(typeof(AllocationGate).Assembly).Run(args, config).Any(summary => summary.Reports.Any(report => !report.Success)) ? 1 : 0;
