using System.Text.Json;
using System.Text.Json.Serialization;

namespace Connelink.MailGuard.AddressDirectory.Synchronisation;

/// <summary>How an LDAP source is reached, read and taken over: the settings that stand with it in the store, as JSON.</summary>
public sealed record SourceSettings
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Name or address of the LDAP server; the certificate must be for it.</summary>
    public string Host { get; init; } = "";

    /// <summary>0: 636 for LDAPS, else 389.</summary>
    public int Port { get; init; }

    public LdapTls Tls { get; init; } = LdapTls.Ldaps;

    /// <summary>Certification authorities in PEM that the server's certificate must come from; empty: those of the system.</summary>
    public string CaFile { get; init; } = "";

    /// <summary>Name to bind with; empty: anonymous, which sees few fields on Domino.</summary>
    public string BindDn { get; init; } = "";

    /// <summary>File with the password, on one line.</summary>
    public string SecretFile { get; init; } = "";

    /// <summary>Empty on Domino: its groups have names without a suffix.</summary>
    public string BaseDn { get; init; } = "";

    /// <summary>A further filter that entries must pass (RFC 4515); empty: none.</summary>
    public string Filter { get; init; } = "";

    /// <summary>Longest silence of the server, in connecting and answering.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    public int PageSize { get; init; } = 500;

    /// <summary>Between two passes of `serve`, each of which reads what has changed.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Time of day (UTC) of the pass that reads everything, so that deletions are seen.</summary>
    public TimeOnly FullPassAt { get; init; } = new(2, 30);

    /// <summary>The largest share of the source's addresses that one pass may take away.</summary>
    public double MaxShrink { get; init; } = 0.3;

    /// <summary>So many addresses may go whatever share they are, as long as others stay: where there are few, one person who leaves is a large share.</summary>
    public int ShrinkFloor { get; init; } = 5;

    /// <summary>Plan of persons that the source has no plan of; null: none.</summary>
    public string? Plan { get; init; }

    public SourceMapping Mapping { get; init; } = new();

    [JsonIgnore]
    public int EffectivePort => Port > 0 ? Port : Tls == LdapTls.Ldaps ? 636 : 389;

    /// <summary>For people: "ldaps://domino.client.example:636".</summary>
    [JsonIgnore]
    public string Address => $"{(Tls == LdapTls.Ldaps ? "ldaps" : "ldap")}://{Host}:{EffectivePort}";

    /// <exception cref="DirectoryException">It is no JSON, or has mistakes: all are named.</exception>
    public static SourceSettings Parse(string json)
    {
        try
        {
            var settings = JsonSerializer.Deserialize<SourceSettings>(json, Json) ?? throw new JsonException("it is null");
            var mistakes = SourceSettingsCheck.Mistakes(settings).ToList();
            return mistakes.Count == 0 ? settings : throw new DirectoryException($"The settings of the source have {string.Join("; ", mistakes)}");
        }
        catch (JsonException e)
        {
            throw new DirectoryException($"The settings of the source cannot be read: {Told(e)}", cause: e);
        }
    }

    /// <summary>The serializer names its own types, and counts lines from 0.</summary>
    private static string Told(JsonException mistake)
    {
        var what = mistake switch
        {
            { Message: var message } when message.Contains("could not be mapped", StringComparison.Ordinal) => $"there is no setting {mistake.Path}; docs/directory.md lists all",
            { Message: var message } when message.Contains("could not be converted", StringComparison.Ordinal) => $"{mistake.Path} has a value of another kind than it takes",
            _ => mistake.Message.Split(" LineNumber:")[0].Split(" Path:")[0].TrimEnd('.'),
        };
        return mistake.LineNumber is { } line ? $"line {line + 1}, column {mistake.BytePositionInLine + 1}: {what}" : what;
    }

    public string ToJson() => JsonSerializer.Serialize(this, Json);
}

/// <summary>How the connection is protected.</summary>
public enum LdapTls
{
    /// <summary>TLS from the first octet.</summary>
    Ldaps,

    /// <summary>RFC 4511 4.14, before anything else is said.</summary>
    StartTls,

    /// <summary>Not at all: for a server on the same machine.</summary>
    None,
}
