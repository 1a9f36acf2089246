using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.AddressDirectory.Store;

namespace Connelink.MailGuard.Server.Commands.Directory;

/// <summary>`directory source …`: where a tenant's entries are synchronised from.</summary>
internal static class SourceCommand
{
    public static Command Create(StoreArguments store) => new("source", "The directories that a tenant's entries are synchronised from") { Add(store), Remove(store), List(store) };

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
        return store.Reading(new Command("list", "Show sources, their settings and what they last said of themselves") { tenant }, (parsed, directory) =>
        {
            var tenants = directory.Tenants();
            long? one = parsed.GetValue(tenant) is { } name ? TenantArgument.Find(tenants, name).Id : null;
            foreach (var source in directory.Sources(one))
            {
                Console.WriteLine($"{tenants.First(owner => owner.Id == source.Tenant).Name}\t{source.Name}\t{source.Settings}\t{source.Status ?? "never synchronised"}");
            }
            return ExitCodes.Done;
        });
    }

    private static Argument<string> NameArgument() => new("NAME") { Description = "The source's name" };

    private static void MustBeReadable(ArgumentResult result)
    {
        if (result.Tokens[0].Value is var file && file != "-" && !File.Exists(file)) result.AddError($"There is no file \"{file}\"");
    }

    /// <summary>On one line, as it is kept.</summary>
    private static string SettingsOf(string file)
    {
        try
        {
            using var settings = JsonDocument.Parse(file == "-" ? Console.In.ReadToEnd() : File.ReadAllText(file));
            return JsonSerializer.Serialize(settings.RootElement);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new DirectoryException($"{file} is no settings of a source: {e.Message}", cause: e);
        }
    }
}
