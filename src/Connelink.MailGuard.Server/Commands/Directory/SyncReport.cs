using System.Text.Json;
using Connelink.MailGuard.AddressDirectory.Store;
using Connelink.MailGuard.AddressDirectory.Synchronisation;
using Spectre.Console;

namespace Connelink.MailGuard.Server.Commands.Directory;

/// <summary>Shows what a synchronisation did, or would do: differences in colours, findings, and a summary.</summary>
/// <param name="limit">Differences and findings of one kind that are shown; the rest is counted.</param>
internal sealed class SyncReport(bool isJson, int limit)
{
    /// <returns>The exit code.</returns>
    public int Print(StoredTenant tenant, StoredSource source, SyncOutcome outcome, bool isRehearsal)
    {
        if (isJson) Console.WriteLine(JsonOf(tenant, source, outcome));
        else PrintText(tenant, source, outcome, isRehearsal);
        return outcome.Problem is null ? ExitCodes.Done : ExitCodes.Refused;
    }

    private void PrintText(StoredTenant tenant, StoredSource source, SyncOutcome outcome, bool isRehearsal)
    {
        foreach (var difference in outcome.Differences.Take(limit)) Write(ItemText.Of(difference), DifferenceList.ColourOf(difference));
        if (outcome.Differences.Count > limit) Console.WriteLine($"and {outcome.Differences.Count - limit} more (--limit N shows more, --json all)");
        foreach (var kind in outcome.Findings.GroupBy(finding => finding.Kind).OrderBy(group => group.Key)) Print(kind.Key, [.. kind]);
        var would = isRehearsal ? "would be " : "";
        if (outcome.Differences.Count > 0 || outcome.Problem is null)
        {
            Console.WriteLine($"{source.Name} of {tenant.Name}: {outcome.Added} {would}added, {outcome.Changed} changed, {outcome.Removed} removed, {outcome.Same} the same; {outcome.Findings.Count} findings; read {outcome.Way}");
        }
        if (outcome.Problem is not null) Console.Error.WriteLine($"{source.Name} of {tenant.Name} {(isRehearsal ? "would not be" : "is not")} synchronised: {outcome.Problem}. {SyncAge.Text(outcome.Age)}");
        else if (outcome.Change > 0) Console.WriteLine($"Change {outcome.Change} is made. To undo it: mailguard directory revert {outcome.Change}");
    }

    private void Print(FindingKind kind, IReadOnlyList<SyncFinding> findings)
    {
        Write($"{FindingWords.Of(kind)}: {findings.Count}", "bold");
        foreach (var finding in findings.Take(limit)) Console.WriteLine($"  {FindingWords.Line(finding)}");
        if (findings.Count > limit) Console.WriteLine($"  and {findings.Count - limit} more");
    }

    /// <summary>Where another program reads: no colours, and no lines that are broken to fit.</summary>
    private static void Write(string text, string style)
    {
        if (Console.IsOutputRedirected) Console.WriteLine(text);
        else AnsiConsole.Write(new Text(text + "\n", Style.Parse(style)));
    }

    private static string JsonOf(StoredTenant tenant, StoredSource source, SyncOutcome outcome) => JsonSerializer.Serialize(new
    {
        tenant = tenant.Name,
        source = source.Name,
        problem = outcome.Problem,
        change = outcome.Change,
        added = outcome.Added,
        changed = outcome.Changed,
        removed = outcome.Removed,
        same = outcome.Same,
        differences = outcome.Differences.Select(difference => new { before = Raw(difference.Before), after = Raw(difference.After) }),
        findings = outcome.Findings.Select(finding => new { kind = FindingWords.Of(finding.Kind), entry = finding.Entry, address = finding.Address, text = finding.Text }),
    }, JsonLine.Options);

    private static JsonElement? Raw(string? text) => text is null ? null : JsonSerializer.Deserialize<JsonElement>(text);
}
