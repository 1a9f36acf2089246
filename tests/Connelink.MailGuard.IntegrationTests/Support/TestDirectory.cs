using System.Text.Json.Nodes;

namespace Connelink.MailGuard.IntegrationTests.Support;

/// <summary>The declared addresses: alice, and as many users as the recipient limit needs.</summary>
internal static class TestDirectory
{
    private const int Users = 600;

    public static string User(int number) => $"user{number}@client.example";

    public static string Json()
    {
        var addresses = Enumerable.Range(1, Users).Select(User).Prepend(SmtpDialog.To);
        var entries = addresses.Select(address => (JsonNode)new JsonObject { ["kind"] = "person", ["address"] = address, ["plan"] = "complete" });
        var tenant = new JsonObject
        {
            ["name"] = "client",
            ["domains"] = new JsonArray("client.example"),
            ["language"] = "en",
            ["entries"] = new JsonArray([.. entries]),
        };
        return new JsonObject { ["tenants"] = new JsonArray(tenant) }.ToJsonString();
    }
}
