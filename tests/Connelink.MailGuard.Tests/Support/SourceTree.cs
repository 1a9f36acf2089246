namespace Connelink.MailGuard.Tests.Support;

/// <summary>The checkout that the tests were built from: tables, samples and pages are read where they stand.</summary>
public static class SourceTree
{
    public static string Root { get; } = Find();

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Connelink.MailGuard.sln"))) return folder.FullName;
        }
        throw new DirectoryNotFoundException($"No solution above {AppContext.BaseDirectory}.");
    }
}
