using System.Security.Cryptography;
using Connelink.MailGuard.AddressDirectory.Formats;
using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.AddressDirectory;

/// <summary>Collects tenants and entries, from a file or a store, and makes a snapshot of them unless there are mistakes.</summary>
/// <remarks>
/// Entries go straight into the arrays of the snapshot; what can be judged only when all tenants are known (whose domain, groups,
/// loops) waits for <see cref="Build"/>. For one use, one thread.
/// </remarks>
public sealed class SnapshotBuilder : IDirectorySink
{
    private readonly DirectoryMistakes _mistakes;
    private readonly EntryLists _lists = new();
    private readonly List<TenantDraft> _tenants = [];
    private TenantDraft? _open;
    private readonly Dictionary<int, ApplicationTerms> _applications = [];
    private readonly WeakNames _weakNames = new();
    private readonly SharedExternals _externals = new();
    private readonly List<uint> _addresses;
    private readonly KeyTable _keys;
    private readonly KeyTable _domains;
    private readonly EntryMistakes _entryMistakes;
    private readonly Action<int, string, string> _tell;

    /// <param name="mistakes">Receives all that is wrong.</param>
    /// <param name="expected">Addresses that are likely to come, such as the last snapshot's count; only for speed.</param>
    public SnapshotBuilder(DirectoryMistakes mistakes, int expected = 0)
        : this(mistakes, expected, BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)), ulong.MaxValue)
    {
    }

    internal SnapshotBuilder(DirectoryMistakes mistakes, int expected, ulong seed, ulong hashMask)
    {
        (_mistakes, _keys, _domains) = (mistakes, new KeyTable(seed, hashMask), new KeyTable(seed, hashMask));
        _addresses = new(expected);
        _keys.Expect(expected);
        _entryMistakes = new EntryMistakes(mistakes, _keys, _addresses, _tenants);
        _tell = _entryMistakes.Add;
    }

    /// <summary>Entries that follow are this tenant's.</summary>
    public TenantDraft OpenTenant(int line = 0)
    {
        var tenant = new TenantDraft(_tenants.Count, line, _addresses.Count);
        _tenants.Add(tenant);
        _open = tenant;
        return tenant;
    }

    public void Reopen(TenantDraft tenant) => _open = tenant;

    /// <summary>Makes the open tenant own a domain (lower-case A-labels).</summary>
    public void AddDomain(ReadOnlySpan<byte> domain, DirectoryMistake place)
    {
        ref var record = ref _domains.At(_domains.Intern(domain));
        var tenant = _open!;
        if (record.Tenant < 0)
        {
            record.Tenant = tenant.Id;
            return;
        }
        var owner = _tenants[record.Tenant];
        tenant.IsBroken |= owner != tenant;
        _mistakes.Add(place with { Text = owner == tenant ? $"{Words.Quote(domain)} stands twice; remove one" : Refusals.DomainTaken(domain, owner.Titled) });
    }

    /// <summary>Adds an entry of the open tenant; the draft can be used again.</summary>
    public void Add(EntryDraft draft)
    {
        var entry = _addresses.Count;
        _addresses.Add(draft.Address.Count > 0 ? _keys.Intern(draft.Address[0]) : 0);
        _entryMistakes.Place(draft.Line);
        if (!draft.IsBroken) EntryShape.Check(draft, entry, _tell);

        if (draft.Address.Count > 0) Declare(draft, entry, draft.Address[0], alias: -1);
        for (var i = 0; i < draft.Aliases.Count; i++) Declare(draft, entry, draft.Aliases[i], i);
        for (var i = 0; i < draft.WeakNames.Count; i++) _weakNames.Add(_keys.Intern(draft.WeakNames[i]), entry);
        AddList(entry, ListRole.Targets, draft.Targets);
        AddList(entry, ListRole.Members, draft.Members);
        AddList(entry, ListRole.Senders, draft.Senders);
        AddList(entry, ListRole.MaySendAs, draft.MaySendAs);
        if (draft.Application is { } terms) _applications.Add(entry, terms);
    }

    /// <summary>The snapshot; null when there were mistakes, now or before.</summary>
    /// <param name="judgesTargets">
    /// Whether a redirect to nowhere is a mistake: in what people write. Where a store has one all the same, written by an older program, that
    /// is no reason to have no directory: rules come to no harm by it.
    /// </param>
    public DirectorySnapshot? Build(bool judgesTargets = true)
    {
        CheckNames();
        var count = SettleTenants();
        var isSound = _mistakes.Count == 0;
        if (isSound && judgesTargets) new RedirectTargets(_keys, _domains, _lists, _addresses, _tenants).FindNowhere(_tell);
        count += _weakNames.Settle(_keys, _domains, _addresses);
        if (!isSound) return null; // The graphs below follow references and want them sound.

        var graph = new EntryGraph(_keys, _lists, _addresses);
        graph.FindLoops((entry, text) => _entryMistakes.Add(entry, ".targets", text));
        if (_mistakes.Count > 0) return null;

        _keys.Trim();
        _lists.Trim();
        var snapshot = new DirectorySnapshot(_keys, _domains, [.. _tenants], _lists, [.. _addresses], _applications, count);
        graph.MarkExternalGroups(snapshot);
        graph.MarkEssentialRedirects(snapshot);
        return snapshot;
    }

    /// <param name="alias">Which of the aliases it is; -1: it is the address.</param>
    private void Declare(EntryDraft draft, int entry, ReadOnlySpan<byte> key, int alias)
    {
        var isAlias = alias >= 0;
        var name = _keys.Intern(key);
        ref var record = ref _keys.At(name);
        var kind = draft.Kind ?? EntryKind.Person;
        if (record.Has(AddressFlags.Declared))
        {
            var isElsewhere = record.Tenant != _open!.Id;
            if (isElsewhere && kind == EntryKind.External)
            {
                if (isAlias && StandsBefore(draft, key, alias)) _entryMistakes.Twice(entry, key);
                _externals.Add(name, entry, _open, isAlias);
                return;
            }
            if (!isElsewhere || record.Kind != EntryKind.External)
            {
                if (record.Entry == entry) _entryMistakes.Twice(entry, key);
                else _entryMistakes.Taken(entry, isAlias, key, record.Entry, record.Has(AddressFlags.Alias));
                return;
            }
            _externals.Add(name, record.Entry, _tenants[record.Tenant], record.Has(AddressFlags.Alias));
        }
        (record.Entry, record.Tenant) = (entry, _open!.Id);
        record.Declare(kind, draft.Plan, AddressFlags.Declared | (isAlias ? AddressFlags.Alias : 0) | (draft.Language is null ? 0 : AddressFlags.OwnLanguage));
        record.Language = draft.Language ?? default;
    }

    /// <summary>Where another entry has the record, it cannot tell that this entry has been here.</summary>
    private static bool StandsBefore(EntryDraft draft, ReadOnlySpan<byte> key, int alias)
    {
        for (var i = 0; i < alias; i++)
        {
            if (draft.Aliases[i].SequenceEqual(key)) return true;
        }
        return draft.Address.Contains(key);
    }

    private void AddList(int entry, ListRole role, KeyList keys)
    {
        if (keys.Count == 0) return;
        _lists.Open(entry, role);
        for (var i = 0; i < keys.Count; i++)
        {
            var reference = _keys.Intern(keys[i]);
            _lists.Add(reference);
            if (role == ListRole.Targets) _keys.At(reference).Set(AddressFlags.RedirectTarget);
        }
    }

    private void CheckNames()
    {
        var names = new Dictionary<string, TenantDraft>(StringComparer.OrdinalIgnoreCase);
        foreach (var tenant in _tenants)
        {
            if (tenant.Name.Length == 0)
            {
                if (tenant.IsBroken) continue;
                _mistakes.Add(new(tenant.Line, 0, $"{tenant.Path}.name", "is missing; give the tenant a name"));
            }
            else if (!names.TryAdd(tenant.Name, tenant))
            {
                _mistakes.Add(new(tenant.Line, 0, $"{tenant.Path}.name", Refusals.NameTaken(tenant.Name, names[tenant.Name].Path)));
            }
        }
    }

    /// <summary>Holds each declared address against the owner of its domain and settles its language. Returns how many there are.</summary>
    private int SettleTenants()
    {
        var count = 0;
        foreach (var reference in _keys.References())
        {
            ref var record = ref _keys.At(reference);
            if (!record.Has(AddressFlags.Declared)) continue;
            count++;
            var tenant = _tenants[record.Tenant];
            if (!record.Has(AddressFlags.OwnLanguage)) record.Language = tenant.Language;

            var domain = _domains.Find(DirectorySnapshot.DomainOf(_keys.KeyAt(reference)));
            var owner = domain == 0 ? null : _tenants[_domains.At(domain).Tenant];
            if (record.Kind == EntryKind.External ? owner != tenant : owner == tenant) continue;
            if (tenant.IsBroken && owner is null) continue;
            _entryMistakes.Misplaced(record.Entry, record.Has(AddressFlags.Alias), _keys.KeyAt(reference), record.Kind, tenant, owner);
        }
        _externals.Settle(_keys, _domains, _entryMistakes);
        return count;
    }
}
