using System.CommandLine;
using Connelink.MailGuard.AddressDirectory.Formats;
using Connelink.MailGuard.AddressDirectory.Store;

namespace Connelink.MailGuard.Server.Commands.Directory;

/// <summary>`directory export`: everything that is declared, in an open format that `directory import` reads back to the octet.</summary>
internal static class ExportCommand
{
    private static readonly Argument<string> File = new("FILE") { Description = "Where to; - or nothing is standard output", DefaultValueFactory = _ => "-" };
    private static readonly Option<string?> Format = FileFormat.Option("by the name of the file, else json");
    private static readonly Option<string?> Tenant = TenantArgument.Option("Of one tenant only");
    private static readonly Option<DateTimeOffset?> At = PointInTime.Option();

    public static Command Create(StoreArguments store)
    {
        var command = new Command("export", "Write everything that is declared as JSON, CSV or LDIF") { File, Format, Tenant, At };
        return store.Reading(command, Run);
    }

    private static int Run(ParseResult parsed, DirectoryStore store)
    {
        var name = parsed.GetValue(File)!;
        var format = FileFormat.Of(parsed.GetValue(Format)) ?? FormatGuess.Of(name, "{"u8);
        if (parsed.GetValue(Tenant) is { } tenant && parsed.GetValue(At) is null) TenantArgument.Find(store.Tenants(), tenant);
        try
        {
            using var file = name == "-" ? Console.OpenStandardOutput() : System.IO.File.Create(name);
            store.Export(DirectoryReading.Writer(format, file), parsed.GetValue(Tenant), parsed.GetValue(At));
            return ExitCodes.Done;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"{name} cannot be written: {e.Message}");
            return ExitCodes.CannotStart;
        }
    }
}
