using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.AddressDirectory.Store;
using Connelink.MailGuard.Policy;
using Xunit;

namespace Connelink.MailGuard.Tests.AddressDirectory.Store;

public abstract partial class StoreContract
{
    [Fact]
    public void A_redirect_to_nowhere_is_refused_and_what_redirects_lead_to_stays()
    {
        var client = Client(Person("a", "x"), Redirect("r", "a@client.example"), Redirect("s", "x@client.example", "else@partner.example"));
        const string Tells = "is not declared, neither as an address nor as an alias; declare it, or take it out of the targets";
        Assert.Contains($"t@client.example targets: 'b@client.example' {Tells}", Refused(change => change.Put(client.Tenant, EntryJson.Read(Redirect("t", "b@client.example")))), StringComparison.Ordinal);
        var refusal = Refused(change => change.Remove(client.Tenant, change.Find("a@client.example"u8)[0].Entry));
        Assert.Contains($"r@client.example targets: 'a@client.example' {Tells}", refusal, StringComparison.Ordinal);
        Assert.Contains($"s@client.example targets: 'x@client.example' {Tells}", refusal, StringComparison.Ordinal);
        Assert.Contains($"s@client.example targets: 'x@client.example' {Tells}", Refused(change => Set(change, "a", entry => entry.Aliases.Clear())), StringComparison.Ordinal);
        Assert.Contains("'w@client.example' is not declared", Refused(change =>
        {
            change.Put(client.Tenant, EntryJson.Read(Weak("d", "w")));
            change.Put(client.Tenant, EntryJson.Read(Redirect("t", "w@client.example"))); // A second person of the name would take it away.
        }), StringComparison.Ordinal);
        Change(Test, change =>
        {
            change.Put(client.Tenant, EntryJson.Read(Redirect("t", "b@client.example"))); // In one change the order does not count.
            change.Put(client.Tenant, EntryJson.Read(Person("b")));
            Set(change, "a", entry => entry.Aliases.Clear());
            Set(change, "b", entry => entry.Aliases.Add("x@client.example"u8));
        });
    }

    [Fact]
    public void Where_tags_are_allowed_a_redirect_may_lead_to_one_until_they_are_not()
    {
        var client = Client(Person("a"));
        Change(Test, change => change.Put(change.Tenants()[0] with { AllowsTags = true }));
        Change(Test, change => change.Put(client.Tenant, EntryJson.Read(Redirect("r", "a+news@client.example"))));
        const string Tells = "r@client.example targets: 'a+news@client.example' is not declared";
        Assert.Contains(Tells, Refused(change => change.Put(change.Tenants()[0] with { AllowsTags = false })), StringComparison.Ordinal);
        Assert.Contains(Tells, Refused(change => change.Remove(client.Tenant, change.Find("a@client.example"u8)[0].Entry)), StringComparison.Ordinal);
    }

    /// <summary>Many at once are judged by the whole directory, and a domain that becomes the tenant's makes of an address outside one of its own.</summary>
    [Fact]
    public void A_large_change_is_judged_like_a_small_one()
    {
        var client = Client(Redirect("r", "a@second.example"));
        var tenant = new StoredTenant(client.Tenant, "client", Language.French, false, false, ["client.example", "second.example"]);
        Assert.Contains("r@client.example targets: 'a@second.example' is not declared", Refused(change => change.Put(tenant)), StringComparison.Ordinal);
        Change(Test, change =>
        {
            change.Put(tenant);
            for (var i = 0; i < 1100; i++) change.Put(client.Tenant, EntryJson.Read(Person($"p{i}")));
            change.Put(client.Tenant, EntryJson.Read("""{"kind":"person","address":"a@second.example"}"""));
        });
        Assert.Contains("'a@second.example' is not declared", Refused(change => new EntryReplacement(change, client.Tenant).Run([EntryJson.Read(Redirect("r", "a@second.example"))])), StringComparison.Ordinal);
    }

    [Fact]
    public void A_redirect_to_nowhere_that_an_older_program_wrote_keeps_nobody_from_reading()
    {
        Client(Person("a"), Redirect("r", "a@client.example"));
        using (var connection = StoreDatabases.Of(Options).Connect()) connection.Execute("DELETE FROM entry WHERE kind = 0");
        Assert.Equal(1, Store.Load().Snapshot.Count);
    }

    private static string Redirect(string local, params string[] targets) =>
        $$"""{"kind":"redirect","address":"{{local}}@client.example","targets":[{{string.Join(',', targets.Select(target => $"\"{target}\""))}}]}""";
}
