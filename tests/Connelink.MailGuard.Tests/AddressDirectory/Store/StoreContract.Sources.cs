using System.Text;
using Connelink.MailGuard.AddressDirectory.Formats;
using Connelink.MailGuard.AddressDirectory.Store;
using Xunit;

namespace Connelink.MailGuard.Tests.AddressDirectory.Store;

/// <summary>Sources in exports and imports.</summary>
public abstract partial class StoreContract
{
    private const string TwoSources = """
        { "name": "domino", "settings": { "host": "é.client.example", "maxShrink": 0.25, "bindDn": "CN=É'+,O=X", "secretFile": "/etc/secret", "mapping": { "names": [] } } },
        { "name": "Ad", "settings": { "host": "ad.client.example" } }
        """;

    [Fact]
    public void Sources_that_are_exported_erased_and_imported_are_the_same_to_the_octet()
    {
        Import(DirectoryFormat.Json, FileOf($"[ {TwoSources} ]"), keep: true);
        Store.SetStatus(Store.Sources()[0], "{}");
        var (file, sources) = (Export(DirectoryFormat.Json), Sources());
        Assert.Equal(["Ad", "domino"], sources.Select(source => source.Name));
        Assert.Contains("\"maxShrink\":0.25,\"shrinkFloor\":5", Encoding.UTF8.GetString(file), StringComparison.Ordinal); // With every default.
        Change(Test, change => TenantErasure.Run(change, change.Tenants()[0]));
        Import(DirectoryFormat.Json, file, keep: true);
        Assert.Equal(Encoding.UTF8.GetString(file), Encoding.UTF8.GetString(Export(DirectoryFormat.Json)));
        Assert.Equal(sources, Sources());
        var version = Store.Version();
        Import(DirectoryFormat.Json, file, keep: false);
        Assert.Equal(version, Store.Version()); // Nothing differs.
    }

    [Theory]
    [InlineData(null, true, "Ad domino")]
    [InlineData(null, false, "Ad domino")]
    [InlineData("[]", true, "Ad domino")]
    [InlineData("[]", false, "")]
    [InlineData("""[ { "name": "new", "settings": { "host": "a.example" } } ]""", true, "Ad domino new")]
    [InlineData("""[ { "name": "new", "settings": { "host": "a.example" } } ]""", false, "new")]
    public void A_replacement_removes_sources_only_where_the_file_speaks_of_them(string? sources, bool keep, string left)
    {
        Import(DirectoryFormat.Json, FileOf($"[ {TwoSources} ]"), keep: true);
        var then = Export(DirectoryFormat.Json);
        Import(DirectoryFormat.Json, FileOf(sources), keep);
        Assert.Equal(left, string.Join(' ', Sources().Select(source => source.Name)));
        if (Store.Version() == 1) return;
        Change(Test, change => ChangeRevert.Run(change, 2));
        Assert.Equal(Encoding.UTF8.GetString(then), Encoding.UTF8.GetString(Export(DirectoryFormat.Json)));
    }

    [Fact]
    public void The_past_is_exported_with_its_sources()
    {
        Import(DirectoryFormat.Json, FileOf($"[ {TwoSources} ]"), keep: true);
        var then = Export(DirectoryFormat.Json);
        var at = Store.Log(new())[0].At.AddMilliseconds(1);
        while (DateTimeOffset.UtcNow <= at) Thread.Sleep(1);
        Import(DirectoryFormat.Json, FileOf("""[ { "name": "domino", "settings": { "host": "b.example" } }, { "name": "new", "settings": { "host": "a.example" } } ]"""), keep: false);
        Assert.Equal(["domino", "new"], Sources().Select(source => source.Name));
        using var past = new MemoryStream();
        Store.Export(DirectoryReading.Writer(DirectoryFormat.Json, past), at: at);
        Assert.Equal(Encoding.UTF8.GetString(then), Encoding.UTF8.GetString(past.ToArray()));
    }

    private static byte[] FileOf(string? sources) => Encoding.UTF8.GetBytes(
        $$"""{ "tenants": [ { "name": "client", "domains": ["client.example"]{{(sources is null ? "" : $", \"sources\": {sources}")}}, "entries": [] } ] }""");

    private List<(string Name, string Settings)> Sources() =>
        [.. Store.Sources().Select(source => (source.Name, source.Settings)).OrderBy(source => source.Name, StringComparer.Ordinal)];
}
