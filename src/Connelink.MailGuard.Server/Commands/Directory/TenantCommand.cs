using System.CommandLine;
using System.Globalization;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.AddressDirectory.Store;
using Spectre.Console;

namespace Connelink.MailGuard.Server.Commands.Directory;

/// <summary>`directory tenant …`: the customers.</summary>
internal static class TenantCommand
{
    public static Command Create(StoreArguments store) => new("tenant", "The customers that own domains and entries")
    {
        CreateTenant(store), SetTenant(store), List(store), Suspend(store, "suspend", "Turn a tenant's mail away for now (450)", isSuspended: true),
        Suspend(store, "resume", "Take a suspended tenant's mail again", isSuspended: false), TenantEraseCommand.Create(store),
    };

    private static Command CreateTenant(StoreArguments store)
    {
        var name = new Argument<string>("NAME") { Description = "The new tenant's name" };
        var domains = DomainArgument.Many("--domain", "Its domains");
        var (language, tags) = (LanguageOption(), TagsOption());
        var command = new Command("create", "Make a tenant") { name, domains, language, tags };
        return store.Changing(command, (parsed, directory, reason) =>
        {
            using var change = directory.Begin(reason($"tenant create {parsed.GetValue(name)}"));
            var spoken = parsed.GetValue(language) is { } word ? EntryFields.LanguageOf(word) : Policy.Language.English;
            change.Put(new StoredTenant(0, parsed.GetValue(name)!, spoken, parsed.GetValue(tags) ?? false, false, parsed.GetValue(domains)!));
            return ChangeReport.Commit(change);
        });
    }

    private static Command SetTenant(StoreArguments store)
    {
        var tenant = TenantArgument.Argument("Its name now");
        var name = new Option<string?>("--name") { Description = "Its new name", HelpName = "NAME" };
        var (language, tags) = (LanguageOption(), TagsOption());
        var command = new Command("set", "Change a tenant's name, language or tags") { tenant, name, language, tags };
        return store.Changing(command, (parsed, directory, reason) =>
        {
            using var change = directory.Begin(reason($"tenant set {parsed.GetValue(tenant)}"));
            var found = TenantArgument.Find(change.Tenants(), parsed.GetValue(tenant)!);
            change.Put(found with
            {
                Name = parsed.GetValue(name) ?? found.Name,
                Language = parsed.GetValue(language) is { } word ? EntryFields.LanguageOf(word) : found.Language,
                AllowsTags = parsed.GetValue(tags) ?? found.AllowsTags,
            });
            return ChangeReport.Commit(change);
        });
    }

    private static Command Suspend(StoreArguments store, string word, string description, bool isSuspended)
    {
        var tenant = TenantArgument.Argument("Its name");
        var command = new Command(word, description) { tenant };
        return store.Changing(command, (parsed, directory, reason) =>
        {
            using var change = directory.Begin(reason($"tenant {word} {parsed.GetValue(tenant)}"));
            change.Put(TenantArgument.Find(change.Tenants(), parsed.GetValue(tenant)!) with { IsSuspended = isSuspended });
            return ChangeReport.Commit(change);
        });
    }

    private static Command List(StoreArguments store)
    {
        var json = new Option<bool>("--json") { Description = "As JSON" };
        return store.Reading(new Command("list", "Show the tenants") { json }, (parsed, directory) =>
        {
            var tenants = directory.Tenants();
            var entries = directory.EntryCounts();
            if (parsed.GetValue(json)) Console.WriteLine(TenantJson.Of(tenants, entries));
            else AnsiConsole.Write(TableOf(tenants, entries));
            return ExitCodes.Done;
        });
    }

    private static Table TableOf(IReadOnlyList<StoredTenant> tenants, IReadOnlyDictionary<long, long> entries)
    {
        var table = new Table().RoundedBorder().AddColumns("Tenant", "Domains", "Language", "Tags", "Entries", "State");
        table.Columns[4].RightAligned();
        foreach (var tenant in tenants)
        {
            table.AddRow(
                Markup.Escape(tenant.Name), Markup.Escape(string.Join('\n', tenant.Domains)), DirectoryWords.Languages[(int)tenant.Language], tenant.AllowsTags ? "yes" : "no",
                entries.GetValueOrDefault(tenant.Id).ToString(CultureInfo.InvariantCulture), tenant.IsSuspended ? "[yellow]suspended[/]" : "active");
        }
        return table;
    }

    private static Option<string?> LanguageOption()
    {
        var option = new Option<string?>("--language") { Description = "Of replies to its people" };
        option.TakeOneOf([.. DirectoryWords.Languages]);
        return option;
    }

    private static Option<bool?> TagsOption() => new("--tags") { Description = "Whether user+tag is user" };
}
