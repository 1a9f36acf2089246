using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Connelink.MailGuard.Server.Configuration;

/// <summary>"127.0.0.1:2525", "[::1]:2525", "domino.example:25": strictly, where the framework guesses ("2525" is 0.0.9.221 to it).</summary>
internal static partial class Endpoints
{
    public static bool TryParse(string text, out IPEndPoint endpoint)
    {
        endpoint = new(IPAddress.None, 0);
        if (Address().Match(text) is not { Success: true } match || !TryParsePort(match.Groups["port"].Value, out var port)) return false;
        if (!IPAddress.TryParse(match.Groups["address"].Value, out var address)) return false;
        endpoint = new(address, port);
        return true;
    }

    /// <summary>A host's name or address, and a port.</summary>
    public static bool TryParseHost(string text, out string host, out int port)
    {
        (host, port) = ("", 0);
        if (Host().Match(text) is not { Success: true } match || !TryParsePort(match.Groups["port"].Value, out port)) return false;
        host = match.Groups["host"].Value;
        return port > 0;
    }

    /// <summary>What was probably meant, for the mend.</summary>
    public static string Example(string text)
    {
        var port = text[(text.LastIndexOf(':') + 1)..];
        var hasPort = TryParsePort(port, out _) && (text.Contains(':', StringComparison.Ordinal) || port == text);
        if (text.StartsWith('*') || text.StartsWith(':')) return $"\"0.0.0.0:{(hasPort ? port : "25")}\" or \"[::]:{(hasPort ? port : "25")}\"";
        return IPAddress.TryParse(text, out var address) && text.Contains('.', StringComparison.Ordinal)
            ? $"\"{address}:25\"" : $"\"127.0.0.1:{(hasPort ? port : "25")}\" or \"[::1]:{(hasPort ? port : "25")}\"";
    }

    /// <summary>Whether both cannot be bound: the same port, on the same address or on all addresses.</summary>
    public static bool Collide(IPEndPoint a, IPEndPoint b) => a.Port == b.Port && a.Port != 0 && (a.Address.Equals(b.Address) || IsAny(a) || IsAny(b));

    public static bool IsAny(IPEndPoint endpoint) => endpoint.Address.Equals(IPAddress.Any) || endpoint.Address.Equals(IPAddress.IPv6Any);

    private static bool TryParsePort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= IPEndPoint.MaxPort;

    [GeneratedRegex(@"^(\[(?<address>[0-9A-Fa-f:.%]+)\]|(?<address>\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})):(?<port>\d+)$")]
    private static partial Regex Address();

    [GeneratedRegex(@"^(\[(?<host>[0-9A-Fa-f:.%]+)\]|(?<host>[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9])?)):(?<port>\d+)$")]
    private static partial Regex Host();
}
