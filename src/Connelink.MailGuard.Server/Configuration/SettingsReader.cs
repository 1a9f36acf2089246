using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.Session;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;

namespace Connelink.MailGuard.Server.Configuration;

/// <summary>Reads file, environment and arguments, in this order, into the options, and finds all mistakes at once.</summary>
internal static class SettingsReader
{
    private const string LoggingSection = "Logging";

    /// <param name="arguments">"--MailGuard:HostName=x".</param>
    /// <param name="readsDirectory">Whether the mistakes in a directory file are wanted too: who starts with it reads it anyway, and that takes time.</param>
    public static SettingsReading Read(string file, string[] arguments, bool readsDirectory = true)
    {
        file = Path.GetFullPath(file);
        byte[] octets;
        try
        {
            octets = File.ReadAllBytes(file);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            var what = Directory.Exists(file) ? "it is a folder" : unreadable is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : unreadable.Message.TrimEnd('.');
            return Failed(file, what, "Name the configuration with --config FILE; appsettings.sample.json is a start.");
        }
        return Read(file, octets, arguments, readsDirectory);
    }

    private static SettingsReading Read(string file, byte[] octets, string[] arguments, bool readsDirectory)
    {
        var text = JsonText.Read(octets);
        if (text.SyntaxError is { } error) return Failed(file, error, "Mend the JSON; nothing else could be checked.");

        var mistakes = new Mistakes(path => text.LineOf(path) is { } line ? $"line {line}" : null);
        foreach (var (path, line) in text.Duplicates) mistakes.Add(path, $"the setting is there again on line {line} (case does not matter)", "Remove one.");
        // The framework's reader would throw at the first of them.
        if (text.Duplicates.Count > 0) return new(null, mistakes.Items);

        var source = new ConfigurationBuilder().AddJsonStream(new MemoryStream(octets)).AddEnvironmentVariables().AddCommandLine(arguments).Build();
        mistakes = new Mistakes(path => Origin(source, text, path));
        CheckSections(octets, mistakes);
        var settings = Bind(file, source, mistakes);
        SettingsChecks.Run(settings, mistakes, readsDirectory);
        return new(settings, mistakes.Items);
    }

    private static Settings Bind(string file, IConfigurationRoot source, Mistakes mistakes)
    {
        var settings = new Settings(file, new MailGuardOptions(), new DirectoryOptions(), source);
        var binder = new SettingsBinder(mistakes);
        binder.Bind(source.GetSection(MailGuardOptions.Section), settings.MailGuard, "Directory");
        binder.Bind(source.GetSection(DirectoryOptions.Section), settings.Directory);
        SettingsPaths.Resolve(settings);
        return settings;
    }

    /// <summary>Of the file alone: the environment is full of other programs' settings.</summary>
    private static void CheckSections(byte[] octets, Mistakes mistakes)
    {
        string[] known = [MailGuardOptions.Section, LoggingSection];
        var sections = new ConfigurationBuilder().AddJsonStream(new MemoryStream(octets)).Build().GetChildren();
        foreach (var section in sections.Where(s => !known.Contains(s.Key, StringComparer.OrdinalIgnoreCase)))
        {
            mistakes.Add(section.Path, "unknown section", Nearest.Mend(section.Key, known));
        }
    }

    private static string? Origin(IConfigurationRoot source, JsonText text, string path)
    {
        var provider = source.Providers.LastOrDefault(p => p.TryGet(path, out _));
        return provider switch
        {
            EnvironmentVariablesConfigurationProvider => "environment",
            CommandLineConfigurationProvider => "command line",
            _ => text.LineOf(path) is { } line ? $"line {line}" : null,
        };
    }

    private static SettingsReading Failed(string file, string what, string mend) =>
        new(null, [new Mistake(file, what, mend, Origin: null, IsWarning: false)]);
}
