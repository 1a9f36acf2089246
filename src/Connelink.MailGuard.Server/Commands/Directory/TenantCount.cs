using System.Text.Json;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Server.Check;
using Spectre.Console;

namespace Connelink.MailGuard.Server.Commands.Directory;

/// <summary>How many entries of each kind a tenant has, and how many persons of each plan.</summary>
internal sealed record TenantCount(string Tenant)
{
    private readonly long[] _kinds = new long[DirectoryWords.Kinds.Length];
    private readonly long[] _plans = new long[DirectoryWords.Plans.Length + 1];

    public long All => _kinds.Sum();

    public long Of(EntryKind kind) => _kinds[(int)kind];

    /// <summary>Of <see cref="Plan.None"/>: persons without a plan.</summary>
    public long Of(Plan plan) => _plans[(int)plan];

    /// <summary>By kind, by plan, and those without a plan.</summary>
    public IEnumerable<long> Figures() => [.. _kinds, .. _plans.Skip(1), _plans[0]];

    public void Add(EntryDraft entry)
    {
        _kinds[(int)entry.Kind!]++;
        if (entry.Kind == EntryKind.Person) _plans[(int)entry.Plan]++;
    }
}

/// <summary>In words, of what there is: a column for each kind and plan would not fit a terminal of 80 columns.</summary>
internal static class CountTable
{
    private static readonly string[] Names = [.. DirectoryWords.Kinds, .. DirectoryWords.Plans, "without a plan"];

    public static Table Of(IReadOnlyList<TenantCount> tenants)
    {
        var table = new Table().RoundedBorder().AddColumn("Tenant").AddColumn(new TableColumn("Entries").RightAligned()).AddColumns("Kinds", "Plans of persons");
        foreach (var tenant in tenants)
        {
            var figures = Names.Zip(tenant.Figures()).ToList();
            table.AddRow(Markup.Escape(tenant.Tenant), CheckWords.Count(tenant.All), Words(figures.Take(DirectoryWords.Kinds.Length)), Words(figures.Skip(DirectoryWords.Kinds.Length)));
        }
        return table;
    }

    private static string Words(IEnumerable<(string Name, long Count)> figures) =>
        string.Join(", ", figures.Where(figure => figure.Count > 0).Select(figure => $"{CheckWords.Count(figure.Count)} {figure.Name}"));
}

internal static class CountJson
{
    /// <summary>"counts": [ { "tenant": ..., "entries": ..., "kinds": { ... }, "plans": { ... } } ].</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<TenantCount> tenants)
    {
        json.WriteStartArray("counts"u8);
        foreach (var tenant in tenants)
        {
            json.WriteStartObject();
            json.WriteString("tenant"u8, tenant.Tenant);
            json.WriteNumber("entries"u8, tenant.All);
            json.WriteStartObject("kinds"u8);
            foreach (var kind in Enum.GetValues<EntryKind>()) json.WriteNumber(DirectoryWords.Kinds[(int)kind], tenant.Of(kind));
            json.WriteEndObject();
            json.WriteStartObject("plans"u8);
            foreach (var plan in (Plan[])[Plan.Essential, Plan.Basic, Plan.Complete]) json.WriteNumber(DirectoryWords.Plans[(int)plan - 1], tenant.Of(plan));
            json.WriteNumber("none"u8, tenant.Of(Plan.None));
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
