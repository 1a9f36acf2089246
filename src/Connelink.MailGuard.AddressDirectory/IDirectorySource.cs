using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.AddressDirectory;

/// <summary>Where snapshots come from: a file or a store, and how well the one in force agrees with it.</summary>
public interface IDirectorySource : IAddressDirectory
{
    /// <summary>The snapshot with all that a provider knows, however old it is.</summary>
    DirectorySnapshot? Snapshot { get; }

    /// <summary>Time since the snapshot was last known to agree with its source.</summary>
    TimeSpan Age { get; }

    int Count { get; }

    /// <summary>Why the source is not in force as it stands; null when it is.</summary>
    string? LastError { get; }
}
