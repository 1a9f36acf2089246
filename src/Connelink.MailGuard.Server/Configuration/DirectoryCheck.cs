using Connelink.MailGuard.AddressDirectory;

namespace Connelink.MailGuard.Server.Configuration;

/// <summary>The directory of declared addresses: a provider that exists, and a file without mistakes.</summary>
internal static class DirectoryCheck
{
    public static void Run(Settings settings, Mistakes mistakes, bool readsFile)
    {
        const string section = DirectoryOptions.Section;
        var options = settings.Directory;
        if (!DirectoryOptions.Providers.Contains(options.Provider))
        {
            mistakes.Add($"{section}:Provider", $"there is no provider \"{options.Provider}\" in this version", Nearest.Mend(options.Provider, DirectoryOptions.Providers));
        }
        if (options.MaxAge < 2 * options.PollInterval)
        {
            mistakes.Add($"{section}:MaxAge", $"{options.MaxAge:c} is too short to look at the source again", "Write twice the PollInterval at least, or null for no limit.");
        }
        if (options.Provider is DirectoryOptions.Sqlite or DirectoryOptions.Postgresql) StoreCheck.Run(options, mistakes);
        else if (options.Path.Length == 0) mistakes.Add($"{section}:Path", "no directory is named", "Name the file of declared addresses; directory.sample.json is a start.");
        else if (CertificateCheck.IsThere(options.Path, $"{section}:Path", mistakes) && readsFile) CheckFile(options.Path, $"{section}:Path", mistakes);
    }

    /// <summary>"did you mean "group"?" with a capital and an end.</summary>
    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..] + (text.EndsWith('?') || text.EndsWith('.') ? "" : ".");

    /// <summary>The mistakes in the file itself, each with its place there.</summary>
    private static void CheckFile(string file, string path, Mistakes mistakes)
    {
        try
        {
            DirectoryFile.Load(file);
        }
        catch (DirectoryException broken)
        {
            if (broken.Mistakes is not { } inside)
            {
                mistakes.Add(path, broken.Message.ReplaceLineEndings(" ").TrimEnd('.'), "Give a directory as directory.sample.json shows it.");
                return;
            }
            foreach (var mistake in inside.First)
            {
                var place = mistake.Line == 0 ? "" : $" line {mistake.Line}";
                var parts = mistake.Text.Replace('\'', '"').Split("; ", 2);
                mistakes.Add(path, $"{Path.GetFileName(file)}{place}: {mistake.Path} {parts[0].TrimEnd('.')}", parts.Length == 2 ? Sentence(parts[1]) : "Mend the directory.");
            }
            if (inside.Count > inside.First.Count) mistakes.Add(path, $"{inside.Count - inside.First.Count} more mistakes in the directory", "Mend those above first.");
        }
    }
}
