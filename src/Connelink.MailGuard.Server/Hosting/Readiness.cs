using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.Relay;
using Connelink.MailGuard.Session;

namespace Connelink.MailGuard.Server.Hosting;

/// <summary>Whether mail can pass: listeners open, directory in force, a host up for each next hop.</summary>
internal sealed class Readiness(GatewayState state, SmtpGateway gateway, IDirectorySource directory)
{
    public ReadinessReport Report()
    {
        List<ReadinessCheck> checks = [Listeners(), Directory(), .. gateway.NextHops.GroupBy(h => h.NextHop).Select(NextHop)];
        return new(checks.TrueForAll(c => c.Ok), checks);
    }

    private ReadinessCheck Listeners() => state.IsOpen
        ? new("listeners", true, string.Join(", ", gateway.Endpoints.Select(e => $"{e.Listener.Name} on {e.Endpoint}")))
        : new("listeners", false, "closed: starting or stopping");

    /// <summary>A snapshot that no longer agrees with its source is used all the same, and its age is shown.</summary>
    private ReadinessCheck Directory()
    {
        var problem = directory.LastError is { } error ? $"; the source cannot be used: {error}" : "";
        var age = $"{directory.Count} addresses, {directory.Age.TotalSeconds:0} s old{problem}";
        return directory.Current is null ? new("directory", false, $"no snapshot in force ({age})") : new("directory", true, age);
    }

    /// <summary>One host that is up is enough; those that are down are named all the same.</summary>
    private static ReadinessCheck NextHop(IGrouping<string, NextHopHealth> hosts)
    {
        var reasons = hosts.Select(h => h.IsUp ? $"{h.Host} up" : $"{h.Host} down: {h.Problem}");
        return new($"next hop {hosts.Key}", hosts.Any(h => h.IsUp), string.Join("; ", reasons));
    }
}

/// <summary>The body of /health/ready.</summary>
internal sealed record ReadinessReport(bool Ready, IReadOnlyList<ReadinessCheck> Checks);

/// <summary>One condition and what is known of it.</summary>
internal sealed record ReadinessCheck(string Name, bool Ok, string Detail);
