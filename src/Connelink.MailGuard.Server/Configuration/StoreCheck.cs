using System.Data.Common;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.AddressDirectory.Encryption;
using Npgsql;

namespace Connelink.MailGuard.Server.Configuration;

/// <summary>The settings of a directory that is a database.</summary>
internal static class StoreCheck
{
    private const string Section = DirectoryOptions.Section;

    /// <summary>How each SQLite database begins (SQLite, Database File Format, 1.2).</summary>
    private static ReadOnlySpan<byte> FileBegin => "SQLite format 3\0"u8;

    public static void Run(DirectoryOptions options, Mistakes mistakes)
    {
        if (options.Provider == DirectoryOptions.Sqlite) CheckPath(options, mistakes);
        else if (options.Provider == DirectoryOptions.Postgresql) CheckConnection(options, mistakes);
        CheckKeys(options, mistakes);
    }

    private static void CheckKeys(DirectoryOptions options, Mistakes mistakes)
    {
        if (options.SnapshotCopy is not null && options.KeyFile is null)
        {
            mistakes.Add($"{Section}:KeyFile", "is missing: the snapshot copy is encrypted", "Name a key file (docs/directory.md says how it is made), or leave SnapshotCopy out.");
        }
        if (options.KeyFile is not { } file) return;
        try
        {
            MasterKeys.Read(file);
        }
        catch (DirectoryException bad)
        {
            mistakes.Add($"{Section}:KeyFile", bad.Message.ReplaceLineEndings(" ").TrimEnd('.'), "Mend the key file; docs/directory.md says how it is made.");
        }
    }

    /// <summary>The default path is that of the provider "file".</summary>
    private static void CheckPath(DirectoryOptions options, Mistakes mistakes)
    {
        if (options.Path.Length > 0 && Path.GetExtension(options.Path) != ".json")
        {
            CheckDatabase(options.Path, mistakes);
            return;
        }
        mistakes.Add($"{Section}:Path", "no database is named", "Write the path of the database, such as \"directory.db\"; it is made when it is not there.");
    }

    private static void CheckDatabase(string path, Mistakes mistakes)
    {
        try
        {
            using var file = File.OpenRead(path);
            var begin = new byte[FileBegin.Length];
            // An empty file is a database without tables.
            if (file.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false) > 0 && !FileBegin.SequenceEqual(begin))
            {
                mistakes.Add($"{Section}:Path", $"\"{path}\" is no SQLite database", "Name the database; a directory in a JSON file has the provider \"file\".");
            }
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            // No mistake: the commands that make it read this configuration, too.
            mistakes.Warn($"{Section}:Path", $"there is no database \"{path}\" yet, and serve does not start without one", "Make it with: mailguard directory tenant create NAME --domain DOMAIN.");
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            mistakes.Add($"{Section}:Path", closed.Message.TrimEnd('.'), "Let the user that runs MailGuard read and write the database and its folder.");
        }
    }

    private static void CheckConnection(DirectoryOptions options, Mistakes mistakes)
    {
        const string Example = "Write it like \"Host=/run/postgresql;Database=mailguard;Username=mailguard\".";
        if (string.IsNullOrWhiteSpace(options.ConnectionString))
        {
            mistakes.Add($"{Section}:ConnectionString", "is missing", Example);
            return;
        }
        try
        {
            _ = new NpgsqlConnectionStringBuilder(options.ConnectionString);
        }
        catch (Exception e) when (e is ArgumentException or DbException or FormatException)
        {
            mistakes.Add($"{Section}:ConnectionString", e.Message.ReplaceLineEndings(" ").Split(" (Parameter")[0].TrimEnd('.'), Example);
        }
        if (options.PasswordFile is { } file) CertificateCheck.IsThere(file, $"{Section}:PasswordFile", mistakes);
    }
}
