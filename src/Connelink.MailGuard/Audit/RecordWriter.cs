using System.Text.Json;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Policy.Edits;
using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Audit;

/// <summary>A transaction record as one line of JSON, written without allocation for ordinary mail.</summary>
internal static class RecordWriter
{
    private static readonly JsonEncodedText[] Outcomes = [.. Enum.GetNames<TransactionOutcome>().Select(name => JsonEncodedText.Encode(Camel(name)))];

    private static readonly JsonEncodedText[] EditOutcomes = [.. Enum.GetNames<EditOutcome>().Select(name => JsonEncodedText.Encode(Camel(name)))];

    public static void Write(Utf8JsonWriter json, TransactionRecord record)
    {
        json.WriteStartObject();
        json.WriteString("time"u8, record.Started);
        json.WriteString("id"u8, record.Id);
        json.WriteString("listener"u8, record.Listener);
        WriteAddress(json, record);
        json.WriteString("hello"u8, record.Hello);
        if (record.Tls is not null) json.WriteString("tls"u8, record.Tls);
        WriteEnvelope(json, record);
        json.WriteString("outcome"u8, Outcomes[(int)record.Outcome]);
        if (record.Reply is not null) WriteReply(json, record.Reply);
        if (record.Rule is not null) json.WriteString("rule"u8, record.Rule);
        WriteObserved(json, record.Mail.Observed);
        WriteEdits(json, record.Mail.Edits);
        json.WriteNumber("octets"u8, record.Octets);
        if (record.NextHop is not null) json.WriteString("nextHop"u8, record.NextHop);
        if (record.Host is not null) json.WriteString("host"u8, record.Host);
        json.WriteNumber("milliseconds"u8, Math.Round(record.Duration.TotalMilliseconds, 3));
        json.WriteEndObject();
    }

    private static void WriteAddress(Utf8JsonWriter json, TransactionRecord record)
    {
        Span<byte> text = stackalloc byte[64];
        record.Client.TryFormat(text, out var length);
        json.WriteString("client"u8, text[..length]);
    }

    private static void WriteEnvelope(Utf8JsonWriter json, TransactionRecord record)
    {
        json.WritePropertyName("from"u8);
        WriteMailbox(json, record.Mail.ReversePath.Mailbox);
        json.WriteStartArray("to"u8);
        var recipients = record.Mail.Recipients;
        for (var i = 0; i < recipients.Count; i++) WriteMailbox(json, recipients[i].Mailbox);
        json.WriteEndArray();
        if (record.RefusedCount == 0) return;

        json.WriteNumber("refusedCount"u8, record.RefusedCount);
        json.WriteStartArray("refused"u8);
        foreach (var (recipient, reply, rule) in record.Refused)
        {
            json.WriteStartObject();
            json.WritePropertyName("to"u8);
            WriteMailbox(json, recipient.Mailbox);
            WriteReply(json, reply);
            if (rule is not null) json.WriteString("rule"u8, rule);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteMailbox(Utf8JsonWriter json, Mailbox mailbox)
    {
        var text = mailbox.Text.Span;
        if (System.Text.Ascii.IsValid(text)) json.WriteStringValue(text);
        else json.WriteStringValue(mailbox.ToString());
    }

    private static void WriteReply(Utf8JsonWriter json, Reply reply) => json.WriteString("reply"u8, reply.Line.Span.TrimEnd("\r\n"u8));

    private static void WriteObserved(Utf8JsonWriter json, IReadOnlyList<Objection> observed)
    {
        if (observed.Count == 0) return;

        json.WriteStartArray("observed"u8);
        foreach (var objection in observed)
        {
            json.WriteStartObject();
            json.WriteString("rule"u8, objection.Rule);
            json.WriteString("found"u8, objection.Found);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteEdits(Utf8JsonWriter json, IReadOnlyList<EditNote> edits)
    {
        if (edits.Count == 0) return;

        json.WriteStartArray("edits"u8);
        for (var i = 0; i < edits.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("rule"u8, edits[i].Rule);
            json.WriteString("outcome"u8, EditOutcomes[(int)edits[i].Outcome]);
            json.WriteNumber("fields"u8, edits[i].Fields);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
