using System.CommandLine;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Server.Configuration;

namespace Connelink.MailGuard.Server.Commands;

/// <summary>`config check`: every mistake in the configuration, with its path and the mend.</summary>
internal static class ConfigCheckCommand
{
    public static Command Create(string[] settings)
    {
        var config = CommandLine.ConfigOption();
        var command = new Command("check", "Find every mistake in the configuration") { config };
        command.SetAction(parsed => Run(parsed.GetValue(config)!, settings, Console.Out, !Console.IsOutputRedirected));
        return command;
    }

    public static int Run(string file, string[] settings, TextWriter output, bool isTerminal)
    {
        var reading = SettingsReader.Read(file, settings);
        MistakeReport.Print(reading.Mistakes, output, isTerminal);
        if (reading.IsGood) Summarise(reading.Settings!, output);
        output.WriteLine($"{file}: {MistakeReport.Count(reading.Mistakes)}");
        return reading.IsGood ? ExitCodes.Done : ExitCodes.CannotStart;
    }

    private static void Summarise(Settings settings, TextWriter output)
    {
        var options = settings.MailGuard;
        output.WriteLine($"{options.HostName} would run:");
        foreach (var listener in options.Listeners)
        {
            var hosts = string.Join(", ", options.NextHops[listener.NextHop].Hosts);
            output.WriteLine($"  {listener.Name}: {SettingValue.Word(listener.Direction)} on {listener.Endpoint} to {listener.NextHop} ({hosts})");
        }
        output.WriteLine($"  directory: {DirectoryLoading.NameOf(settings.Directory)}{(DirectoryLoading.AtRest(settings.Directory) is { } rest ? $" ({rest})" : "")}");
        output.WriteLine($"  health and metrics: {(options.Management.Endpoint.Length == 0 ? "none" : $"http://{options.Management.Endpoint}")}");
        output.WriteLine($"  rules: {string.Join(", ", Rules(options.Rules))}");
    }

    /// <summary>"declared-recipient enforce", and the directions that differ.</summary>
    private static IEnumerable<string> Rules(PolicyOptions rules)
    {
        foreach (var (name, property) in OptionsShape.Of(typeof(PolicyOptions)))
        {
            if (property.GetValue(rules) is not RuleOptions rule) continue;
            var others = Enum.GetValues<Direction>().Where(direction => rule.For(direction) != rule.Mode).Select(direction => $"{SettingValue.Word(direction)} {Mode(rule.For(direction))}");
            var differ = string.Join(", ", others);
            yield return $"{name} {Mode(rule.Mode)}{(differ.Length == 0 ? "" : $" ({differ})")}";
        }

        string Mode(RuleMode mode) => SettingValue.Word(rules.Rehearsal && mode == RuleMode.Enforce ? RuleMode.Observe : mode);
    }
}
