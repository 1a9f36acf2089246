using System.Text;
using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.AddressDirectory;

/// <summary>A group that outsiders may no longer write to, or may again.</summary>
/// <param name="Path">From the group to the member outside; empty when it is open again.</param>
public sealed record GroupFlip(string Group, IReadOnlyList<string> Path)
{
    public bool IsInternalOnly => Path.Count > 0;

    /// <summary>What differs from one snapshot to the next; a new group counts as one that was open.</summary>
    public static IEnumerable<GroupFlip> Between(DirectorySnapshot? before, DirectorySnapshot after)
    {
        for (var entry = 0; entry < after.Entries; entry++)
        {
            var address = after.AddressOf(entry);
            if (after.Declared(address) is not { Kind: EntryKind.Group } group) continue;
            var key = after.KeyAt(address);
            var was = before is not null && before.TryFind(key, out var old) && old is { Kind: EntryKind.Group, HasExternalMembers: true };
            if (was == group.HasExternalMembers) continue;
            yield return new(Text(key), [.. ExternalPath.Of(after, key).Select(step => Text(step))]);
        }
    }

    private static string Text(ReadOnlySpan<byte> key) => Encoding.UTF8.GetString(AddressText.Of(key));
}
