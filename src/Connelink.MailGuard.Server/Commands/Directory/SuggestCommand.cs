using System.CommandLine;
using System.Globalization;
using System.Text;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.AddressDirectory.Store;
using Connelink.MailGuard.Server.Check;
using Connelink.MailGuard.Server.Commands.Directory.Usage;
using Spectre.Console;

namespace Connelink.MailGuard.Server.Commands.Directory;

/// <summary>`directory suggest`: undeclared addresses that mail came from or went to, to be declared or refused.</summary>
internal static class SuggestCommand
{
    private const string Refuse = "refuse";

    private static readonly Option<string?> Tenant = TenantArgument.Option("In domains of this tenant only");
    private static readonly Option<long> Minimum = new("--min") { Description = "Messages, taken or refused, below which an address is left out", HelpName = "N", DefaultValueFactory = _ => 1 };
    private static readonly Option<int> Limit = new("--limit") { Description = "At most so many", HelpName = "N", DefaultValueFactory = _ => 50 };
    private static readonly Option<string?> Declare = new("--declare") { Description = "Declare all that are listed as this kind: person, mailbox or resource", HelpName = "KIND" };
    private static readonly Option<bool> RefuseAll = new("--refuse") { Description = "Remember that none of those listed is to be declared" };
    private static readonly Option<bool> Json = new("--json") { Description = "One line of JSON for each address" };

    public static Command Create(StoreArguments store)
    {
        Declare.TakeOneOf("person", "mailbox", "resource");
        var command = new Command("suggest", "List undeclared addresses that mail came from or went to") { LogArguments.Files, LogArguments.Since, Tenant, Minimum, Limit, Declare, RefuseAll, Json };
        command.Validators.Add(result =>
        {
            if (result.GetValue(LogArguments.Files)!.Length == 0) result.AddError("name the transaction log: --log FILE");
            if (result.GetValue(Declare) is not null && result.GetValue(RefuseAll)) result.AddError($"--declare and --{Refuse} do opposite things; choose one");
        });
        return store.Changing(command, (parsed, directory, reason) => Run(parsed, directory, reason, CommandOutput.OfConsole(EntryList.PipeWidth)));
    }

    private static int Run(ParseResult parsed, DirectoryStore store, Func<string, ChangeReason> reason, CommandOutput output)
    {
        var snapshot = store.Load().Snapshot;
        var log = LogArguments.Read(parsed, snapshot);
        var all = Suggestion.Of(snapshot, log, store.Refused())
            .Where(suggestion => suggestion.Use.Real + suggestion.Use.Refused >= parsed.GetValue(Minimum))
            .Where(suggestion => parsed.GetValue(Tenant) is not { } tenant || suggestion.Tenant.Equals(tenant, StringComparison.OrdinalIgnoreCase)).ToList();
        var listed = all.Take(parsed.GetValue(Limit)).ToList();
        if (parsed.GetValue(Json)) Lines(output, listed);
        else Table(output, listed, all.Count, log);

        if (parsed.GetValue(RefuseAll)) return RefuseCommand.Refuse(store, [.. listed.Select(suggestion => suggestion.Key)], reason("refuse"), output.Text);
        return parsed.GetValue(Declare) is { } kind ? DeclareAll(store, listed, kind, reason) : ExitCodes.Done;
    }

    private static int DeclareAll(DirectoryStore store, List<Suggestion> listed, string kind, Func<string, ChangeReason> reason)
    {
        using var change = store.Begin(reason($"declare {listed.Count} suggested addresses"));
        var tenants = change.Tenants();
        foreach (var suggestion in listed)
        {
            var entry = new EntryDraft { Kind = EntryFields.KindOf(kind) };
            entry.Address.Add(Encoding.UTF8.GetBytes(suggestion.Key));
            change.Put(TenantArgument.Find(tenants, suggestion.Tenant).Id, entry);
        }
        return ChangeReport.Commit(change);
    }

    private static void Table(CommandOutput output, List<Suggestion> listed, int count, UsageLog log)
    {
        var found = count == 1 ? "1 undeclared address" : $"{CheckWords.Count(count)} undeclared addresses";
        output.Text.WriteLine($"{CheckWords.Count(log.Transactions, "transaction")}{Period(log)}: {found} in hosted domains.");
        if (log.PassedOver > 0) output.Text.WriteLine($"{CheckWords.Count(log.PassedOver, "line")} of the log could not be read.");
        if (listed.Count == 0) return;

        var table = new Table().RoundedBorder().AddColumn(new TableColumn("").RightAligned()).AddColumn(new TableColumn("Address").NoWrap()).AddColumn("Tenant");
        foreach (var column in (string[])["Sent", "Received", "Refused"]) table.AddColumn(new TableColumn(column).RightAligned());
        table.AddColumns("First (UTC)", "Last (UTC)");
        foreach (var (number, suggestion) in listed.Index())
        {
            var use = suggestion.Use;
            table.AddRow(CheckWords.Count(number + 1), Markup.Escape(suggestion.Address), Markup.Escape(suggestion.Tenant), Figure(use.Sent), Figure(use.Received), Figure(use.Refused), Time(use.First), Time(use.Last));
        }
        output.Table.Write(table);
        if (count > listed.Count) output.Text.WriteLine($"and {CheckWords.Count(count - listed.Count)} more (--limit N lists more)");
        output.Text.WriteLine($"To declare one:  mailguard directory add person {listed[0].Address}");
        output.Text.WriteLine($"To refuse some:  mailguard directory refuse {string.Join(' ', listed.TakeLast(2).Select(suggestion => suggestion.Address))}");
        output.Text.WriteLine("To do all of these at once: the same command with --declare person, or with --refuse");
    }

    private static void Lines(CommandOutput output, List<Suggestion> listed)
    {
        foreach (var suggestion in listed)
        {
            var use = suggestion.Use;
            JsonLine.Write(output, new { address = suggestion.Address, tenant = suggestion.Tenant, sent = use.Sent, received = use.Received, refused = use.Refused, first = use.First, last = use.Last });
        }
    }

    private static string Period(UsageLog log) => log.Transactions == 0 ? "" : $" from {Time(log.First)} to {Time(log.Last)} UTC";

    private static string Figure(long number) => number == 0 ? "[grey]-[/]" : CheckWords.Count(number);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
