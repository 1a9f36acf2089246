using System.Text;
using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.AddressDirectory;

/// <summary>The immutable set of declared addresses that rules read: a look-up takes one or two cache misses and allocates nothing.</summary>
/// <remarks>
/// A found address of kind <see cref="EntryKind.External"/> is a known person elsewhere: never a recipient or an originator of ours.
/// An address that is only mentioned, as a member or a target, is not found.
/// </remarks>
public sealed class DirectorySnapshot : IDirectorySnapshot
{
    private readonly KeyTable _keys;
    private readonly KeyTable _domains;
    private readonly EntryLists _lists;
    private readonly uint[] _addresses;
    private readonly Dictionary<int, ApplicationTerms> _applications;
    private readonly Tenant[] _tenants;
    private readonly bool[] _allowsTags;
    private readonly bool[] _isSuspended;
    private readonly bool _anySuspended;
    private readonly byte[][] _reversePaths;
    private readonly RelayingApplication[] _relaying;

    internal DirectorySnapshot(
        KeyTable keys, KeyTable domains, TenantDraft[] tenants, EntryLists lists, uint[] addresses, Dictionary<int, ApplicationTerms> applications, int count)
    {
        (_keys, _domains, _lists, _addresses, _applications, Count) = (keys, domains, lists, addresses, applications, count);
        _tenants = [.. tenants.Select(tenant => new Tenant(tenant.Id, tenant.Name, tenant.Language))];
        _allowsTags = [.. tenants.Select(tenant => tenant.AllowsTags)];
        _isSuspended = [.. tenants.Select(tenant => tenant.IsSuspended)];
        _anySuspended = _isSuspended.Contains(true);
        _reversePaths = [.. applications.Values.SelectMany(terms => terms.ReversePaths).Distinct().Select(Encoding.UTF8.GetBytes)];
        _relaying = [.. applications.Where(entry => entry.Value.MayRelayFrom.Count > 0).Select(entry => new RelayingApplication(entry.Key, entry.Value))];
    }

    public int Count { get; }

    /// <summary>Number of entries: an entry with three aliases is one.</summary>
    public int Entries => _addresses.Length;

    public IReadOnlyList<Tenant> Tenants => _tenants;

    public bool TryGetTenant(ReadOnlySpan<byte> domain, out Tenant tenant)
    {
        var found = _domains.Find(domain);
        tenant = found == 0 ? default : _tenants[_domains.At(found).Tenant];
        return found != 0;
    }

    public bool IsSuspended(ReadOnlySpan<byte> domain) => _anySuspended && TryGetTenant(domain, out var tenant) && _isSuspended[tenant.Id];

    public bool TryFind(ReadOnlySpan<byte> key, out DeclaredAddress found)
    {
        var reference = Resolve(key);
        found = reference == 0 ? default : Declared(reference);
        return reference != 0;
    }

    /// <summary>The whole entry behind an address or alias, for rules and commands that need its lists.</summary>
    public bool TryGetEntry(ReadOnlySpan<byte> key, out DirectoryEntry entry)
    {
        var reference = Resolve(key);
        entry = reference == 0 ? default : new DirectoryEntry(this, reference);
        return reference != 0;
    }

    /// <summary>Whether an administrator's redirect leads there, declared or not.</summary>
    public bool IsRedirectTarget(ReadOnlySpan<byte> key)
    {
        var reference = _keys.Find(key);
        return reference != 0 && _keys.At(reference).Has(AddressFlags.RedirectTarget);
    }

    /// <summary>Applications are few, and only the reverse-paths that are not declared are asked for: every pattern is tried.</summary>
    public bool IsApplicationReversePath(ReadOnlySpan<byte> key)
    {
        foreach (var pattern in _reversePaths)
        {
            if (AddressPattern.Matches(pattern, key)) return true;
        }
        return false;
    }

    public bool MayRelay(ReadOnlySpan<byte> reversePath, ReadOnlySpan<byte> originator)
    {
        foreach (var application in _relaying)
        {
            if (!application.Relays(originator)) continue;
            if (application.SendsBy(reversePath) || (TryGetEntry(reversePath, out var entry) && entry.Ordinal == application.Entry)) return true;
        }
        return false;
    }

    /// <summary>Asked for mail that looks forwarded only. Without recursion, and each group once: groups may hold each other.</summary>
    public bool IsMember(ReadOnlySpan<byte> group, ReadOnlySpan<byte> key)
    {
        var member = _keys.Find(key);
        if (member == 0 || !TryGetEntry(group, out var start)) return false;

        var seen = new HashSet<int> { start.Ordinal };
        var rest = new Stack<int>(seen);
        while (rest.TryPop(out var entry))
        {
            foreach (var reference in _lists.Of(entry, ListRole.Members))
            {
                if (reference == member || IsSameEntry(reference, member)) return true;
                if (_keys.At(reference) is { Kind: EntryKind.Group, Entry: var inner } record && record.Has(AddressFlags.Declared) && seen.Add(inner)) rest.Push(inner);
            }
        }
        return false;
    }

    /// <summary>What follows the last "@"; empty without one. An unquoted local-part may hold others.</summary>
    internal static ReadOnlySpan<byte> DomainOf(ReadOnlySpan<byte> key)
    {
        var at = key.LastIndexOf((byte)'@');
        return at < 0 ? default : key[(at + 1)..];
    }

    internal DeclaredAddress Declared(uint reference)
    {
        ref readonly var record = ref _keys.At(reference);
        return new(record.Kind, record.Tenant, record.Plan, record.Language, record.Has(AddressFlags.HasExternalMembers));
    }

    internal int OrdinalOf(uint reference) => _keys.At(reference).Entry;

    internal ReadOnlySpan<byte> KeyAt(uint reference) => _keys.KeyAt(reference);

    internal uint AddressOf(int entry) => _addresses[entry];

    internal AddressList ListOf(int entry, ListRole role) => new(_keys, _lists.Of(entry, role));

    internal ApplicationTerms? ApplicationOf(int entry) => _applications.GetValueOrDefault(entry);

    /// <summary>An address and its alias.</summary>
    private bool IsSameEntry(uint first, uint second)
    {
        ref readonly var one = ref _keys.At(first);
        ref readonly var other = ref _keys.At(second);
        return one.Has(AddressFlags.Declared) && other.Has(AddressFlags.Declared) && one.Entry == other.Entry;
    }

    private uint Resolve(ReadOnlySpan<byte> key)
    {
        var reference = _keys.Find(key);
        if (reference == 0 || !_keys.At(reference).Has(AddressFlags.Declared)) reference = FindWithoutTag(key);
        return reference;
    }

    /// <summary>user+tag@domain as user@domain, where the tenant of the domain allows it. A declared user+tag was found before.</summary>
    private uint FindWithoutTag(ReadOnlySpan<byte> key)
    {
        Span<byte> room = stackalloc byte[KeyTable.MaxKeyOctets];
        var untagged = AddressTag.Strip(key, room);
        if (untagged.IsEmpty) return 0;
        var domain = _domains.Find(DomainOf(key));
        if (domain == 0 || !_allowsTags[_domains.At(domain).Tenant]) return 0;
        var reference = _keys.Find(untagged);
        return reference != 0 && _keys.At(reference).Has(AddressFlags.Declared) ? reference : 0;
    }
}
