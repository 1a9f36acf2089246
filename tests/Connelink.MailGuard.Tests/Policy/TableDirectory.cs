using System.Text;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Tests.Policy;

/// <summary>A directory of a few lines, for tables of rules. Keys are those that the parser makes.</summary>
public sealed class TableDirectory : IDirectorySnapshot
{
    private readonly OctetArena _arena = new();
    private readonly Dictionary<string, Tenant> _domains = [];
    private readonly Dictionary<string, DeclaredAddress> _addresses = [];
    private readonly HashSet<string> _targets = [];
    private readonly HashSet<int> _suspended = [];
    private readonly List<byte[]> _patterns = [];
    private readonly List<(string Application, byte[] Originators)> _relayed = [];
    private readonly HashSet<(string Group, string Member)> _members = [];
    private Tenant? _tenant;

    public int Count => _addresses.Count;

    public void AddTenant(string name, Language language, params IEnumerable<string> domains)
    {
        var tenant = new Tenant(_domains.Count + 1, name, language);
        foreach (var domain in domains) _domains[domain] = tenant;
        _tenant = tenant;
    }

    /// <summary>Declares for the tenant named last; without one, the domain of the address becomes a tenant.</summary>
    public void Declare(string address, EntryKind kind = EntryKind.Person, bool hasExternalMembers = false, Language? language = null, Plan plan = Plan.None)
    {
        var mailbox = Read(address);
        if (_tenant is null) AddTenant("tenant", Language.English, Encoding.UTF8.GetString(mailbox.Domain));
        _addresses[Key(mailbox)] = new(kind, _tenant!.Value.Id, plan, language ?? _tenant.Value.Language, hasExternalMembers);
    }

    public bool IsEssential(string address) => _addresses.TryGetValue(Key(Read(address)), out var found) && found.Plan == Plan.Essential;

    public void Alias(string alias, string address) => _addresses[Key(Read(alias))] = _addresses[Key(Read(address))];

    public void AddTarget(string address) => _targets.Add(Key(Read(address)));

    /// <summary>A member of a group; groups in groups are written out.</summary>
    public void AddMember(string group, string member) => _members.Add((Key(Read(group)), Key(Read(member))));

    /// <summary>What an application may relay from.</summary>
    public void AddRelayed(string application, string pattern) => _relayed.Add((Key(Read(application)), Encoding.UTF8.GetBytes(pattern)));

    public void AddPattern(string pattern) => _patterns.Add(Encoding.UTF8.GetBytes(pattern));

    public bool TryGetTenant(ReadOnlySpan<byte> domain, out Tenant tenant) => _domains.TryGetValue(Encoding.UTF8.GetString(domain), out tenant);

    /// <summary>The tenant of a domain.</summary>
    public void Suspend(string domain) => _suspended.Add(_domains[domain].Id);

    public bool IsSuspended(ReadOnlySpan<byte> domain) => TryGetTenant(domain, out var tenant) && _suspended.Contains(tenant.Id);

    public bool TryFind(ReadOnlySpan<byte> key, out DeclaredAddress found) => _addresses.TryGetValue(Encoding.UTF8.GetString(key), out found);

    public bool IsRedirectTarget(ReadOnlySpan<byte> key) => _targets.Contains(Encoding.UTF8.GetString(key));

    public bool IsApplicationReversePath(ReadOnlySpan<byte> key)
    {
        foreach (var pattern in _patterns)
        {
            if (AddressPattern.Matches(pattern, key)) return true;
        }
        return false;
    }

    public bool MayRelay(ReadOnlySpan<byte> reversePath, ReadOnlySpan<byte> originator)
    {
        foreach (var (application, originators) in _relayed)
        {
            var isIts = Encoding.UTF8.GetString(reversePath) == application || AddressPattern.Matches(originators, reversePath);
            if (isIts && AddressPattern.Matches(originators, originator)) return true;
        }
        return false;
    }

    public bool IsMember(ReadOnlySpan<byte> group, ReadOnlySpan<byte> key) => _members.Contains((Encoding.UTF8.GetString(group), Encoding.UTF8.GetString(key)));

    private Mailbox Read(string address) =>
        PathParser.TryParseMailbox(Encoding.UTF8.GetBytes(address), _arena, out var mailbox) ? mailbox : throw new FormatException(address);

    private static string Key(Mailbox mailbox) => Encoding.UTF8.GetString(mailbox.Key.Span);
}
