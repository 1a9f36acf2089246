namespace Connelink.MailGuard.AddressDirectory;

/// <summary>Stand-in until the address directory is merged.</summary>
public sealed class DirectoryOptions
{
    public const string Section = "MailGuard:Directory";

    public string Provider { get; set; } = "file";

    public string Path { get; set; } = "";

    public TimeSpan MaxAge { get; set; } = TimeSpan.FromHours(24);

    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(2);
}
