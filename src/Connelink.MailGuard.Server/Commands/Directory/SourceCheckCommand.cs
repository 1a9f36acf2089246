using System.CommandLine;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.AddressDirectory.Store;
using Connelink.MailGuard.AddressDirectory.Synchronisation;

namespace Connelink.MailGuard.Server.Commands.Directory;

/// <summary>`directory source check SOURCE`: connects, binds, reads, and says what there is to see.</summary>
internal static class SourceCheckCommand
{
    public static Command Create(StoreArguments store)
    {
        var command = new Command("check", "Connect to a source, and say what it shows");
        var sources = new SourceArgument(command, isOne: true);
        return store.Reading(command, (parsed, directory) =>
        {
            var (output, exitCode) = (CommandOutput.OfConsole().Text, ExitCodes.Done);
            foreach (var (tenant, source) in sources.Find(parsed, directory))
            {
                try
                {
                    Print(output, tenant, Survey(tenant, source));
                }
                catch (SourceException failure)
                {
                    Console.Error.WriteLine(failure.Message);
                    exitCode = ExitCodes.Refused;
                }
            }
            return exitCode;
        });
    }

    private static SourceSurvey Survey(StoredTenant tenant, StoredSource source) =>
        SourceSurvey.TakeAsync(SourceSettings.Parse(source.Settings), tenant.Domains, TimeProvider.System, CancellationToken.None).GetAwaiter().GetResult();

    private static void Print(TextWriter output, StoredTenant tenant, SourceSurvey survey)
    {
        var settings = survey.Settings;
        output.WriteLine($"{settings.Address} lets in {(settings.BindDn.Length > 0 ? $"'{settings.BindDn}'" : "anybody")}, {Protection(settings)}");
        output.WriteLine($"  {survey.Entries} entries, read {survey.Way} in {survey.Took.TotalSeconds:F1} s");
        var kinds = survey.Kinds.OrderBy(kind => kind.Key).Select(kind => $"{kind.Value} {DirectoryWords.Kinds[(int)kind.Key]}");
        output.WriteLine($"  of which would be declared for {tenant.Name} ({string.Join(", ", tenant.Domains)}): {(survey.Kinds.Count > 0 ? string.Join(", ", kinds) : "none")}");
        output.WriteLine($"  {settings.Mapping.Key} on {survey.Keyed} of them{(survey.Keyed < survey.Entries ? "; others are known by their names: renamed, they are new entries" : "")}");
        output.WriteLine($"  {settings.Mapping.Changed} on {survey.Timed} of them{(survey.Timed == 0 ? ": every pass reads everything" : "")}");
        foreach (var kind in survey.Findings.GroupBy(finding => finding.Kind).OrderBy(group => group.Key))
        {
            output.WriteLine($"  {FindingWords.Of(kind.Key)}: {kind.Count()}, such as {FindingWords.Line(kind.First())}");
        }
    }

    private static string Protection(SourceSettings settings) => settings.Tls switch
    {
        LdapTls.None => "in the clear",
        _ => $"over TLS with a certificate of {(settings.CaFile.Length > 0 ? settings.CaFile : "the system's authorities")}",
    };
}
