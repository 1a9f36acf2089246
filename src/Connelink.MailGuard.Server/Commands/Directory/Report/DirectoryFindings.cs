using System.Text;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.AddressDirectory.Formats;
using Connelink.MailGuard.AddressDirectory.Store;
using Connelink.MailGuard.AddressDirectory.Synchronisation;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Server.Commands.Directory.Usage;

namespace Connelink.MailGuard.Server.Commands.Directory.Report;

/// <summary>What is to be looked at before the gateway refuses by this directory.</summary>
internal sealed class DirectoryFindings : IDirectoryWriter
{
    private readonly DirectorySnapshot _snapshot;
    private readonly UsageLog? _log;
    private readonly List<TenantCount> _counts = [];
    private readonly List<ReportFinding> _multiPurpose = [];
    private readonly List<ReportFinding> _external = [];
    private readonly List<ReportFinding> _outside = [];
    private readonly List<ReportFinding> _unused = [];
    private readonly List<ReportFinding> _withoutPlan = [];

    private DirectoryFindings(DirectorySnapshot snapshot, UsageLog? log) => (_snapshot, _log) = (snapshot, log);

    public IReadOnlyList<TenantCount> Counts => _counts;

    public UsageLog? Log => _log;

    public IReadOnlyList<FindingGroup> Groups { get; private set; } = [];

    /// <param name="log">Null when none was given: what follows from use is left out.</param>
    public static DirectoryFindings Of(DirectoryStore store, DirectorySnapshot snapshot, UsageLog? log, string? tenant)
    {
        var findings = new DirectoryFindings(snapshot, log);
        store.Export(findings, tenant);
        findings.Groups = [.. findings.Collect(store, tenant)];
        return findings;
    }

    public void OpenTenant(TenantDraft tenant, IReadOnlyList<string> domains) => _counts.Add(new(tenant.Name));

    public void Add(EntryDraft draft)
    {
        _counts[^1].Add(draft);
        var address = Text(draft.Address[0]);
        if (draft.IsMultiPurpose) Add(_multiPurpose, address, $"of source {draft.Source}");
        if (draft.Kind == EntryKind.Group && ExternalPath.Of(_snapshot, draft.Address[0]) is { Count: > 0 } path) Add(_external, address, string.Concat(path.Skip(1).Select(step => $"-> {Text(step)} ")).TrimEnd());
        if (draft is { Kind: EntryKind.Person, Plan: Plan.None }) Add(_withoutPlan, address, "");
        for (var i = 0; i < draft.Targets.Count; i++)
        {
            if (!_snapshot.TryGetTenant(DirectorySnapshot.DomainOf(draft.Targets[i]), out _)) Add(_outside, address, $"-> {Text(draft.Targets[i])}");
        }
        if (_log is not null && draft.Kind != EntryKind.External && !IsUsed(draft)) Add(_unused, address, DirectoryWords.Kinds[(int)draft.Kind!]);
    }

    public void Complete()
    {
    }

    private IEnumerable<FindingGroup> Collect(DirectoryStore store, string? tenant)
    {
        if (_log is not null)
        {
            var suggestions = Suggestion.Of(_snapshot, _log, store.Refused()).Where(suggestion => tenant is null || suggestion.Tenant.Equals(tenant, StringComparison.OrdinalIgnoreCase));
            yield return new("undeclared-use", "Undeclared addresses in use", "Mail from them and to them is refused once the rules enforce. Declare them, or refuse them for good: mailguard directory suggest.",
                [.. suggestions.Select(s => new ReportFinding(s.Tenant, s.Address, $"sent {s.Use.Sent}, received {s.Use.Received}, refused {s.Use.Refused}"))]);
        }
        yield return new("forwards", "Forwards to other persons", "Domino forwards their mail outside, which the contract forbids. Take the forwarding address out of the Person document, or declare a redirect.", Forwards(store, tenant));
        yield return new("redirects-outside", "Redirects that lead outside", "An administrator declared them, and that allows them. Check that each is still wanted.", _outside);
        yield return new("groups-with-externals", "Groups with members outside", "They are internal-only: nobody outside their tenant can write to them.", _external);
        yield return new("multi-purpose-groups", "Multi-purpose groups", "The contract allows mail groups only. Change the group type in Domino to Mail only.", _multiPurpose);
        yield return new("shared-names", "Names that two entries share", "Nobody gets mail by such a name. Give one of them an address of its own.", SharedNames(store, tenant));
        yield return new("persons-without-plan", "Persons without a plan", "No plan is billed for them, and no rule of a plan applies.", _withoutPlan);
        if (_log is not null) yield return new("unused", "Addresses that nobody uses", "They do not stand in the log. Remove them, if its time is long enough to tell.", _unused);
    }

    /// <summary>What synchronisations have found: see `directory forwards`.</summary>
    private static List<ReportFinding> Forwards(DirectoryStore store, string? tenant)
    {
        var found = new List<ReportFinding>();
        var names = store.Tenants().ToDictionary(known => known.Id, known => known.Name);
        foreach (var source in store.Sources().Where(source => tenant is null || names[source.Tenant].Equals(tenant, StringComparison.OrdinalIgnoreCase)))
        {
            var forwards = SyncStatus.Parse(source.Status).Findings.Where(finding => finding.Kind == FindingKind.Forward);
            found.AddRange(forwards.Select(forward => new ReportFinding(names[source.Tenant], forward.Entry, $"-> {forward.Address}")));
        }
        return found;
    }

    private static List<ReportFinding> SharedNames(DirectoryStore store, string? tenant)
    {
        var id = tenant is null ? (long?)null : TenantArgument.Find(store.Tenants(), tenant).Id;
        return [.. store.SharedNames(id).Select(name => new ReportFinding(tenant ?? "", name.Name, string.Join(", ", name.Entries)))];
    }

    /// <summary>By its address, an alias or a weak name.</summary>
    private bool IsUsed(EntryDraft draft)
    {
        foreach (var names in (KeyList[])[draft.Address, draft.Aliases, draft.WeakNames])
        {
            for (var i = 0; i < names.Count; i++)
            {
                if (_log!.Uses.ContainsKey(Encoding.UTF8.GetString(names[i]))) return true;
            }
        }
        return false;
    }

    private void Add(List<ReportFinding> findings, string address, string text) => findings.Add(new(_counts[^1].Tenant, address, text));

    private static string Text(ReadOnlySpan<byte> key) => Encoding.UTF8.GetString(AddressText.Of(key));
}

/// <summary>One address that is to be looked at.</summary>
internal sealed record ReportFinding(string Tenant, string Address, string Text);

/// <summary>Findings of one kind.</summary>
/// <param name="Name">For programs.</param>
/// <param name="Mend">What they mean, and what is to be done.</param>
internal sealed record FindingGroup(string Name, string Title, string Mend, IReadOnlyList<ReportFinding> Findings);
