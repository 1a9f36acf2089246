using System.Text;
using Connelink.MailGuard.AddressDirectory;

namespace Connelink.MailGuard.Tests.AddressDirectory;

/// <summary>Directories for tests, from JSON text.</summary>
internal static class Directories
{
    public static DirectorySnapshot Load(string json) => DirectoryFile.Load(new MemoryStream(Encoding.UTF8.GetBytes(json)), "test.json");

    /// <summary>One tenant with these entries.</summary>
    public static string Client(string entries) =>
        $$"""{ "tenants": [ { "name": "client", "domains": ["client.example"], "entries": [ {{entries}} ] } ] }""";

    public static string Person(string local) => $$"""{ "kind": "person", "address": "{{local}}@client.example" }""";

    public static DirectorySnapshot Sample() => DirectoryFile.Load(Path.Combine(Root(), "directory.sample.json"));

    public static List<string> Texts(AddressList list)
    {
        var texts = new List<string>();
        for (var i = 0; i < list.Count; i++) texts.Add(Encoding.UTF8.GetString(list[i]));
        return texts;
    }

    public static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Connelink.MailGuard.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
