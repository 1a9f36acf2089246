namespace Connelink.MailGuard.IntegrationTests.Support;

/// <summary>Programs that are not ours: a test is skipped with the reason where one is missing.</summary>
internal static class Programs
{
    private static readonly string[] Folders =
        [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries), "/usr/sbin", "/usr/lib/postfix/sbin"];

    public static string? Find(string name) => Folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>Full path; skips the test when it is not installed.</summary>
    public static string Require(string name)
    {
        var path = Find(name);
        Assert.SkipWhen(path is null, $"{name} is not installed");
        return path!;
    }

    public static void RequireRoot(string what) =>
        Assert.SkipUnless(Environment.IsPrivilegedProcess, $"{what} runs as root only");

    /// <summary>The long variants: hundreds of kills.</summary>
    public static bool IsFull => Environment.GetEnvironmentVariable("MAILGUARD_FULL") == "1";
}
