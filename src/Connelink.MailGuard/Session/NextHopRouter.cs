using System.Text;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Relay;
using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Session;

/// <summary>Finds the next hop of a recipient: its domain's, its tenant's, or the listener's. Immutable.</summary>
public sealed class NextHopRouter
{
    private readonly NextHopPool _default;
    private readonly (byte[]? Domain, string? Tenant, NextHopPool Pool)[] _routes;
    private readonly NextHopPool[] _pools;

    public NextHopRouter(ListenerOptions listener, IEnumerable<RouteOptions> routes, IReadOnlyDictionary<string, NextHopPool> pools)
    {
        _default = pools[listener.NextHop];
        _routes =
        [
            .. routes.Where(route => HoldsFor(route, listener)).Select(route => (
                route.Domain is { } domain ? Encoding.ASCII.GetBytes(domain.ToLowerInvariant()) : null, route.Tenant, pools[route.NextHop])),
        ];
        _pools = [.. _routes.Select(route => route.Pool).Append(_default).Distinct()];
    }

    /// <summary>What all next hops that mail may go to can do.</summary>
    public SmtpExtensions Offer
    {
        get
        {
            var offer = (SmtpExtensions)~0;
            foreach (var pool in _pools) offer &= pool.Offer;
            return offer;
        }
    }

    /// <summary>The smallest SIZE limit of them; 0: none told.</summary>
    public long Size
    {
        get
        {
            var size = 0L;
            foreach (var pool in _pools)
            {
                if (pool.Size is > 0 and var theirs && (size == 0 || theirs < size)) size = theirs;
            }
            return size;
        }
    }

    public NextHopPool Find(ForwardPath recipient, IDirectorySnapshot? directory)
    {
        if (_routes.Length == 0) return _default;

        var domain = recipient.Mailbox.Domain;
        Tenant tenant = default;
        var isHosted = directory?.TryGetTenant(domain, out tenant) == true;
        foreach (var route in _routes)
        {
            if (route.Domain is not null && domain.SequenceEqual(route.Domain)) return route.Pool;
            if (isHosted && route.Tenant is not null && string.Equals(route.Tenant, tenant.Name, StringComparison.OrdinalIgnoreCase)) return route.Pool;
        }
        return _default;
    }

    private static bool HoldsFor(RouteOptions route, ListenerOptions listener) =>
        route.Listener is { } name ? string.Equals(name, listener.Name, StringComparison.OrdinalIgnoreCase) : listener.Direction == Direction.Inbound;
}
