using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Connelink.MailGuard.Server.Check.Reading;
using Connelink.MailGuard.Server.Configuration;

namespace Connelink.MailGuard.Server.Check;

/// <summary>JSON Lines: one object for each message in the order of the files, and one with the figures at the end.</summary>
internal sealed class CheckJson(Stream output) : IDisposable
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Default };

    private readonly BufferedStream _lines = new(output, 65_536);

    public void Write(CheckedMessage message) => WriteLine(json =>
    {
        json.WriteString("file"u8, message.File.Name);
        json.WriteNumber("message"u8, message.Number);
        json.WriteNumber("offset"u8, message.Offset);
        json.WriteNumber("octets"u8, message.Octets);
        json.WriteString("verdict"u8, SettingValue.Word(message.Verdict));
        json.WriteString("direction"u8, SettingValue.Word(message.Direction));
        if (message.Date is { } date) json.WriteString("date"u8, date.ToString("o", CultureInfo.InvariantCulture));
        json.WriteString("sender"u8, message.Sender);
        json.WriteString("senderFrom"u8, SettingValue.Word(message.SenderSource));
        json.WriteNumber("recipients"u8, message.Recipients);
        json.WriteString("recipientsFrom"u8, SettingValue.Word(message.RecipientSource));
        if (message.Tenant.Length > 0) json.WriteString("tenant"u8, message.Tenant);
        WriteFindings(json, message);
        WriteEdits(json, message);
    });

    /// <param name="unreadable">Files that could not be read.</param>
    public void Write(CheckSummary summary, CheckSettings settings, IReadOnlyList<UnreadableFile> unreadable) => WriteLine(json =>
    {
        json.WriteStartObject("summary"u8);
        json.WriteNumber("messages"u8, summary.All.Messages);
        json.WriteNumber("octets"u8, summary.Octets);
        foreach (var verdict in Enum.GetValues<CheckVerdict>())
        {
            json.WriteNumber(JsonNamingPolicy.CamelCase.ConvertName(verdict.ToString()), summary.All.Of(verdict));
        }
        json.WriteString("judgedBy"u8, settings.Source);
        json.WriteStartObject("rules"u8);
        foreach (var (rule, tally) in summary.Rules)
        {
            json.WriteStartObject(rule);
            json.WriteNumber("refused"u8, tally.Refused);
            json.WriteNumber("observed"u8, tally.Observed);
            json.WriteNumber("edited"u8, tally.Edited);
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteStartArray("unreadable"u8);
        foreach (var file in unreadable)
        {
            json.WriteStartObject();
            json.WriteString("file"u8, file.Name);
            json.WriteString("reason"u8, file.Reason);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    });

    public void Dispose() => _lines.Dispose();

    private static void WriteFindings(Utf8JsonWriter json, CheckedMessage message)
    {
        if (message.Findings.Count == 0) return;
        json.WriteStartArray("findings"u8);
        foreach (var finding in message.Findings)
        {
            json.WriteStartObject();
            json.WriteString("rule"u8, finding.Rule);
            json.WriteString("reply"u8, finding.Reply);
            json.WriteBoolean("refuses"u8, finding.IsRefusal);
            if (finding.Recipients > 0) json.WriteNumber("recipients"u8, finding.Recipients);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteEdits(Utf8JsonWriter json, CheckedMessage message)
    {
        if (message.Edits.Count == 0) return;
        json.WriteStartArray("edits"u8);
        foreach (var edit in message.Edits)
        {
            json.WriteStartObject();
            json.WriteString("rule"u8, edit.Rule);
            json.WriteString("outcome"u8, SettingValue.Word(edit.Outcome));
            json.WriteNumber("fields"u8, edit.Fields);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private void WriteLine(Action<Utf8JsonWriter> properties)
    {
        using (var json = new Utf8JsonWriter(_lines, Options))
        {
            json.WriteStartObject();
            properties(json);
            json.WriteEndObject();
        }
        _lines.WriteByte((byte)'\n');
    }
}
