using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Relay;

namespace Connelink.MailGuard.Session;

/// <summary>The section MailGuard of the configuration, but for the directory (design.md section 8).</summary>
public sealed class MailGuardOptions
{
    public const string Section = "MailGuard";

    /// <summary>The gateway's own name: greeting, EHLO, Received.</summary>
    public string HostName { get; set; } = "";

    /// <summary>Names of ours beside <see cref="HostName"/> that null-path reports may come from.</summary>
    public string[] HostNames { get; set; } = [];

    public List<ListenerOptions> Listeners { get; set; } = [];

    public Dictionary<string, NextHopOptions> NextHops { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Recipients that have another next hop than their listener's. The first that matches holds.</summary>
    public List<RouteOptions> Routes { get; set; } = [];

    public SmtpOptions Smtp { get; set; } = new();

    public PolicyOptions Rules { get; set; } = new();

    public ManagementOptions Management { get; set; } = new();

    public TransactionLogOptions Log { get; set; } = new();
}

/// <summary>A tenant or a domain whose recipients go to a next hop of their own; inbound only where Listener is not given.</summary>
public sealed class RouteOptions
{
    public string? Tenant { get; set; }

    public string? Domain { get; set; }

    /// <summary>Name of the listener it holds for; all inbound listeners when not given.</summary>
    public string? Listener { get; set; }

    public string NextHop { get; set; } = "";
}

/// <summary>Health and metrics over HTTP.</summary>
public sealed class ManagementOptions
{
    /// <summary>Address and port; empty: none.</summary>
    public string Endpoint { get; set; } = "127.0.0.1:9925";
}

/// <summary>Where the one line for each transaction goes.</summary>
public sealed class TransactionLogOptions
{
    /// <summary>A file to append to; empty: standard output.</summary>
    public string Path { get; set; } = "";
}
