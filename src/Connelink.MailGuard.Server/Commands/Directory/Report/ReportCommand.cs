using System.CommandLine;
using System.Text;
using Connelink.MailGuard.AddressDirectory.Store;
using Connelink.MailGuard.Server.Commands.Directory.Usage;

namespace Connelink.MailGuard.Server.Commands.Directory.Report;

/// <summary>`directory report`: is the directory fit to refuse by?</summary>
internal static class ReportCommand
{
    private static readonly Option<string?> Tenant = TenantArgument.Option("Of one tenant only");
    private static readonly Option<bool> Json = new("--json") { Description = "Everything as one object of JSON" };
    private static readonly Option<string?> Page = new("--report") { Description = "Also write a page of HTML that can be handed on", HelpName = "FILE.html" };
    private static readonly Option<int> Limit = new("--limit") { Description = "Addresses listed of each kind of finding", HelpName = "N", DefaultValueFactory = _ => 20 };

    public static Command Create(StoreArguments store)
    {
        var command = new Command("report", "Find what is to be mended before the gateway goes live") { LogArguments.Files, LogArguments.Since, Tenant, Json, Page, Limit };
        return store.Reading(command, (parsed, directory) => Run(parsed, directory, CommandOutput.OfConsole(CommandOutput.Unbroken)));
    }

    private static int Run(ParseResult parsed, DirectoryStore store, CommandOutput output)
    {
        var tenant = parsed.GetValue(Tenant) is { } name ? TenantArgument.Find(store.Tenants(), name).Name : null;
        var snapshot = store.Load().Snapshot;
        var log = parsed.GetValue(LogArguments.Files)!.Length > 0 ? LogArguments.Read(parsed, snapshot) : null;
        var report = new DirectoryReport(DirectoryFindings.Of(store, snapshot, log, tenant), parsed.GetValue(Limit));
        if (parsed.GetValue(Json)) report.WriteJson(output.Lines);
        else report.Print(output);
        return parsed.GetValue(Page) is { } page ? Write(report, page, output) : ExitCodes.Done;
    }

    private static int Write(DirectoryReport report, string page, CommandOutput output)
    {
        try
        {
            File.WriteAllText(page, report.ToHtml(DateTimeOffset.UtcNow), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            return ExitCodes.Done;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            output.Errors.WriteLine($"{page} cannot be written: {e.Message}");
            return ExitCodes.CannotStart;
        }
    }
}
