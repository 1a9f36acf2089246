namespace Connelink.MailGuard.Server.Check.Reading;

/// <summary>Finds the files in the paths of a command line: each is a file, a folder with everything below it, a maildir, or "-".</summary>
internal static class MailFolder
{
    public const string StandardInput = "-";

    /// <summary>In the order of their names, so that two runs tell the same.</summary>
    public static IEnumerable<MailFile> Files(IEnumerable<string> paths, Action<UnreadableFile> unreadable) =>
        paths.SelectMany(path => path switch
        {
            StandardInput => [MailFile.StandardInput],
            _ when Directory.Exists(path) => Below(path, path, unreadable),
            _ => [MailFile.Named(path)],
        });

    private static IEnumerable<MailFile> Below(string root, string folder, Action<UnreadableFile> unreadable)
    {
        if (!TryList(folder, unreadable, out var files, out var folders)) yield break;

        var isMaildir = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)) is "cur" or "new";
        foreach (var file in files) yield return MailFile.In(root, file, isMaildir || file.EndsWith(".eml", StringComparison.OrdinalIgnoreCase));

        // What a maildir's tmp holds is not delivered yet.
        var hasTmp = folders.Any(f => IsNamed(f, "cur")) && folders.Any(f => IsNamed(f, "new"));
        foreach (var inner in folders.Where(f => !(hasTmp && IsNamed(f, "tmp"))))
        {
            foreach (var file in Below(root, inner, unreadable)) yield return file;
        }
    }

    /// <summary>Linked folders are left out: they may lead in circles.</summary>
    private static bool TryList(string folder, Action<UnreadableFile> unreadable, out string[] files, out string[] folders)
    {
        (files, folders) = ([], []);
        try
        {
            files = Directory.GetFiles(folder);
            folders = [.. new DirectoryInfo(folder).GetDirectories().Where(d => d.LinkTarget is null).Select(d => Path.Combine(folder, d.Name))];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            unreadable(new(MailFile.Printable(folder), failure.Message));
            return false;
        }
        Array.Sort(files, StringComparer.Ordinal);
        Array.Sort(folders, StringComparer.Ordinal);
        return true;
    }

    private static bool IsNamed(string folder, string name) => Path.GetFileName(folder) == name;
}
