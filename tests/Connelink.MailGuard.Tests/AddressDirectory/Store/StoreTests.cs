using System.Text;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.AddressDirectory.Store;
using Connelink.MailGuard.Policy;
using Xunit;

namespace Connelink.MailGuard.Tests.AddressDirectory.Store;

/// <summary>The store in SQLite.</summary>
public sealed class StoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mailguard-store-").FullName;
    private readonly DirectoryStore _store;

    public StoreTests() => _store = DirectoryStore.Open(new DirectoryOptions { Provider = "sqlite", Path = Path.Combine(_folder, "directory.db") });

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_put_in_is_read_back()
    {
        using (var change = _store.Begin(new("tester", "set up", "a test")))
        {
            var tenant = change.Put(new StoredTenant(0, "client", Language.French, false, false, ["client.example"]));
            change.Put(tenant.Id, EntryJson.Read("""{"kind":"person","address":"a@client.example","aliases":["b@client.example"],"plan":"basic"}"""));
            change.Put(tenant.Id, EntryJson.Read("""{"kind":"application","address":"c@client.example","networks":["192.0.2.0/24"]}"""));
            Assert.Equal(1, change.Commit());
        }
        var (snapshot, version) = _store.Load();
        Assert.Equal((3, 1), (snapshot.Count, version));
        Assert.True(snapshot.TryFind("b@client.example"u8, out var found));
        Assert.Equal(Plan.Basic, found.Plan);
        Assert.Equal(
            ["""{"kind":"person","address":"a@client.example","aliases":["b@client.example"],"plan":"basic"}""", """{"kind":"application","address":"c@client.example","networks":["192.0.2.0/24"]}"""],
            _store.Entries().Select(row => EntryJson.Text(row.Entry)));
        Assert.Equal("a@client.example", Encoding.UTF8.GetString(_store.Find("b@client.example"u8)[0].Entry.Address[0]));
    }
}
