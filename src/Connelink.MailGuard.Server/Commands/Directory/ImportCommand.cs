using System.CommandLine;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.AddressDirectory.Store;

namespace Connelink.MailGuard.Server.Commands.Directory;

/// <summary>`directory import FILE`: takes a spreadsheet, an export or another directory server's file into the store, all of it or nothing.</summary>
internal static class ImportCommand
{
    private const string Replace = "replace";

    private static readonly Argument<string> File = new("FILE") { Description = "JSON, CSV or LDIF; - reads standard input" };
    private static readonly Option<string?> Format = FileFormat.Option("by the name and the beginning of the file");
    private static readonly Option<string?> Tenant = TenantArgument.Option("Whose the entries are where the file does not say; the file may name no other");
    private static readonly Option<string> Mode = ModeOption();
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Show what would change, and change nothing" };
    private static readonly Option<int> Limit = new("--limit") { Description = "Differences that a dry run lists", HelpName = "N", DefaultValueFactory = _ => 200 };

    public static Command Create(StoreArguments store)
    {
        var command = new Command("import", "Declare the addresses of a file") { File, Format, Tenant, Mode, DryRun, Limit };
        return store.Changing(command, Run);
    }

    private static int Run(ParseResult parsed, DirectoryStore store, Func<string, ChangeReason> reason)
    {
        var name = parsed.GetValue(File)!;
        var options = new ImportOptions(name, FileFormat.Of(parsed.GetValue(Format)), parsed.GetValue(Tenant), parsed.GetValue(Mode) != Replace, parsed.GetValue(DryRun), parsed.GetValue(Limit));
        try
        {
            using var file = name == "-" ? Console.OpenStandardInput() : System.IO.File.OpenRead(name);
            return new ImportRun(store, options, CommandOutput.OfConsole(CommandOutput.Unbroken)).Run(file, reason($"import {Path.GetFileName(name)}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"{name} cannot be read: {e.Message}");
            return ExitCodes.CannotStart;
        }
        catch (DirectoryException e)
        {
            Console.Error.WriteLine(e.Message);
            return ExitCodes.CannotStart;
        }
    }

    private static Option<string> ModeOption()
    {
        var option = new Option<string>("--mode")
        {
            Description = "merge: entries of the file are added, or take the place of those with their address; replace: the tenants of the file get its entries and no others",
            DefaultValueFactory = _ => "merge",
        };
        option.TakeOneOf("merge", Replace);
        return option;
    }
}
