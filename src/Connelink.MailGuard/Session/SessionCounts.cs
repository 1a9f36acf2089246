using System.Net;
using System.Runtime.InteropServices;

namespace Connelink.MailGuard.Session;

/// <summary>Sessions of all listeners, in all and for each client address, under their limits. Safe for all threads.</summary>
public sealed class SessionCounts(SmtpOptions limits)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, int> _clients = [];
    private int _all;

    public bool TryEnter(IPAddress client)
    {
        lock (_lock)
        {
            if (_all >= limits.MaxConnections) return false;
            ref var own = ref CollectionsMarshal.GetValueRefOrAddDefault(_clients, client, out _);
            if (own >= limits.MaxConnectionsPerClient) return false;
            own++;
            _all++;
            return true;
        }
    }

    public void Leave(IPAddress client)
    {
        lock (_lock)
        {
            _all--;
            if (--CollectionsMarshal.GetValueRefOrAddDefault(_clients, client, out _) <= 0) _clients.Remove(client);
        }
    }
}
