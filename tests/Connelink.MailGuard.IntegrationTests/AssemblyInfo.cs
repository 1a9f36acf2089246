// Processes share two cores and the ports of the machine: tests that measure or kill must not run beside each other.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

// Signals, Unix modes, strace: the peers are those of a Linux machine.
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]
