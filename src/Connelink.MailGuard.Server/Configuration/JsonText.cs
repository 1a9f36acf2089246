using System.Text;
using System.Text.Json;

namespace Connelink.MailGuard.Server.Configuration;

/// <summary>The configuration file as text: whether it is JSON, and on which line each setting stands.</summary>
internal sealed class JsonText
{
    private static readonly JsonReaderOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private readonly byte[] _octets;
    private readonly Dictionary<string, int> _lines = new(StringComparer.OrdinalIgnoreCase);

    private JsonText(byte[] octets) => _octets = octets;

    /// <summary>What makes the file unreadable, with line and column; null: nothing.</summary>
    public string? SyntaxError { get; private set; }

    /// <summary>Settings that stand in the file twice: which of them holds is anybody's guess.</summary>
    public List<(string Path, int Line)> Duplicates { get; } = [];

    /// <summary>Line of a setting or section, from 1; null when it is not in the file.</summary>
    /// <remarks>What is missing in an item of a list is missing on the line where the item starts.</remarks>
    public int? LineOf(string path)
    {
        if (_lines.TryGetValue(path, out var line)) return line;
        var parent = path[..Math.Max(0, path.LastIndexOf(':'))];
        var isItem = parent.Length > 0 && char.IsAsciiDigit(parent[^1]);
        return isItem && _lines.TryGetValue(parent, out line) ? line : null;
    }

    public static JsonText Read(byte[] octets)
    {
        // A byte order mark is no JSON to the reader, but editors write it.
        var text = new JsonText(octets.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? octets[3..] : octets);
        try
        {
            text.Walk();
        }
        catch (JsonException broken)
        {
            var reason = broken.Message.Split(" LineNumber:", 2)[0].TrimEnd('.', ' ');
            text.SyntaxError = $"no JSON at line {broken.LineNumber + 1}, column {broken.BytePositionInLine + 1}: {reason}";
        }
        return text;
    }

    private void Walk()
    {
        var reader = new Utf8JsonReader(_octets, Lenient);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            SyntaxError = "no JSON object: the file starts with something other than {";
            return;
        }
        Walk(ref reader, "");
        reader.Read();
    }

    /// <summary>One value, the reader standing on its first token; leaves it on the last.</summary>
    private void Walk(ref Utf8JsonReader reader, string path)
    {
        var line = LineAt(reader.TokenStartIndex);
        if (path.Length > 0 && !_lines.TryAdd(path, line)) Duplicates.Add((path, line));
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString();
                reader.Read();
                Walk(ref reader, path.Length == 0 ? name! : $"{path}:{name}");
            }
        }
        else if (reader.TokenType == JsonTokenType.StartArray)
        {
            for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++) Walk(ref reader, $"{path}:{i}");
        }
    }

    private int LineAt(long index) => _octets.AsSpan(0, (int)index).Count((byte)'\n') + 1;
}
