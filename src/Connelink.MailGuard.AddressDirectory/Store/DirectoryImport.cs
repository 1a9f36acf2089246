using System.IO.Hashing;
using System.Text;
using Connelink.MailGuard.AddressDirectory.Formats;

namespace Connelink.MailGuard.AddressDirectory.Store;

/// <summary>Takes what is read from a file into a change of the store; nothing is there before that is committed.</summary>
/// <param name="keep">Whether entries of a tenant that are not in the file stay.</param>
/// <param name="onlyTenant">The one tenant that the file may be about; null: any.</param>
/// <param name="tell">Hears of each entry that differs.</param>
/// <param name="tellSource">Hears of each source that differs.</param>
public sealed class DirectoryImport(StoreChange change, bool keep, string? onlyTenant, Action<EntryDifference>? tell = null, Action<ChangeItem>? tellSource = null) : IDirectorySink
{
    private readonly List<ImportedTenant> _tenants = [];
    private readonly Dictionary<UInt128, int> _lines = [];
    private ImportedTenant? _open;

    /// <summary>Entries read so far.</summary>
    public int Read { get; private set; }

    public ImportCounts Counts => new(_tenants.Sum(tenant => tenant.Entries?.Added ?? 0), _tenants.Sum(tenant => tenant.Entries?.Changed ?? 0),
        _tenants.Sum(tenant => tenant.Entries?.Removed ?? 0), _tenants.Sum(tenant => tenant.Entries?.Same ?? 0));

    public TenantDraft OpenTenant(int line)
    {
        _open = new ImportedTenant(change, new TenantDraft(_tenants.Count, line, 0), tell, tellSource);
        _tenants.Add(_open);
        return _open.Draft;
    }

    public void Reopen(TenantDraft tenant) => _open = _tenants[tenant.Id];

    public void AddDomain(ReadOnlySpan<byte> domain, DirectoryMistake place)
    {
        var name = Encoding.UTF8.GetString(domain);
        if (!_open!.Domains.Contains(name)) _open.Domains.Add(name);
        else change.Mistakes.Add(place with { Text = $"{Words.Quote(domain)} stands twice; remove one" });
    }

    public void Add(EntryDraft draft)
    {
        Read++;
        if (draft.Address.Count > 0) _lines.TryAdd(XxHash128.HashToUInt128(draft.Address[0]), draft.Line);
        if (draft.IsBroken || !Settle(_open!)) return;
        _open!.Take(draft);
    }

    /// <summary>The whole file is read.</summary>
    public void Complete()
    {
        foreach (var tenant in _tenants)
        {
            if (Settle(tenant)) tenant.Complete(keep);
        }
    }

    /// <summary>Checks the directory as it would be; null when there are mistakes.</summary>
    /// <remarks>What follows from a broken tenant is not told again.</remarks>
    public DirectorySnapshot? Check() => _tenants.Exists(tenant => tenant.Draft.IsBroken) ? null : change.Snapshot();

    /// <summary>A mistake that the store found, with the line of the entry in the file.</summary>
    public DirectoryMistake Placed(DirectoryMistake mistake)
    {
        if (mistake.Line > 0) return mistake;
        var end = mistake.Path.LastIndexOf(' ');
        foreach (var address in (string[])[mistake.Path, end < 0 ? "" : mistake.Path[..end]])
        {
            if (_lines.TryGetValue(XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(address)), out var line)) return mistake with { Line = line };
        }
        return mistake;
    }

    /// <summary>Whether the tenant is one that may be written: it has a name, and that is the one that was asked for.</summary>
    private bool Settle(ImportedTenant tenant)
    {
        if (tenant.IsSettled || tenant.Draft.IsBroken) return tenant.IsSettled;
        var name = tenant.Draft.Name;
        if (name.Length == 0) Refuse("has no name; give it one before its entries, or name it with --tenant");
        else if (onlyTenant is not null && !name.Equals(onlyTenant, StringComparison.OrdinalIgnoreCase)) Refuse($"is '{name}' in the file, but the import is for '{onlyTenant}'");
        else if (_tenants.Exists(other => other.IsSettled && other.Draft.Name.Equals(name, StringComparison.OrdinalIgnoreCase))) Refuse($"'{name}' stands twice; put its entries together");
        else tenant.Settle();
        return tenant.IsSettled;

        void Refuse(string text)
        {
            tenant.Draft.IsBroken = true;
            change.Mistakes.Add(new(tenant.Draft.Line, 0, "tenant", text));
        }
    }
}

/// <summary>What an import did, or would do, to entries.</summary>
public readonly record struct ImportCounts(int Added, int Changed, int Removed, int Same);
