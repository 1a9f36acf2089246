using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Connelink.MailGuard.Server.Configuration;

/// <summary>"192.0.2.0/24", "::1": networks of clients.</summary>
internal static class Networks
{
    public static bool TryParse(string text, out IPAddress address, out int prefix)
    {
        prefix = 0;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!TryParseAddress(slash < 0 ? text : text[..slash], out address)) return false;
        var bits = address.GetAddressBytes().Length * 8;
        prefix = bits;
        return slash < 0 || (int.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out prefix) && prefix <= bits);
    }

    /// <summary>The network's own address: everything behind the prefix is zero.</summary>
    public static IPAddress Masked(IPAddress address, int prefix)
    {
        var octets = address.GetAddressBytes();
        for (var i = 0; i < octets.Length; i++)
        {
            var bits = Math.Clamp(prefix - i * 8, 0, 8);
            octets[i] &= (byte)(0xFF << (8 - bits));
        }
        return new(octets);
    }

    /// <summary>Four numbers, not the short forms ("10.1") that the framework takes too.</summary>
    private static bool TryParseAddress(string text, out IPAddress address)
    {
        if (!IPAddress.TryParse(text, out address!)) return false;
        return address.AddressFamily == AddressFamily.InterNetworkV6 || text.Count(c => c == '.') == 3;
    }
}
