using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Connelink.MailGuard.Tests.Support;

namespace Connelink.MailGuard.Tests.Mime;

/// <summary>One message of a .mails file in Corpus, and the events that it must give.</summary>
/// <remarks>
/// "#### name" begins a case, "#--" its events. Lines end with CRLF in the message; {0D} is an octet, {AB*30} one that comes 30 times, and a line that ends with
/// {} goes on without a line end. The last line has a line end.
/// </remarks>
public sealed partial record MessageCase(string File, string Name, byte[] Message, string Events)
{
    public static IReadOnlyList<MessageCase> All { get; } =
        [.. Directory.GetFiles(SourceTree.PathOf("tests", "Connelink.MailGuard.Tests", "Mime", "Corpus"), "*.mails").Order(StringComparer.Ordinal).SelectMany(Read)];

    public override string ToString() => $"{Path.GetFileNameWithoutExtension(File)}: {Name}";

    private static IEnumerable<MessageCase> Read(string file)
    {
        foreach (var text in System.IO.File.ReadAllText(file).Split("#### ", StringSplitOptions.RemoveEmptyEntries).Where(text => !text.StartsWith('#')))
        {
            var name = text[..text.IndexOf('\n', StringComparison.Ordinal)];
            var parts = text[(name.Length + 1)..].Split("#--\n");
            yield return new MessageCase(file, name, Octets(parts[0]), parts.Length > 1 ? parts[1].TrimEnd('\n') + "\n" : "");
        }
    }

    public static byte[] Octets(string text)
    {
        text = text.Replace("{}\n", "", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal);
        return Encoding.Latin1.GetBytes(Octet().Replace(text, match => new string(
            (char)byte.Parse(match.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture),
            match.Groups[2].Success ? int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture) : 1)));
    }

    [GeneratedRegex(@"\{([0-9A-F]{2})(?:\*(\d+))?\}")]
    private static partial Regex Octet();
}
