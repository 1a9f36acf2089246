using System.Net;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Session;

namespace Connelink.MailGuard.Server.Configuration;

/// <summary>Each listener by itself, and all beside each other.</summary>
internal static class ListenerCheck
{
    public static void Run(Settings settings, Mistakes mistakes)
    {
        var listeners = settings.MailGuard.Listeners;
        if (listeners.Count == 0 && !mistakes.Concern("MailGuard:Listeners"))
        {
            mistakes.Add("MailGuard:Listeners", "there is no listener", "Write one at least; appsettings.sample.json shows two.");
        }
        foreach (var (i, listener) in listeners.Index())
        {
            var path = $"MailGuard:Listeners:{i}";
            CheckName(listeners, i, path, mistakes);
            CheckEndpoint(listeners, i, path, mistakes);
            CheckDirection(settings, listener, path, mistakes);
            CheckNextHop(settings, listener.NextHop, $"{path}:NextHop", mistakes);
            CheckClients(listener, path, mistakes);
            CertificateCheck.Run(listener, path, mistakes);
        }
    }

    public static void CheckNextHop(Settings settings, string name, string path, Mistakes mistakes)
    {
        var known = settings.MailGuard.NextHops.Keys;
        if (settings.MailGuard.NextHops.ContainsKey(name) || mistakes.Concern(path)) return;
        var what = name.Length == 0 ? "no next hop is named" : $"there is no next hop \"{name}\"";
        mistakes.Add(path, what, known.Count == 0 ? "Declare next hops under MailGuard:NextHops." : Nearest.Mend(name, known));
    }

    private static void CheckName(List<ListenerOptions> listeners, int i, string path, Mistakes mistakes)
    {
        var name = listeners[i].Name;
        if (name.Length == 0) mistakes.Add($"{path}:Name", "the listener has no name", "Write one, for example \"inbound\": logs and metrics need it.");
        else if (listeners.FindIndex(l => l.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is var first && first < i)
        {
            mistakes.Add($"{path}:Name", $"\"{name}\" is the name of MailGuard:Listeners:{first} too", "Write another name.");
        }
    }

    private static void CheckEndpoint(List<ListenerOptions> listeners, int i, string path, Mistakes mistakes)
    {
        var text = listeners[i].Endpoint;
        path += ":Endpoint";
        if (text.Length == 0) mistakes.Add(path, "the listener has no endpoint", "Write address and port, \"127.0.0.1:2525\" or \"[::1]:2525\".");
        else if (!Endpoints.TryParse(text, out var endpoint)) mistakes.Add(path, $"\"{text}\" is no IP address with port", $"Write {Endpoints.Example(text)}.");
        else if (listeners.FindIndex(l => Endpoints.TryParse(l.Endpoint, out var other) && Endpoints.Collide(endpoint, other)) is var first && first >= 0 && first < i)
        {
            mistakes.Add(path, $"\"{text}\" cannot be opened beside \"{listeners[first].Endpoint}\" of MailGuard:Listeners:{first}", "Write another port.");
        }
    }

    private static void CheckDirection(Settings settings, ListenerOptions listener, string path, Mistakes mistakes)
    {
        path += ":Direction";
        if (settings.Source[path] is null) mistakes.Add(path, "the listener has no direction", "Write \"inbound\" or \"outbound\".");
        if (listener.Direction == Direction.Submission)
        {
            mistakes.Add(path, "submission is not to be had in this version: there is no AUTH yet", "Write \"inbound\" or \"outbound\".");
        }
    }

    private static void CheckClients(ListenerOptions listener, string path, Mistakes mistakes)
    {
        path += ":AllowedClients";
        foreach (var (i, text) in listener.AllowedClients.Index()) CheckNetwork(text, $"{path}:{i}", mistakes);

        if (listener.AllowedClients.Length > 0 || listener.Direction == Direction.Submission || mistakes.Concern(path)) return;
        const string what = "nobody may connect: the list is empty";
        const string mend = "Write the networks of the antispam service (inbound) or of Domino (outbound).";
        if (Endpoints.TryParse(listener.Endpoint, out var endpoint) && IPAddress.IsLoopback(endpoint.Address)) mistakes.Warn(path, what, mend);
        else mistakes.Add(path, what, mend);
    }

    private static void CheckNetwork(string text, string path, Mistakes mistakes)
    {
        if (!ClientNetworks.TryParse([text], out _, out var errors))
        {
            var parts = errors[0].Split("; write ", 2);
            mistakes.Add(path, parts[0].Replace('\'', '"'), parts.Length == 2 ? $"Write {parts[1]}." : "Write a network, \"192.0.2.0/24\".");
        }
        else if (text.TrimEnd().EndsWith("/0", StringComparison.Ordinal))
        {
            mistakes.Warn(path, $"\"{text}\" lets everybody connect", "Write the networks of the antispam service or of Domino.");
        }
    }
}
