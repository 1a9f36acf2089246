using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Connelink.MailGuard.Relay;

namespace Connelink.MailGuard.Server.Configuration;

/// <summary>Each next hop: where it is, that it is not the gateway itself, that its times fit the clients'.</summary>
internal static class NextHopCheck
{
    /// <summary>RFC 5321 4.5.3.2.6: a client waits so long for the reply to its final dot.</summary>
    private static readonly TimeSpan ClientPatience = TimeSpan.FromMinutes(10);

    public static void Run(Settings settings, Mistakes mistakes)
    {
        if (settings.MailGuard.NextHops.Count == 0 && !mistakes.Concern("MailGuard:NextHops"))
        {
            mistakes.Add("MailGuard:NextHops", "there is no next hop", "Write one at least: { \"domino\": { \"Hosts\": [\"127.0.0.1:2625\"] } }.");
        }
        foreach (var (name, nextHop) in settings.MailGuard.NextHops)
        {
            var path = $"MailGuard:NextHops:{name}";
            CheckHosts(settings, nextHop, $"{path}:Hosts", mistakes);
            CheckTimes(nextHop, path, mistakes);
            CheckTrust(nextHop, $"{path}:TrustedCertificates", mistakes);
            if (!IsUsed(settings, name)) mistakes.Warn(path, $"no listener or route sends anything to \"{name}\"", "Remove it, or name it where it is meant.");
        }
    }

    private static void CheckHosts(Settings settings, NextHopOptions nextHop, string path, Mistakes mistakes)
    {
        if (nextHop.Hosts.Length == 0 && !mistakes.Concern(path)) mistakes.Add(path, "there is no host", "Write \"host:port\" in a list: [\"127.0.0.1:2625\"].");
        foreach (var (i, text) in nextHop.Hosts.Index())
        {
            if (!Endpoints.TryParseHost(text, out var host, out var port))
            {
                mistakes.Add($"{path}:{i}", $"\"{text}\" is no host with port", "Write \"domino.example:25\", \"192.0.2.7:25\" or \"[2001:db8::7]:25\".");
            }
            else if (Own(settings, host, port) is { } listener)
            {
                mistakes.Add($"{path}:{i}", $"\"{text}\" is the gateway's own listener \"{listener}\": mail would run in a circle", "Write the next hop's host and port.");
            }
            else if (Array.FindIndex(nextHop.Hosts, h => h.Equals(text, StringComparison.OrdinalIgnoreCase)) < i)
            {
                mistakes.Warn($"{path}:{i}", $"\"{text}\" is there twice", "Remove one.");
            }
        }
    }

    private static string? Own(Settings settings, string host, int port) => settings.MailGuard.Listeners.Find(listener =>
        Endpoints.TryParse(listener.Endpoint, out var own) && own.Port == port
        && (host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.IsLoopback(own.Address) || Endpoints.IsAny(own)
            : IPAddress.TryParse(host, out var address) && (address.Equals(own.Address) || (Endpoints.IsAny(own) && IPAddress.IsLoopback(address)))))?.Name;

    private static void CheckTimes(NextHopOptions nextHop, string path, Mistakes mistakes)
    {
        if (nextHop.ConnectTimeout > nextHop.RcptTimeout)
        {
            mistakes.Add($"{path}:ConnectTimeout", $"{nextHop.ConnectTimeout:c} is longer than RcptTimeout, {nextHop.RcptTimeout:c}", "Write a shorter time.");
        }
        if (nextHop.FinalReplyTimeout >= ClientPatience)
        {
            mistakes.Warn($"{path}:FinalReplyTimeout", $"clients wait 10 minutes for this reply and then send again; {nextHop.FinalReplyTimeout:c} makes duplicates", "Write less than \"00:10:00\".");
        }
    }

    private static void CheckTrust(NextHopOptions nextHop, string path, Mistakes mistakes)
    {
        if (string.IsNullOrEmpty(nextHop.TrustedCertificates) || !CertificateCheck.IsThere(nextHop.TrustedCertificates, path, mistakes)) return;
        var found = new X509Certificate2Collection();
        try
        {
            found.ImportFromPemFile(nextHop.TrustedCertificates);
        }
        catch (CryptographicException)
        {
            found.Clear();
        }
        if (found.Count == 0) mistakes.Add(path, $"\"{nextHop.TrustedCertificates}\" holds no certificate", "Give a PEM file of certificates.");
    }

    private static bool IsUsed(Settings settings, string name) =>
        settings.MailGuard.Listeners.Exists(l => l.NextHop.Equals(name, StringComparison.OrdinalIgnoreCase))
        || settings.MailGuard.Routes.Exists(r => r.NextHop.Equals(name, StringComparison.OrdinalIgnoreCase));
}
