using System.Text;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.AddressDirectory.Formats;
using Connelink.MailGuard.AddressDirectory.Store;
using Connelink.MailGuard.AddressDirectory.Synchronisation;
using Connelink.MailGuard.Policy;
using Xunit;

namespace Connelink.MailGuard.Tests.AddressDirectory.Store;

public abstract partial class StoreContract
{
    private const string Sample = """
        { "tenants": [
          { "name": "client", "domains": ["client.example", "second.example"], "language": "fr", "tags": true, "entries": [
            { "kind": "person", "address": "é.b@client.example", "aliases": ["\"a;b\"@client.example"], "plan": "basic", "language": "en" },
            { "kind": "redirect", "address": "r@second.example", "targets": ["é.b+t@client.example", "x@y.example"] },
            { "kind": "group", "address": "g@client.example", "members": ["r@second.example"], "multiPurpose": true, "source": "domino", "sourceKey": "U1", "weakNames": ["w@client.example"] },
            { "kind": "application", "address": "app@client.example", "networks": ["192.0.2.0/24"], "reversePaths": ["b-*@client.example"] } ] },
          { "name": "other", "domains": [], "suspended": true, "entries": [ { "kind": "external", "address": "x@y.example" } ] } ] }
        """;

    [Theory]
    [InlineData(DirectoryFormat.Json)]
    [InlineData(DirectoryFormat.Csv)]
    [InlineData(DirectoryFormat.Ldif)]
    public void What_is_exported_erased_and_imported_is_the_same_to_the_octet(DirectoryFormat format)
    {
        Import(DirectoryFormat.Json, Encoding.UTF8.GetBytes(Sample), keep: true);
        var (file, names) = (Export(format), Names());
        foreach (var tenant in Store.Tenants()) Change(Test, change => TenantErasure.Run(change, tenant));
        Assert.Empty(Store.Entries());
        Import(format, file, keep: true);
        Assert.Equal(Encoding.UTF8.GetString(file), Encoding.UTF8.GetString(Export(format)));
        Assert.Equal(names, Names());
        var version = Store.Version();
        Import(format, file, keep: false);
        Assert.Equal(version, Store.Version()); // Nothing differs.

        IEnumerable<string> Names() => Store.Entries().Select(row => Address(row.Entry)).Order(StringComparer.Ordinal).ToList();
    }

    [Fact]
    public void The_past_is_exported_and_names_are_completed()
    {
        Client(Person("a"), Person("b"));
        var then = Export(DirectoryFormat.Json);
        var at = Store.Log(new())[0].At.AddMilliseconds(1);
        while (DateTimeOffset.UtcNow <= at) Thread.Sleep(1);
        Change(Test, change => change.Remove(1, change.Find("a@client.example"u8)[0].Entry));
        Change(Test, change => change.Put(1, EntryJson.Read(Person("c"))));
        using var past = new MemoryStream();
        Store.Export(DirectoryReading.Writer(DirectoryFormat.Json, past), at: at);
        Assert.Equal(Encoding.UTF8.GetString(then), Encoding.UTF8.GetString(past.ToArray()));
        Assert.Equal(["b@client.example"], Store.StartingWith("b", 10));
        Assert.Equal(1, Store.Refuse(["x@client.example"], Test));
        Assert.Equal(0, Store.Refuse(["x@client.example"], Test));
        Assert.Equal(["x@client.example"], Store.Refused());
    }

    [Fact]
    public void A_source_is_merged_and_what_it_takes_back_goes()
    {
        var source = Source();
        Assert.Equal((2, 0), Sync(SourceOf("1", "ada", "countess"), SourceOf("2", "bob")));
        Assert.Equal((0, 1), Sync(SourceOf("1", "ada.lovelace")));
        Assert.Equal(["ada.lovelace@client.example"], Store.Entries().Select(row => Address(row.Entry)));

        (int Added, int Removed) Sync(params SourceEntry[] entries)
        {
            using var change = Store.Begin(Test);
            var image = new SourceImage(new(), ["client.example"], entries.ToDictionary(entry => entry.Key), DateTimeOffset.UnixEpoch, true, "");
            var outcome = new SourceMerge(change, source, new(), image).Run(acceptsShrink: true);
            Assert.Null(outcome.Problem);
            change.Commit();
            return (outcome.Added, outcome.Removed);
        }

        static SourceEntry SourceOf(string key, params string[] names) =>
            new() { Key = key, Dn = key, Kind = EntryKind.Person, Strong = [.. names.Select(name => $"{name}@client.example")] };
    }

    private void Import(DirectoryFormat format, byte[] file, bool keep)
    {
        using var change = Store.Begin(Test);
        var import = new DirectoryImport(change, keep, onlyTenant: null);
        new DirectoryReading(import, change.Mistakes, new(), Tenant: null).Read(format, new MemoryStream(file));
        import.Complete();
        Assert.True(import.Check() is not null, change.Mistakes.ToString());
        change.Commit();
    }

    private byte[] Export(DirectoryFormat format)
    {
        using var file = new MemoryStream();
        Store.Export(DirectoryReading.Writer(format, file));
        return file.ToArray();
    }
}
