using System.Text.Json;
using Connelink.MailGuard.AddressDirectory.Store;
using Connelink.MailGuard.AddressDirectory.Synchronisation;
using Spectre.Console;

namespace Connelink.MailGuard.Server.Commands.Directory;

/// <summary>Shows what a synchronisation did, or would do: differences in colours, findings, and a summary.</summary>
/// <param name="limit">Differences and findings of one kind that are shown; the rest is counted.</param>
internal sealed class SyncReport(CommandOutput output, bool isJson, int limit)
{
    /// <returns>The exit code.</returns>
    public int Print(StoredTenant tenant, StoredSource source, SyncOutcome outcome, bool isRehearsal)
    {
        if (isJson) JsonLine.Write(output, ForJson(tenant, source, outcome));
        else PrintText(tenant, source, outcome, isRehearsal);
        return outcome.Problem is null ? ExitCodes.Done : ExitCodes.Refused;
    }

    private void PrintText(StoredTenant tenant, StoredSource source, SyncOutcome outcome, bool isRehearsal)
    {
        var differences = new DifferenceList(output.Table, limit);
        foreach (var difference in outcome.Differences) differences.Add(difference);
        differences.End();
        foreach (var kind in outcome.Findings.GroupBy(finding => finding.Kind).OrderBy(group => group.Key)) Print(kind.Key, [.. kind]);
        var would = isRehearsal ? "would be " : "";
        if (outcome.Differences.Count > 0 || outcome.Problem is null)
        {
            output.Text.WriteLine($"{source.Name} of {tenant.Name}: {outcome.Added} {would}added, {outcome.Changed} changed, {outcome.Removed} removed, {outcome.Same} the same; {outcome.Findings.Count} findings; read {outcome.Way}");
        }
        if (outcome.Problem is not null) output.Errors.WriteLine($"{source.Name} of {tenant.Name} {(isRehearsal ? "would not be" : "is not")} synchronised: {outcome.Problem}. {SyncAge.Text(outcome.Age)}");
        else if (outcome.Change > 0) output.Text.WriteLine($"Change {outcome.Change} is made. To undo it: mailguard directory revert {outcome.Change}");
    }

    private void Print(FindingKind kind, IReadOnlyList<SyncFinding> findings)
    {
        output.Table.MarkupLine($"[bold]{FindingWords.Of(kind)}: {findings.Count}[/]");
        foreach (var finding in findings.Take(limit)) output.Text.WriteLine($"  {FindingWords.Line(finding)}");
        if (findings.Count > limit) output.Text.WriteLine($"  and {findings.Count - limit} more");
    }

    private static object ForJson(StoredTenant tenant, StoredSource source, SyncOutcome outcome) => new
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
    };

    private static JsonElement? Raw(string? text) => text is null ? null : JsonSerializer.Deserialize<JsonElement>(text);
}
