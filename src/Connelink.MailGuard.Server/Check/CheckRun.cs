using Connelink.MailGuard.Server.Check.Report;
using Connelink.MailGuard.Server.Commands;
using Spectre.Console;

namespace Connelink.MailGuard.Server.Check;

/// <summary>One run of `check`: judges, prints, and tells the exit code.</summary>
internal sealed class CheckRun(CheckOptions options, CheckSettings settings, CommandOutput output)
{
    private readonly CheckSummary _summary = new();
    private readonly CheckPipeline _pipeline = new(settings, options);

    public async Task<int> RunAsync()
    {
        try
        {
            // Opened first: an hour of judging must not end with a report that cannot be written.
            using var report = options.Report is { } file ? new StreamWriter(file) : null;
            await JudgeAsync();
            if (report is not null) await report.WriteAsync(new HtmlReport(_summary, Subject).Build());
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            await output.Errors.WriteLineAsync($"mailguard: {failure.Message}");
            return ExitCodes.CannotStart;
        }
        foreach (var file in _pipeline.Unreadable) await output.Errors.WriteLineAsync($"cannot read {file.Name}: {file.Reason}");
        if (_pipeline.Unreadable.Count > 0) return ExitCodes.CannotStart;
        return _summary.All.Refused > 0 ? ExitCodes.Unexpected : ExitCodes.Done;
    }

    private ReportSubject Subject => new(options, settings, _pipeline.Files, _pipeline.PassedOver, _pipeline.Unreadable, DateTimeOffset.UtcNow);

    private async Task JudgeAsync()
    {
        using var json = options.Json ? new CheckJson(output.Lines) : null;
        var table = new CheckTable(output.Table, options.Limit, options.All);
        var progress = new CheckProgress(output.Errors, output.ShowsProgress);
        await foreach (var message in _pipeline.RunAsync())
        {
            _summary.Add(message);
            if (json is not null) json.Write(message);
            else table.Add(message);
            progress.Tell(_summary.All.Messages, _pipeline.Octets);
        }
        progress.End();
        if (json is not null) json.Write(_summary, settings, _pipeline.Unreadable);
        else Print(table);
    }

    private void Print(CheckTable table)
    {
        var all = _summary.All;
        table.Print(_summary);
        Tell($"{CheckWords.Count(all.Messages, "message")} ({CheckWords.Size(_summary.Octets)}) in {CheckWords.Count(_pipeline.Files, "file")}:");
        Tell($"  {CheckWords.Count(all.Of(CheckVerdict.Passed))} would pass");
        if (all.Of(CheckVerdict.Edited) > 0) Tell($"  {CheckWords.Count(all.Of(CheckVerdict.Edited))} would pass with header fields edited");
        if (all.Of(CheckVerdict.Observed) > 0) Tell($"  {CheckWords.Count(all.Of(CheckVerdict.Observed))} would pass and be recorded");
        var partly = all.Of(CheckVerdict.PartlyRefused);
        Tell($"  {CheckWords.Count(all.Of(CheckVerdict.Refused))} would be refused");
        if (partly > 0) Tell($"  {CheckWords.Count(partly)} would be refused for some of their recipients");
        if (_pipeline.Unreadable.Count > 0) Tell($"  {CheckWords.Count(_pipeline.Unreadable.Count, "file")} could not be read");
        if (_pipeline.PassedOver > 0) Tell($"  {CheckWords.Count(_pipeline.PassedOver, "file")} passed over: no mail");
        Tell($"Rules:      {settings.Source}");
        if (all.Messages == 0) return;
        Tell($"Direction:  {CheckWords.Directions(_summary)}{(options.Direction is null ? "; guessed from the author's domain" : "; as given")}");
        Tell($"Sender:     from {CheckWords.Senders(_summary)}");
        Tell($"Recipients: from {CheckWords.Recipients(_summary)}");
    }

    private void Tell(string line) => output.Table.WriteLine(line);
}
