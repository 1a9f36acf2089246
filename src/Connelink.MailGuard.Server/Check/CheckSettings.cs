using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Server.Configuration;
using Connelink.MailGuard.Session;

namespace Connelink.MailGuard.Server.Check;

/// <summary>Rules, limits and directory to judge by.</summary>
/// <param name="Source">Where they come from, for people.</param>
internal sealed record CheckSettings(RuleSet Rules, SmtpOptions Limits, DirectorySnapshot Directory, string Source)
{
    private const string DefaultFile = "appsettings.json";

    /// <summary>What concerns only listeners, next hops and the rest of a running gateway keeps nobody from judging mail.</summary>
    private static readonly string[] Concerned =
        [PolicyOptions.Section, DirectoryOptions.Section, SmtpOptions.Section, "MailGuard:HostName", "MailGuard:HostNames"];

    /// <summary>Told when a message makes the program stumble.</summary>
    public Action<string> Log { get; init; } = _ => { };

    /// <summary>By the configuration that is named, else appsettings.json if it is there, else the defaults and the sample directory.</summary>
    /// <param name="enforce">Every rule that observes refuses.</param>
    /// <param name="problem">Null: all is well. Else what to tell.</param>
    public static CheckSettings? Read(string? file, string[] arguments, bool enforce, out string? problem)
    {
        problem = null;
        if (file is null && File.Exists(DefaultFile)) file = DefaultFile;
        if (file is null && arguments.Length == 0) return Create(new() { HostName = "mailguard.example" }, new() { Path = Sample }, enforce, SampleSource, out problem);

        var reading = SettingsReader.Read(file ?? DefaultFile, arguments);
        var mistakes = reading.Mistakes.Where(m => !m.IsWarning && (reading.Settings is null || Concerned.Any(c => IsIn(m.Path, c)))).ToArray();
        if (mistakes.Length > 0)
        {
            problem = string.Join(Environment.NewLine, mistakes.Select(m => m.ToString()));
            return null;
        }
        var settings = reading.Settings!;
        return Create(settings.MailGuard, settings.Directory, enforce, $"{file}, directory {DirectoryLoading.NameOf(settings.Directory)}", out problem);
    }

    private const string SampleSource = "the default rules and the sample directory (name your own with --config FILE)";

    private static string Sample => Path.Combine(AppContext.BaseDirectory, "directory.sample.json");

    private static CheckSettings? Create(MailGuardOptions options, DirectoryOptions directory, bool enforce, string source, out string? problem)
    {
        problem = null;
        if (enforce) Enforce(options.Rules);
        try
        {
            var rules = StandardRules.Create(options.Rules, options.HostName, options.HostNames);
            return new CheckSettings(rules, options.Smtp, DirectoryLoading.Load(directory), enforce ? source + "; rules that observe are enforced" : source);
        }
        catch (DirectoryException broken)
        {
            problem = broken.Message;
            return null;
        }
    }

    private static void Enforce(PolicyOptions rules)
    {
        rules.Rehearsal = false;
        foreach (var property in OptionsShape.Of(typeof(PolicyOptions)).Values)
        {
            if (property.GetValue(rules) is not RuleOptions rule) continue;
            rule.Mode = Enforced(rule.Mode);
            (rule.Inbound, rule.Outbound, rule.Submission) = (Enforced(rule.Inbound), Enforced(rule.Outbound), Enforced(rule.Submission));
        }
    }

    private static RuleMode Enforced(RuleMode mode) => mode == RuleMode.Observe ? RuleMode.Enforce : mode;

    private static RuleMode? Enforced(RuleMode? mode) => mode is { } set ? Enforced(set) : null;

    private static bool IsIn(string path, string section) =>
        path.Equals(section, StringComparison.OrdinalIgnoreCase) || path.StartsWith(section + ":", StringComparison.OrdinalIgnoreCase);
}
