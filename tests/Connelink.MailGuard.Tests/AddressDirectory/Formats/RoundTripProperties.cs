using System.Text;
using System.Text.Json;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.AddressDirectory.Formats;
using CsCheck;
using Xunit;

namespace Connelink.MailGuard.Tests.AddressDirectory.Formats;

/// <summary>What one form holds, all forms hold: written, read and written again, the octets are the same.</summary>
public sealed class RoundTripProperties
{
    private static readonly Gen<string> Local = Gen.OneOf(
        Gen.String[Gen.Char["abcdefgh=+-'_.{|0"], 1, 12].Where(text => !text.StartsWith('.') && !text.EndsWith('.') && !text.Contains("..")),
        Gen.String[Gen.Char["a ;,\\\"@:<#é€"], 1, 8].Select(Quoted),
        Words("hélène", "=cmd|'/c", "-1", "'=1"));

    private static readonly Gen<string> Mailbox = Gen.Select(Local, Words("client.example", "other.example", "bücher.example"), (local, domain) => $"{local}@{domain}")
        .Where(text => new AddressReader().TryRead(Encoding.UTF8.GetBytes(text), out _));

    private static readonly Gen<string> Pattern = Words("*@customers.example", "bounce-*@client.example", "\"a;b*\"@client.example", "+*@x", "-*@x");

    private static readonly Gen<string> Free = Words(
        "domino", "0A1B", "a;b", "two\r\nlines", "lf\nonly", "cr\ronly", "\"quoted\"", " blank ", "=1+1", "@SUM(A1)", "'", "''", "'=", "\t", "é€𝄞", ": colon", "<url", "#", "x ", "a,b=c\\d+e\0f");

    private static readonly Gen<string> Entry = Gen.Select(
        Words("person", "external", "mailbox", "redirect", "group", "resource", "application"), Mailbox, Mailbox.Array[0, 3], Mailbox.Array[0, 12], Pattern.Array[0, 3], Free, Gen.Int[0, 15],
        (kind, address, aliases, list, patterns, free, dice) => Json(kind, address, aliases, list, patterns, free, dice));

    private static readonly Gen<string> Directory = Gen.Select(Free, Free, Entry.Array[0, 12], Entry.Array[0, 3], Gen.Bool, (one, two, first, second, flag) =>
        $$"""
        { "tenants": [
          { "name": {{Text(one)}}, "domains": ["client.example", "xn--bcher-kva.example"], "language": "fr", "tags": {{(flag ? "true" : "false")}}, "entries": [{{string.Join(",", first)}}] },
          { "name": {{Text("2" + two)}}, "suspended": true, "entries": [{{string.Join(",", second)}}] } ] }
        """);

    [Theory]
    [InlineData(DirectoryFormat.Json)]
    [InlineData(DirectoryFormat.Csv)]
    [InlineData(DirectoryFormat.Ldif)]
    public void What_was_exported_comes_back_to_the_octet(DirectoryFormat format) => Directory.Sample(json =>
    {
        var original = Read(DirectoryFormat.Json, Encoding.UTF8.GetBytes(json));
        var file = original.Write(format);
        var again = Read(format, file);
        Assert.Equal(original.Entries, again.Entries);
        Assert.Equal(Encoding.UTF8.GetString(file), Encoding.UTF8.GetString(again.Write(format)));
        Assert.Equal(original.Write(DirectoryFormat.Json), again.Write(DirectoryFormat.Json));
    }, iter: 200);

    [Theory]
    [InlineData(DirectoryFormat.Json)]
    [InlineData(DirectoryFormat.Csv)]
    [InlineData(DirectoryFormat.Ldif)]
    public void The_format_of_an_export_is_known_by_its_beginning(DirectoryFormat format) =>
        Assert.Equal(format, FormatGuess.Of("-", Read(DirectoryFormat.Json, """{ "tenants": [] }"""u8.ToArray()).Write(format)));

    /// <summary>What a spreadsheet would calculate, or hand to another program, is text in every cell.</summary>
    [Fact]
    public void No_cell_of_an_export_is_a_formula() => Directory.Sample(json =>
    {
        var file = Read(DirectoryFormat.Json, Encoding.UTF8.GetBytes(json)).Write(DirectoryFormat.Csv);
        foreach (var cell in Cells(Encoding.UTF8.GetString(file.AsSpan(3)))) Assert.DoesNotContain(cell.FirstOrDefault(), "=+-@\t\r");
    }, iter: 200);

    private static ReadDirectory Read(DirectoryFormat format, byte[] file)
    {
        var read = ReadDirectory.Of(format, file);
        Assert.Equal("", string.Join('\n', read.Mistakes.First));
        return read;
    }

    private static string Json(string kind, string address, string[] aliases, string[] list, string[] patterns, string free, int dice)
    {
        var entry = new Dictionary<string, object> { ["kind"] = kind, ["address"] = address, ["aliases"] = aliases };
        switch (kind)
        {
            case "person": (entry["plan"], entry["maySendAs"]) = (dice < 8 ? "basic" : "essential", list); break;
            case "mailbox": entry["senders"] = list; break;
            case "redirect": entry["targets"] = list; break;
            case "group": (entry["members"], entry["multiPurpose"]) = (list, dice % 2 == 0); break;
            case "application": (entry["networks"], entry["mayRelayFrom"], entry["reversePaths"]) = (new[] { "192.0.2.0/24", "2001:db8::/32" }, patterns, patterns); break;
        }
        if (dice % 4 == 0) (entry["source"], entry["sourceKey"], entry["weakNames"]) = (free, free, aliases);
        return JsonSerializer.Serialize(entry);
    }

    private static Gen<string> Words(params string[] words) => Gen.Int[0, words.Length - 1].Select(word => words[word]);

    private static string Text(string text) => JsonSerializer.Serialize(text);

    private static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"";

    /// <summary>A second, simple reading of the table.</summary>
    private static IEnumerable<string> Cells(string table)
    {
        var (cell, quoted) = (new StringBuilder(), false);
        for (var i = 0; i < table.Length; i++)
        {
            if (quoted && table[i] == '"' && i + 1 < table.Length && table[i + 1] == '"') cell.Append(table[i++]);
            else if (table[i] == '"') quoted = !quoted;
            else if (!quoted && table[i] is ';' or '\n' && !quoted)
            {
                yield return cell.ToString();
                cell.Clear();
            }
            else if (quoted || table[i] != '\r') cell.Append(table[i]);
        }
    }
}
