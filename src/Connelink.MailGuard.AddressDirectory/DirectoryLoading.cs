using Connelink.MailGuard.AddressDirectory.Store;

namespace Connelink.MailGuard.AddressDirectory;

/// <summary>Reads the directory that a configuration names, once: for what does not follow its changes.</summary>
public static class DirectoryLoading
{
    /// <exception cref="DirectoryException">It cannot be read, or there are mistakes in it.</exception>
    public static DirectorySnapshot Load(DirectoryOptions options) =>
        options.Provider == DirectoryOptions.File ? DirectoryFile.Load(options.Path) : DirectoryStore.Open(options, creates: false).Load().Snapshot;

    /// <summary>For people: "directory.json", or "postgresql mailguard on db.example".</summary>
    public static string NameOf(DirectoryOptions options) => options.Provider switch
    {
        DirectoryOptions.Sqlite or DirectoryOptions.Postgresql => $"{options.Provider} {StoreDatabases.Of(options).Name}",
        _ => options.Path,
    };

    /// <summary>For people: whether what lies on the disk is encrypted, and who sees to that. Null for a file that people write.</summary>
    public static string? AtRest(DirectoryOptions options) =>
        options.Provider == DirectoryOptions.File ? null : StoreDatabases.Of(options).AtRest;
}
