using Connelink.MailGuard.AddressDirectory;

namespace Connelink.MailGuard.Server.Configuration;

/// <summary>The directory of declared addresses: a provider that exists, and a file that can be read.</summary>
internal static class DirectoryCheck
{
    public static void Run(Settings settings, Mistakes mistakes)
    {
        const string path = $"{DirectoryOptions.Section}:Path";
        if (settings.Directory.Path.Length == 0) mistakes.Add(path, "no directory is named", "Name the file of declared addresses; directory.sample.json is a start.");
        else CertificateCheck.IsThere(settings.Directory.Path, path, mistakes);
    }
}
