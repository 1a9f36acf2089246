using System.Text.Json.Nodes;

namespace Connelink.MailGuard.IntegrationTests.Support;

/// <summary>What a test wants to be different from the usual configuration.</summary>
internal sealed record GatewaySetup
{
    /// <summary>Ports of the next hop's hosts.</summary>
    public required int[] Hosts { get; init; }

    /// <summary>Settings of the next hop.</summary>
    public JsonObject NextHop { get; init; } = [];

    /// <summary>The section Smtp.</summary>
    public JsonObject Smtp { get; init; } = [];

    public bool OffersTls { get; init; }

    /// <summary>The section Directory; null: a file of its own.</summary>
    public JsonObject? Directory { get; init; }

    /// <summary>A program and its arguments that run the gateway: strace.</summary>
    public string[] RunBy { get; init; } = [];

    public string Configuration(TempFolder folder, int inbound, int outbound)
    {
        var listeners = new JsonArray(Listener("inbound", inbound), Listener("outbound", outbound));
        if (OffersTls)
        {
            var certificate = folder.Write("certificate.pem", TestCertificate.Pem());
            foreach (var listener in listeners) listener!["Certificate"] = certificate;
        }
        var nextHop = NextHop.DeepClone().AsObject();
        nextHop["Hosts"] = new JsonArray([.. Hosts.Select(port => JsonValue.Create($"127.0.0.1:{port}"))]);
        return new JsonObject
        {
            ["MailGuard"] = new JsonObject
            {
                ["HostName"] = "mailguard.example",
                ["Listeners"] = listeners,
                ["NextHops"] = new JsonObject { ["hop"] = nextHop },
                ["Directory"] = Directory?.DeepClone() ?? new JsonObject { ["Provider"] = "file", ["Path"] = folder.Write("directory.json", TestDirectory.Json()) },
                ["Smtp"] = Smtp.DeepClone(),
                ["Management"] = new JsonObject { ["Endpoint"] = "" },
                ["Log"] = new JsonObject { ["Path"] = folder.PathOf("transactions.log") },
            },
        }.ToJsonString();
    }

    private static JsonObject Listener(string direction, int port) => new()
    {
        ["Name"] = direction,
        ["Endpoint"] = $"127.0.0.1:{port}",
        ["Direction"] = direction,
        ["NextHop"] = "hop",
        ["AllowedClients"] = new JsonArray("127.0.0.0/8"),
    };
}
