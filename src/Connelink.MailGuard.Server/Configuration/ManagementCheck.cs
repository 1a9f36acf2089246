using System.Net;

namespace Connelink.MailGuard.Server.Configuration;

/// <summary>The management endpoint and the transaction log.</summary>
internal static class ManagementCheck
{
    public static void Run(Settings settings, Mistakes mistakes)
    {
        CheckEndpoint(settings, "MailGuard:Management:Endpoint", mistakes);
        var log = settings.MailGuard.Log.Path;
        if (log.Length == 0) return;
        if (Directory.Exists(log)) mistakes.Add("MailGuard:Log:Path", $"\"{log}\" is a folder", "Name a file.");
        else if (!Directory.Exists(Path.GetDirectoryName(log))) mistakes.Add("MailGuard:Log:Path", $"there is no folder \"{Path.GetDirectoryName(log)}\"", "Make it, or name another.");
    }

    private static void CheckEndpoint(Settings settings, string path, Mistakes mistakes)
    {
        var text = settings.MailGuard.Management.Endpoint;
        if (text.Length == 0) return;
        if (!Endpoints.TryParse(text, out var endpoint))
        {
            mistakes.Add(path, $"\"{text}\" is no IP address with port", $"Write {Endpoints.Example(text)}, or \"\" for none.");
            return;
        }
        var same = settings.MailGuard.Listeners.FindIndex(l => Endpoints.TryParse(l.Endpoint, out var other) && Endpoints.Collide(endpoint, other));
        if (same >= 0) mistakes.Add(path, $"\"{text}\" cannot be opened beside \"{settings.MailGuard.Listeners[same].Endpoint}\" of MailGuard:Listeners:{same}", "Write another port.");
        if (!IPAddress.IsLoopback(endpoint.Address)) mistakes.Warn(path, $"health and metrics on \"{text}\" ask nobody who he is", "Write a loopback address, or keep the port behind a firewall.");
    }
}
