using System.CommandLine;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.Server.Configuration;
using Connelink.MailGuard.Server.Hosting;

namespace Connelink.MailGuard.Server.Commands;

/// <summary>`serve`: runs the gateway until it is told to stop.</summary>
internal static class ServeCommand
{
    public static Command Create(string[] settings)
    {
        var config = CommandLine.ConfigOption();
        var command = new Command("serve", "Run the gateway") { config };
        command.SetAction((parsed, cancel) => RunAsync(parsed.GetValue(config)!, settings, cancel));
        return command;
    }

    private static async Task<int> RunAsync(string file, string[] arguments, CancellationToken cancel)
    {
        // The directory is read once, at the start; its mistakes are told with those of the settings only when there are some.
        var reading = SettingsReader.Read(file, arguments, readsDirectory: false);
        if (!reading.IsGood) reading = SettingsReader.Read(file, arguments);
        MistakeReport.Print(reading.Mistakes, Console.Error, isTerminal: false);
        if (!reading.IsGood) return CannotStart(file, reading);

        using var signals = new StopSignals();
        await using var app = Build(reading.Settings!, arguments);
        try
        {
            await app.StartAsync(cancel);
        }
        catch (Exception failure) when (StartFailure.Explain(failure, reading.Settings!) is { } reason)
        {
            // What did start is stopped in order: sessions may be there already when the management endpoint fails.
            await app.StopAsync(CancellationToken.None);
            if (failure is not DirectoryException || SettingsReader.Read(file, arguments) is not { IsGood: false } again) return CannotStart($"cannot start: {reason}");
            MistakeReport.Print([.. again.Mistakes.Where(mistake => !mistake.IsWarning)], Console.Error, isTerminal: false);
            return CannotStart(file, again);
        }
        await app.WaitForShutdownAsync(cancel);
        return ExitCodes.Done;
    }

    private static WebApplication Build(Settings settings, string[] arguments)
    {
        // Empty: the slim builder would read an appsettings.json of its own from wherever the program was started.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddSingleton(new StartArguments(arguments));
        Composition.Add(builder, settings);
        var app = builder.Build();
        ManagementEndpoint.Map(app);
        return app;
    }

    private static int CannotStart(string file, SettingsReading reading) => CannotStart($"{file}: {MistakeReport.Count(reading.Mistakes)}");

    private static int CannotStart(string reason)
    {
        Console.Error.WriteLine($"mailguard: {reason}");
        return ExitCodes.CannotStart;
    }
}
