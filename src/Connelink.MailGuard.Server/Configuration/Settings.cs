using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.Session;

namespace Connelink.MailGuard.Server.Configuration;

/// <summary>A configuration that was read and found good enough to run.</summary>
/// <param name="File">Where it was read from: full path.</param>
/// <param name="Source">The same as keys and values, for logging levels.</param>
internal sealed record Settings(string File, MailGuardOptions MailGuard, DirectoryOptions Directory, IConfigurationRoot Source);

/// <summary>What came of reading a configuration. Settings is null when the file could not be read at all.</summary>
internal sealed record SettingsReading(Settings? Settings, IReadOnlyList<Mistake> Mistakes)
{
    public bool IsGood => Settings is not null && !Mistakes.Any(m => !m.IsWarning);
}
