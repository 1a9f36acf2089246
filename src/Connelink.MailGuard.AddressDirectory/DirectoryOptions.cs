using Microsoft.Extensions.Options;

namespace Connelink.MailGuard.AddressDirectory;

/// <summary>Where the declared addresses come from.</summary>
public sealed class DirectoryOptions
{
    public const string Section = "MailGuard:Directory";
    public const string File = "file";
    public const string Sqlite = "sqlite";
    public const string Postgresql = "postgresql";

    public static readonly string[] Providers = [File, Sqlite, Postgresql];

    /// <summary>"file": a JSON file, read again when it changes. "sqlite", "postgresql": a store, changed by `mailguard directory`.</summary>
    public string Provider { get; set; } = File;

    /// <summary>The file of the provider "file", or the database of "sqlite".</summary>
    public string Path { get; set; } = "directory.json";

    /// <summary>Of "postgresql", as Npgsql reads it: "Host=/run/postgresql;Database=mailguard".</summary>
    public string? ConnectionString { get; set; }

    /// <summary>A file with the password of that connection and nothing else.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>A store's addresses as they were last, encrypted, to start from when its database is away. Null: none is kept.</summary>
    public string? SnapshotCopy { get; set; }

    /// <summary>A copy is as large as the directory: it is not written more often than this.</summary>
    public TimeSpan SnapshotCopyInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The master keys of what is encrypted at rest (docs/directory.md).</summary>
    public string? KeyFile { get; set; }

    /// <summary>How long the last good snapshot is used while it cannot be brought up to date; then recipients get 451. Null: for ever.</summary>
    public TimeSpan? MaxAge { get; set; }

    /// <summary>How often the source is looked at, also where the system tells of changes: on network file systems it does not.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>A file is read when it has been left alone for so long: editors and copies write in pieces.</summary>
    public TimeSpan SettleTime { get; set; } = TimeSpan.FromMilliseconds(300);
}

/// <summary>All mistakes of the section at once.</summary>
public sealed class DirectoryOptionsValidator : IValidateOptions<DirectoryOptions>
{
    public ValidateOptionsResult Validate(string? name, DirectoryOptions options)
    {
        var mistakes = Mistakes(options).ToList();
        return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }

    private static IEnumerable<string> Mistakes(DirectoryOptions options)
    {
        const string Section = DirectoryOptions.Section;
        if (!DirectoryOptions.Providers.Contains(options.Provider))
        {
            yield return $"{Section}:Provider: '{options.Provider}' is unknown; {Words.Suggest(options.Provider, DirectoryOptions.Providers)}";
        }
        if (options.Provider != DirectoryOptions.Postgresql && string.IsNullOrWhiteSpace(options.Path)) yield return $"{Section}:Path: is missing; name the file of the directory";
        if (options.PollInterval < TimeSpan.FromMilliseconds(100) || options.PollInterval > TimeSpan.FromHours(1))
        {
            yield return $"{Section}:PollInterval: {options.PollInterval} is out of bounds; write 00:00:00.1 to 01:00:00";
        }
        if (options.SettleTime < TimeSpan.Zero || options.SettleTime > TimeSpan.FromMinutes(1))
        {
            yield return $"{Section}:SettleTime: {options.SettleTime} is out of bounds; write 00:00:00 to 00:01:00";
        }
        if (options.MaxAge < 2 * options.PollInterval)
        {
            yield return $"{Section}:MaxAge: {options.MaxAge} is too short; write at least twice the PollInterval, or null for no limit";
        }
    }
}
