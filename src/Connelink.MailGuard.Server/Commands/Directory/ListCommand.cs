using System.CommandLine;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.AddressDirectory.Store;
using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.Server.Commands.Directory;

/// <summary>`directory list`: what is declared, or was at a date, and how many of each kind and plan.</summary>
internal static class ListCommand
{
    private static readonly Option<string?> Tenant = TenantArgument.Option("Of one tenant only");
    private static readonly Option<string?> Kind = Words("--kind", "KIND", DirectoryWords.Kinds);
    private static readonly Option<string?> Domain = new("--domain") { Description = "Only addresses in this domain", HelpName = "DOMAIN" };
    private static readonly Option<string?> Plan = Words("--plan", "PLAN", DirectoryWords.Plans);
    private static readonly Option<DateTimeOffset?> At = PointInTime.Option();
    private static readonly Option<bool> Json = new("--json") { Description = "JSON Lines: one object for each entry, then the counts" };
    private static readonly Option<int> Limit = new("--limit") { Description = "Rows of the table; what is beyond is counted", HelpName = "N", DefaultValueFactory = _ => 1000 };

    public static Command Create(StoreArguments store)
    {
        var command = new Command("list", "List declared addresses, and count kinds and plans") { Tenant, Kind, Domain, Plan, At, Json, Limit };
        return store.Reading(command, (parsed, directory) => Run(parsed, directory, CommandOutput.OfConsole(EntryList.PipeWidth)));
    }

    public static int Run(ParseResult parsed, DirectoryStore store, CommandOutput output)
    {
        if (parsed.GetValue(Tenant) is { } tenant && parsed.GetValue(At) is null) TenantArgument.Find(store.Tenants(), tenant);
        var filter = new EntryFilter(
            parsed.GetValue(Kind) is { } kind ? Enum.Parse<EntryKind>(kind, ignoreCase: true) : null,
            parsed.GetValue(Plan) is { } plan ? Enum.Parse<Plan>(plan, ignoreCase: true) : null, parsed.GetValue(Domain)?.ToLowerInvariant());
        using var list = new EntryList(output, filter, parsed.GetValue(Json), parsed.GetValue(Limit));
        store.Export(list, parsed.GetValue(Tenant), parsed.GetValue(At));
        return ExitCodes.Done;
    }

    private static Option<string?> Words(string name, string what, string[] words)
    {
        var option = new Option<string?>(name) { Description = string.Join(", ", words), HelpName = what };
        option.TakeOneOf(words);
        return option;
    }
}

/// <summary>Which entries are asked for; null: all.</summary>
internal sealed record EntryFilter(EntryKind? Kind, Plan? Plan, string? Domain)
{
    public bool Takes(EntryDraft entry) =>
        (Kind is null || entry.Kind == Kind) && (Plan is null || entry.Plan == Plan)
        && (Domain is null || System.Text.Encoding.UTF8.GetString(entry.Address[0]).EndsWith($"@{Domain}", StringComparison.Ordinal));
}
