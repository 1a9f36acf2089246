using System.Data.Common;
using System.Text;
using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.AddressDirectory.Store;

/// <summary>Checks single entries against the rest of the directory by look-ups, with the outcome of the whole check of <see cref="SnapshotBuilder"/>.</summary>
internal sealed class EntryCheck(StoreDatabase database, DbConnection connection, DirectoryMistakes mistakes)
{
    private readonly IReadOnlyList<StoredTenant> _tenants = TenantRows.All(connection);
    private readonly EntryRows _rows = new(database, connection);

    public void Run(long tenant, long id)
    {
        if (_rows.Find(tenant, id) is not { } entry) return;
        var names = new HashSet<string>();
        foreach (var (role, property) in new[] { (AddressRole.Address, ".address"), (AddressRole.Alias, ".aliases") })
        {
            var keys = entry.ListOf(role);
            for (var i = 0; i < keys.Count; i++)
            {
                if (!names.Add(Encoding.UTF8.GetString(keys[i]))) Tell(entry, ".aliases", Refusals.Twice(keys[i]));
                else if (Holder(tenant, entry, keys[i]) is { } holder) Tell(entry, property, Refusals.Taken(keys[i], holder.IsAlias, holder.Entry));
                else if (Misplaced(tenant, entry, keys[i]) is { } misplaced) Tell(entry, property, misplaced);
            }
        }
    }

    /// <summary>A new loop goes through an entry that was touched, so that walks from these find it.</summary>
    public void FindLoops(IEnumerable<(long Tenant, long Id)> entries)
    {
        var walk = new RedirectWalk(database, connection);
        foreach (var (tenant, id) in entries)
        {
            if (_rows.Find(tenant, id) is not { Kind: EntryKind.Redirect } redirect) continue;
            if (walk.LoopFrom(redirect) is { } loop) Tell(redirect, ".targets", Refusals.Loop(loop));
        }
    }

    /// <summary>Of a redirect that was touched, a target; of what was touched, a name that is gone and that a redirect leads to.</summary>
    public void FindNowhere(IEnumerable<(long Tenant, long Id)> entries, IEnumerable<(long Tenant, string Name)> gone)
    {
        var redirects = new HashSet<(long Tenant, long Id)>(entries);
        foreach (var (tenant, name) in gone) redirects.UnionWith(LeadingTo(tenant, name).Select(id => (tenant, id)));
        foreach (var (tenant, id) in redirects)
        {
            if (_rows.Find(tenant, id) is not { Kind: EntryKind.Redirect } redirect) continue;
            for (var i = 0; i < redirect.Targets.Count; i++)
            {
                if (IsNowhere(tenant, redirect.Targets[i])) Tell(redirect, ".targets", Refusals.Nowhere(redirect.Targets[i]));
            }
        }
    }

    /// <summary>The tenant's redirects to a name, with a tag or without: between "user+" and "user,", the octet that follows.</summary>
    private List<long> LeadingTo(long tenant, string name)
    {
        var local = name[..Math.Max(0, name.LastIndexOf('@'))];
        return connection.Query(
            row => row.GetInt64(0),
            "SELECT DISTINCT entry FROM address WHERE tenant = @tenant AND role = @target AND (key = @key OR (key > @from AND key < @to))",
            ("@tenant", tenant), ("@target", (short)AddressRole.Target), ("@key", name), ("@from", $"{local}+"), ("@to", $"{local},"));
    }

    /// <summary>As <see cref="RedirectTargets"/> has it.</summary>
    private bool IsNowhere(long tenant, ReadOnlySpan<byte> key)
    {
        var own = _tenants.First(candidate => candidate.Id == tenant);
        if (!own.Domains.Contains(Encoding.UTF8.GetString(DirectorySnapshot.DomainOf(key))) || IsDeclared(tenant, key)) return false;
        if (!own.AllowsTags) return true;
        Span<byte> room = stackalloc byte[KeyTable.MaxKeyOctets];
        var untagged = AddressTag.Strip(key, room);
        return untagged.IsEmpty || !IsDeclared(tenant, untagged);
    }

    private bool IsDeclared(long tenant, ReadOnlySpan<byte> key) => connection.Scalar(
        "SELECT 1 FROM address WHERE key = @key AND role <= @alias AND tenant = @tenant",
        ("@key", Encoding.UTF8.GetString(key)), ("@alias", (short)AddressRole.Alias), ("@tenant", tenant)) is not null;

    /// <summary>The other entry that has this name, where two may not have it.</summary>
    private (bool IsAlias, string Entry)? Holder(long tenant, EntryDraft entry, ReadOnlySpan<byte> key)
    {
        var others = connection.Query(
            row => (Tenant: row.GetInt64(0), Id: row.GetInt64(1), IsAlias: row.GetInt16(2) == (short)AddressRole.Alias, IsExternal: row.GetInt16(3) != 0),
            "SELECT tenant, entry, role, external FROM address WHERE key = @key AND role <= @alias AND (tenant <> @tenant OR entry <> @id)",
            ("@key", Encoding.UTF8.GetString(key)), ("@alias", (short)AddressRole.Alias), ("@tenant", tenant), ("@id", entry.Id));
        foreach (var other in others)
        {
            if (other.Tenant != tenant && (other.IsExternal || entry.Kind == EntryKind.External)) continue;
            return (other.IsAlias, EntryPlace.Of(_rows.Find(other.Tenant, other.Id)!));
        }
        return null;
    }

    private string? Misplaced(long tenant, EntryDraft entry, ReadOnlySpan<byte> key)
    {
        var domain = Encoding.UTF8.GetString(DirectorySnapshot.DomainOf(key));
        var owner = _tenants.FirstOrDefault(candidate => candidate.Domains.Contains(domain));
        if (entry.Kind == EntryKind.External ? owner?.Id != tenant : owner?.Id == tenant) return null;
        var own = _tenants.First(candidate => candidate.Id == tenant);
        return Refusals.Misplaced(key, entry.Kind!.Value, Refusals.Titled(own.Name), owner is null ? null : Refusals.Titled(owner.Name));
    }

    private void Tell(EntryDraft entry, string property, string text) => mistakes.Add(new(entry.Line, 0, EntryPlace.Of(entry, property), text));
}
