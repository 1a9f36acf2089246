using System.Text.Encodings.Web;
using System.Text.Json;

namespace Connelink.MailGuard.Attacks;

/// <summary>The samples as files, for programs that are not ours: one .eml a message, and index.json that says what each is.</summary>
public static class SampleFolder
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(string folder, IEnumerable<SampleMessage> messages)
    {
        List<object> index = [];
        foreach (var message in messages)
        {
            var path = Path.Combine(folder, FileName(message));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var file = File.Create(path);
            foreach (var block in message.Content.Blocks) file.Write(block.Span);
            index.Add(Entry(message));
        }
        File.WriteAllText(Path.Combine(folder, "index.json"), JsonSerializer.Serialize(index, Readable));
    }

    private static string FileName(SampleMessage message) => message.Name + ".eml";

    private static object Entry(SampleMessage message) => new
    {
        name = message.Name,
        file = FileName(message),
        family = message.Family,
        source = message.Source,
        readers = message.Readers,
        direction = message.Direction.ToString().ToLowerInvariant(),
        wire = message.IsWire,
        allFormats = message.IsForAllFormats,
        reversePath = message.Envelope.ReversePath,
        recipients = message.Envelope.Recipients,
        account = message.Envelope.Account,
        expectation = message.IsAttack ? "refuse" : "pass",
        rules = message.Expectation.Rules,
        kept = message.Expectation.Kept,
        gone = message.Expectation.Gone,
        unchanged = message.Expectation.IsUnchanged,
    };
}
