using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace Connelink.MailGuard.Policy;

/// <summary>The networks whose clients a listener serves. IPv4-mapped IPv6 addresses are the IPv4 addresses they hold.</summary>
public sealed class ClientNetworks
{
    private const int MappedPrefix = 96;

    private readonly IPNetwork[] _networks;

    private ClientNetworks(IEnumerable<IPNetwork> networks) => _networks = [.. networks];

    public int Count => _networks.Length;

    public bool Contains(IPAddress client)
    {
        var address = client.IsIPv4MappedToIPv6 ? client.MapToIPv4() : client;
        foreach (var network in _networks)
        {
            if (network.Contains(address)) return true;
        }
        return false;
    }

    /// <exception cref="FormatException">All that is wrong, one mistake a line.</exception>
    public static ClientNetworks Parse(IEnumerable<string> texts) =>
        TryParse(texts, out var networks, out var errors) ? networks : throw new FormatException(string.Join('\n', errors));

    /// <summary>Reads networks ("192.0.2.0/24") and addresses ("::1"); each mistake gets a sentence that names the mend.</summary>
    public static bool TryParse(IEnumerable<string> texts, [NotNullWhen(true)] out ClientNetworks? networks, out IReadOnlyList<string> errors)
    {
        List<IPNetwork> found = [];
        List<string> wrong = [];
        foreach (var text in texts)
        {
            if (Read(text.Trim(), out var network) is { } error) wrong.Add(error);
            else found.Add(network);
        }
        errors = wrong;
        networks = wrong.Count == 0 ? new ClientNetworks(found) : null;
        return networks is not null;
    }

    private static string? Read(string text, out IPNetwork network)
    {
        network = default;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var addressText = slash < 0 ? text : text[..slash];
        if (!IPAddress.TryParse(addressText, out var address) || !IsWrittenOut(address, addressText))
        {
            return $"'{text}' is no IP address or network; write it like 192.0.2.0/24, 192.0.2.7 or 2001:db8::/32";
        }

        var longest = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        var prefix = longest;
        if (slash >= 0 && !(int.TryParse(text.AsSpan(slash + 1), System.Globalization.NumberStyles.None, null, out prefix) && prefix <= longest))
        {
            return $"'{text}' has no valid prefix length; write a number from 0 to {longest} after the slash";
        }

        var start = Start(address, prefix);
        if (!start.Equals(address)) return $"'{text}' has bits set behind its prefix; write {start}/{prefix} for the network or {address} for the one address";
        if (!address.IsIPv4MappedToIPv6)
        {
            network = new IPNetwork(start, prefix);
            return null;
        }

        if (prefix < MappedPrefix) return $"'{text}' mixes IPv6 with mapped IPv4 addresses; write the IPv4 network itself, like 192.0.2.0/24";
        network = new IPNetwork(start.MapToIPv4(), prefix - MappedPrefix);
        return null;
    }

    // .NET takes "10.1" for 10.0.0.1 and "010.0.0.1" for 8.0.0.1: nobody who writes that into a list of trusted clients means it.
    private static bool IsWrittenOut(IPAddress address, string text) =>
        address.AddressFamily != AddressFamily.InterNetwork || address.ToString() == text;

    private static IPAddress Start(IPAddress address, int prefix)
    {
        var octets = address.GetAddressBytes();
        for (var i = 0; i < octets.Length; i++)
        {
            var kept = Math.Clamp(prefix - (i * 8), 0, 8);
            octets[i] &= (byte)(0xFF << (8 - kept));
        }
        return new IPAddress(octets);
    }
}
