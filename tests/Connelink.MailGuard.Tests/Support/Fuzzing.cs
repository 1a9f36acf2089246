using System.Globalization;

namespace Connelink.MailGuard.Tests.Support;

/// <summary>How long each fuzz test mutates: 5 s, or MAILGUARD_FUZZ_SECONDS (test.sh: 60, with --full 600).</summary>
public static class Fuzzing
{
    public static TimeSpan Time { get; } =
        TimeSpan.FromSeconds(int.Parse(Environment.GetEnvironmentVariable("MAILGUARD_FUZZ_SECONDS") ?? "5", CultureInfo.InvariantCulture));
}
