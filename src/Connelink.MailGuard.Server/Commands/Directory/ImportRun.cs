using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.AddressDirectory.Formats;
using Connelink.MailGuard.AddressDirectory.Store;
using Connelink.MailGuard.Server.Check;
using Spectre.Console;

namespace Connelink.MailGuard.Server.Commands.Directory;

/// <summary>One import: read, compared, checked, and made a change or only shown.</summary>
internal sealed class ImportRun(DirectoryStore store, ImportOptions options, CommandOutput output)
{
    private readonly DirectoryMistakes _remarks = new();

    /// <returns>The exit code.</returns>
    public int Run(Stream file, ChangeReason reason)
    {
        var differences = new DifferenceList(output.Table, options.Limit);
        using var change = store.Begin(reason);
        var before = change.Unjudged();
        var import = new DirectoryImport(change, options.Keep, options.Tenant, options.DryRun ? differences.Add : null, options.DryRun ? differences.Add : null);
        Read(file, change, import);
        var after = import.Check();
        if (after is null || change.Mistakes.Count > 0) return Refuse(change.Mistakes, import);

        Tell(_remarks, import);
        differences.End();
        foreach (var flip in GroupFlip.Between(before, after)) Tell(flip);
        Summarise(import.Counts);
        if (!options.DryRun) return ChangeReport.Commit(change, output.Text);
        output.Text.WriteLine("Nothing was changed: this was a dry run.");
        return ExitCodes.Done;
    }

    private void Read(Stream file, StoreChange change, DirectoryImport import)
    {
        var tenants = change.Tenants();
        var tenant = options.Tenant ?? (tenants.Count == 1 ? tenants[0].Name : null);
        using (new ImportProgress(output, () => import.Read))
        {
            var domains = tenants.FirstOrDefault(known => known.Name.Equals(tenant, StringComparison.OrdinalIgnoreCase))?.Domains ?? [];
            new DirectoryReading(import, change.Mistakes, _remarks, tenant) { IsWhole = !options.Keep, Domains = domains }.Read(options.Name, file, options.Format);
            import.Complete();
        }
    }

    private int Refuse(DirectoryMistakes mistakes, DirectoryImport import)
    {
        Tell(mistakes, import);
        if (options.Tenant is { } name && !store.Tenants().Any(tenant => tenant.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
        {
            output.Errors.WriteLine($"There is no tenant \"{name}\", so that it would be a new one. If it is meant: mailguard directory tenant create {name} --domain DOMAIN");
        }
        output.Errors.WriteLine($"{options.Name}: {CheckWords.Count(mistakes.Count, "mistake")}; nothing was changed.");
        return ExitCodes.CannotStart;
    }

    private void Tell(DirectoryMistakes mistakes, DirectoryImport import)
    {
        foreach (var mistake in mistakes.First.Select(import.Placed).OrderBy(mistake => mistake.Line).ThenBy(mistake => mistake.Column)) output.Errors.WriteLine(mistake);
        if (mistakes.Count > mistakes.First.Count) output.Errors.WriteLine($"and {CheckWords.Count(mistakes.Count - mistakes.First.Count)} more");
    }

    private void Tell(GroupFlip flip)
    {
        var group = Markup.Escape(flip.Group);
        if (flip.IsInternalOnly) output.Table.MarkupLine($"[yellow]{group} is internal-only:[/] {Markup.Escape(string.Join(" -> ", flip.Path))} is outside");
        else output.Table.MarkupLine($"[green]{group} is open to everybody again:[/] no member is outside any more");
    }

    private void Summarise(ImportCounts counts)
    {
        var verb = options.DryRun ? "would be " : "";
        output.Text.WriteLine($"{CheckWords.Count(counts.Added)} {verb}added, {CheckWords.Count(counts.Changed)} {verb}changed, {CheckWords.Count(counts.Removed)} {verb}removed, {CheckWords.Count(counts.Same)} the same.");
    }
}
