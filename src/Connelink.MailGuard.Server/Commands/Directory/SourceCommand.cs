using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.AddressDirectory.Store;
using Connelink.MailGuard.AddressDirectory.Synchronisation;

namespace Connelink.MailGuard.Server.Commands.Directory;

/// <summary>`directory source …`: where a tenant's entries are synchronised from.</summary>
internal static class SourceCommand
{
    public static Command Create(StoreArguments store) => new("source", "The directories that a tenant's entries are synchronised from") { Add(store), SourceCheckCommand.Create(store), Remove(store), List(store) };

    private static Command Add(StoreArguments store)
    {
        var (tenant, name) = (TenantArgument.Argument("Whose"), NameArgument());
        var settings = new Argument<string>("SETTINGS") { Description = "A file with the settings as JSON, or - for standard input" };
        settings.Validators.Add(MustBeReadable);
        return store.Changing(new Command("add", "Add a source, or give it other settings") { tenant, name, settings }, (parsed, directory, reason) =>
        {
            using var change = directory.Begin(reason($"source add {parsed.GetValue(name)}"));
            var owner = TenantArgument.Find(change.Tenants(), parsed.GetValue(tenant)!);
            change.Put(new StoredSource(owner.Id, parsed.GetValue(name)!, SettingsOf(parsed.GetValue(settings)!), null));
            return ChangeReport.Commit(change);
        });
    }

    private static Command Remove(StoreArguments store)
    {
        var (tenant, name) = (TenantArgument.Argument("Whose"), NameArgument());
        return store.Changing(new Command("remove", "Remove a source; the entries that it brought stay") { tenant, name }, (parsed, directory, reason) =>
        {
            using var change = directory.Begin(reason($"source remove {parsed.GetValue(name)}"));
            var owner = TenantArgument.Find(change.Tenants(), parsed.GetValue(tenant)!);
            var found = change.Sources(owner.Id).FirstOrDefault(source => source.Name == parsed.GetValue(name));
            change.Remove(found ?? throw new DirectoryException($"{owner.Name} has no source \"{parsed.GetValue(name)}\""));
            return ChangeReport.Commit(change);
        });
    }

    private static Command List(StoreArguments store)
    {
        var tenant = TenantArgument.Option("Of this tenant only");
        var json = new Option<bool>("--json") { Description = "One line of JSON for each source, with its settings as source add takes them" };
        return store.Reading(new Command("list", "Show sources, their settings and what they last said of themselves") { tenant, json }, (parsed, directory) =>
        {
            var (tenants, output) = (directory.Tenants(), CommandOutput.OfConsole().Text);
            long? one = parsed.GetValue(tenant) is { } name ? TenantArgument.Find(tenants, name).Id : null;
            foreach (var source in directory.Sources(one))
            {
                output.WriteLine(Line(tenants.First(owner => owner.Id == source.Tenant).Name, source, parsed.GetValue(json)));
            }
            return ExitCodes.Done;
        });
    }

    private static string Line(string tenant, StoredSource source, bool asJson)
    {
        var status = SyncStatus.Parse(source.Status);
        return asJson
            ? JsonSerializer.Serialize(new { tenant, source = source.Name, settings = JsonSerializer.Deserialize<JsonElement>(source.Settings), entries = status.Entries, asOf = status.SucceededAt, problem = status.Problem }, JsonLine.Options)
            : $"{tenant}\t{source.Name}\t{SourceSettings.Parse(source.Settings).Address}\t{State(status)}";
    }

    private static string State(SyncStatus status)
    {
        var asOf = status.SucceededAt is { } at ? $"{status.Entries} entries as of {at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC" : "never synchronised";
        return status.Problem is { } problem ? $"{asOf}; last time: {problem}" : asOf;
    }

    private static Argument<string> NameArgument() => new("NAME") { Description = "The source's name" };

    private static void MustBeReadable(ArgumentResult result)
    {
        if (result.Tokens[0].Value is var file && file != "-" && !File.Exists(file)) result.AddError($"there is no file \"{file}\"");
    }

    /// <summary>With every default, as it is kept: what a later version changes does not change it.</summary>
    private static string SettingsOf(string file)
    {
        try
        {
            return SourceSettings.Parse(file == "-" ? Console.In.ReadToEnd() : File.ReadAllText(file)).ToJson();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DirectoryException($"{file} cannot be read: {e.Message}", cause: e);
        }
    }
}
