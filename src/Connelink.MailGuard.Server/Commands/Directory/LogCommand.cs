using System.CommandLine;
using System.Globalization;
using System.Text;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.AddressDirectory.Store;
using Spectre.Console;

namespace Connelink.MailGuard.Server.Commands.Directory;

/// <summary>`directory log`: who changed what, when and why.</summary>
internal static class LogCommand
{
    /// <summary>Things of one change that a table shows; --json has them all.</summary>
    private const int ShownItems = 10;

    private static readonly Option<string?> Address = new("--address") { Description = "Changes of the entry that has or had this address", HelpName = "ADDRESS" };
    private static readonly Option<string?> Tenant = TenantArgument.Option("Changes of this tenant");
    private static readonly Option<string?> Who = new("--who") { Description = "Changes by this person", HelpName = "NAME" };
    private static readonly Option<DateTimeOffset?> Since = new("--since") { Description = "From this time on, like 2026-05-01 or 2026-05-01T12:00Z", HelpName = "TIME" };
    private static readonly Option<DateTimeOffset?> Until = new("--until") { Description = "Before this time", HelpName = "TIME" };
    private static readonly Option<long?> Number = new("--change") { Description = "One change with all that it did", HelpName = "N" };
    private static readonly Option<int> Limit = new("--limit") { Description = "At most so many changes", HelpName = "N", DefaultValueFactory = _ => 20 };
    private static readonly Option<bool> Json = new("--json") { Description = "One line of JSON for each change, with before and after" };

    public static Command Create(StoreArguments store)
    {
        var command = new Command("log", "Show who changed what, when and why; the last change first") { Address, Tenant, Who, Since, Until, Number, Limit, Json };
        return store.Reading(command, (parsed, directory) => Run(parsed, directory, CommandOutput.OfConsole()));
    }

    private static int Run(ParseResult parsed, DirectoryStore store, CommandOutput output)
    {
        var changes = store.Log(FilterOf(parsed, store));
        if (parsed.GetValue(Json))
        {
            foreach (var change in changes) ChangeJson.Write(output.Lines, change, store.Items(change.Number, int.MaxValue));
            return ExitCodes.Done;
        }
        if (changes.Count == 0) output.Text.WriteLine("No such change.");
        else output.Table.Write(TableOf(changes, store, parsed.GetValue(Number) is null ? ShownItems : int.MaxValue));
        return ExitCodes.Done;
    }

    private static ChangeFilter FilterOf(ParseResult parsed, DirectoryStore store) => new()
    {
        Address = parsed.GetValue(Address) is { } address ? AddressArgument.KeyOf(address) ?? address : null,
        Tenant = parsed.GetValue(Tenant) is { } tenant ? TenantArgument.Find(store.Tenants(), tenant).Id : null,
        Who = parsed.GetValue(Who),
        Since = parsed.GetValue(Since),
        Until = parsed.GetValue(Until),
        Number = parsed.GetValue(Number),
        Limit = parsed.GetValue(Limit),
    };

    private static Table TableOf(IReadOnlyList<ChangeRecord> changes, DirectoryStore store, int shown)
    {
        var table = new Table().RoundedBorder().AddColumns("N", "When (UTC)", "Who", "What", "Why");
        table.Columns[0].RightAligned();
        foreach (var change in changes)
        {
            var what = new StringBuilder(Markup.Escape(change.Action));
            foreach (var item in store.Items(change.Number, shown)) what.Append('\n').Append(DifferenceText.Markup(item));
            if (change.Items > shown) what.Append(CultureInfo.InvariantCulture, $"\nand {change.Items - shown} more: --change {change.Number}");
            table.AddRow(
                change.Number.ToString(CultureInfo.InvariantCulture), change.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
                Markup.Escape(change.Who), what.ToString(), Markup.Escape(change.Reason ?? ""));
        }
        return table;
    }
}
