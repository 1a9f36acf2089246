using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.Audit;
using Connelink.MailGuard.Relay;
using Connelink.MailGuard.Session;

namespace Connelink.MailGuard.Server.Hosting;

/// <summary>Whether mail can pass: listeners open, directory in force, a host that takes our mail for each next hop.</summary>
internal sealed class Readiness(GatewayState state, SmtpGateway gateway, IDirectorySource directory, AuditLog log)
{
    public ReadinessReport Report()
    {
        List<ReadinessCheck> checks = [Listeners(), Directory(), Log(), .. gateway.NextHops.GroupBy(h => h.NextHop).Select(NextHop)];
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

    /// <summary>Mail passes without it, so it is no reason to be taken out of service.</summary>
    private ReadinessCheck Log() => new("log", true, log.Problem is { } problem ? $"cannot be written: {problem}; {log.Lost} lines lost" : "written");

    /// <summary>One host that takes our mail is enough; the others are named all the same.</summary>
    private static ReadinessCheck NextHop(IGrouping<string, NextHopHealth> hosts) =>
        new($"next hop {hosts.Key}", hosts.Any(h => h.TakesMail), string.Join("; ", hosts.Select(State)));

    private static string State(NextHopHealth host) => (host.IsUp, host.Problem) switch
    {
        (true, null) => $"{host.Host} up",
        (true, _) => $"{host.Host} refuses us: {host.Problem}",
        _ => $"{host.Host} down: {host.Problem}",
    };
}

/// <summary>The body of /health/ready.</summary>
internal sealed record ReadinessReport(bool Ready, IReadOnlyList<ReadinessCheck> Checks);

/// <summary>One condition and what is known of it.</summary>
internal sealed record ReadinessCheck(string Name, bool Ok, string Detail);
