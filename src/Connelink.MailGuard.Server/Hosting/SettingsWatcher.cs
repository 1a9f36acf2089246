using System.Text.Json;
using Connelink.MailGuard.Server.Configuration;
using Connelink.MailGuard.Session;

namespace Connelink.MailGuard.Server.Hosting;

/// <summary>Re-reads the configuration file when it changes: good rules are put in force, everything else waits for a restart.</summary>
/// <remarks>Asks every two seconds instead of watching: that also sees a mounted file whose link was turned (Kubernetes).</remarks>
internal sealed partial class SettingsWatcher(Settings settings, StartArguments arguments, SmtpGateway gateway, TimeProvider time, ILogger<SettingsWatcher> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private string _rules = Text(settings.MailGuard.Rules);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var seen = Octets();
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var now = Octets();
            if (now is null || (seen is not null && now.AsSpan().SequenceEqual(seen))) continue;
            seen = now;
            Apply(SettingsReader.Read(settings.File, arguments.Settings));
        }
    }

    /// <summary>Null while an editor has it away: the settings in force stay.</summary>
    private byte[]? Octets()
    {
        try
        {
            return File.ReadAllBytes(settings.File);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    internal void Apply(SettingsReading reading)
    {
        foreach (var mistake in reading.Mistakes) Log.Mistake(log, mistake);
        if (!reading.IsGood)
        {
            Log.Kept(log, settings.File);
            return;
        }
        var read = reading.Settings!;
        foreach (var section in Changed(read)) Log.NeedsRestart(log, section);
        if (Text(read.MailGuard.Rules) == _rules) return;
        // The gateway's own names stay those that it was started with.
        gateway.Use(Policy.StandardRules.Create(read.MailGuard.Rules, settings.MailGuard.HostName, settings.MailGuard.HostNames));
        _rules = Text(read.MailGuard.Rules);
        Log.Applied(log, settings.File);
    }

    /// <summary>Sections other than the rules that are not as the program was started with.</summary>
    private IEnumerable<string> Changed(Settings read)
    {
        foreach (var (name, property) in OptionsShape.Of(typeof(MailGuardOptions)))
        {
            if (name == nameof(MailGuardOptions.Rules)) continue;
            if (Text(property.GetValue(read.MailGuard)) != Text(property.GetValue(settings.MailGuard))) yield return name;
        }
        if (Text(read.Directory) != Text(settings.Directory)) yield return "Directory";
    }

    private static string Text(object? options) => JsonSerializer.Serialize(options);

    private static partial class Log
    {
        [LoggerMessage(1011, LogLevel.Information, "{File} has changed: the new rules are in force")]
        public static partial void Applied(ILogger log, string file);

        [LoggerMessage(1012, LogLevel.Warning, "{File} has changed and is not good: the old rules stay")]
        public static partial void Kept(ILogger log, string file);

        [LoggerMessage(1013, LogLevel.Warning, "{Mistake}")]
        public static partial void Mistake(ILogger log, Mistake mistake);

        [LoggerMessage(1014, LogLevel.Warning, "MailGuard:{Section} has changed: it takes effect at the next start")]
        public static partial void NeedsRestart(ILogger log, string section);
    }
}

/// <summary>Settings given on the command line: they hold for every reading of the file.</summary>
internal sealed record StartArguments(string[] Settings);
