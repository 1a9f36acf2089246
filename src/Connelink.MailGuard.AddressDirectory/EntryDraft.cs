using Connelink.MailGuard.AddressDirectory.Formats;
using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.AddressDirectory;

/// <summary>One entry on its way into a snapshot, whatever it was read from; all addresses are <see cref="Smtp.Mailbox.Key"/>s.</summary>
public sealed class EntryDraft
{
    /// <summary>Where people find the entry: its line in the file, 0 when it is from no file.</summary>
    public int Line { get; set; }

    /// <summary>A mistake in it has been told: what follows from that mistake is not told again.</summary>
    public bool IsBroken { get; set; }

    /// <summary>What was said of it. An import leaves the rest as it is stored; elsewhere an entry is all that there is.</summary>
    internal FieldSet Said { get; set; } = FieldSet.All;

    public EntryKind? Kind { get; set; }

    public Plan Plan { get; set; }

    /// <summary>Null: the tenant's.</summary>
    public Language? Language { get; set; }

    /// <summary>One key; none when it is missing or was no mailbox.</summary>
    public KeyList Address { get; } = new();

    public KeyList Aliases { get; } = new();

    /// <summary>Where a redirect leads.</summary>
    public KeyList Targets { get; } = new();

    /// <summary>Of a group.</summary>
    public KeyList Members { get; } = new();

    /// <summary>Who may send as this entry.</summary>
    public KeyList Senders { get; } = new();

    /// <summary>As whom this person may send.</summary>
    public KeyList MaySendAs { get; } = new();

    public ApplicationTerms? Application { get; set; }

    /// <summary>The synchronisation source that the entry is from; null when it was made by hand.</summary>
    public string? Source { get; set; }

    /// <summary>What the source knows the entry by, such as its dominoUNID: it stays when the address changes.</summary>
    public string? SourceKey { get; set; }

    /// <summary>Names that a source derived (cn, fullname): one that another entry has too is nobody's, and no mistake.</summary>
    public KeyList WeakNames { get; } = new();

    /// <summary>A group that is more than a mail group. A source may have such; nobody may make one (design.md section 7).</summary>
    public bool IsMultiPurpose { get; set; }

    /// <summary>In a store; 0 when it is in none yet.</summary>
    public long Id { get; set; }

    /// <summary>In a store: the number of the change that wrote it last.</summary>
    public long Revision { get; set; }

    public void Clear()
    {
        (Line, IsBroken, Said, Kind, Plan, Language, Application) = (0, false, FieldSet.All, null, Plan.None, null, null);
        (Source, SourceKey, IsMultiPurpose, Id, Revision) = (null, null, false, 0, 0);
        Address.Clear();
        Aliases.Clear();
        WeakNames.Clear();
        Targets.Clear();
        Members.Clear();
        Senders.Clear();
        MaySendAs.Clear();
    }
}

/// <summary>What an application may do beyond sending as itself.</summary>
/// <param name="Networks">Where it may connect from without a password.</param>
/// <param name="MayRelayFrom">Patterns of originators that are not declared.</param>
/// <param name="ReversePaths">Patterns of reverse-paths, such as VERP: "bounce-*@client.example".</param>
public sealed record ApplicationTerms(
    IReadOnlyList<System.Net.IPNetwork> Networks, IReadOnlyList<string> MayRelayFrom, IReadOnlyList<string> ReversePaths)
{
    public static readonly ApplicationTerms None = new([], [], []);
}
