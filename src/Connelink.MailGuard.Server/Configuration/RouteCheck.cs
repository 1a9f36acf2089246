namespace Connelink.MailGuard.Server.Configuration;

/// <summary>Routes: what they hold for and where they lead.</summary>
internal static class RouteCheck
{
    public static void Run(Settings settings, Mistakes mistakes)
    {
        foreach (var (i, route) in settings.MailGuard.Routes.Index())
        {
            var path = $"MailGuard:Routes:{i}";
            var (tenant, domain) = (!string.IsNullOrEmpty(route.Tenant), !string.IsNullOrEmpty(route.Domain));
            if (tenant == domain) mistakes.Add(path, tenant ? "the route names a tenant and a domain" : "the route names no recipients", "Write either Tenant or Domain.");
            ListenerCheck.CheckNextHop(settings, route.NextHop, $"{path}:NextHop", mistakes);

            string[] listeners = [.. settings.MailGuard.Listeners.Select(l => l.Name)];
            if (string.IsNullOrEmpty(route.Listener) || listeners.Contains(route.Listener, StringComparer.OrdinalIgnoreCase)) continue;
            mistakes.Add($"{path}:Listener", $"there is no listener \"{route.Listener}\"", Nearest.Mend(route.Listener, listeners));
        }
    }
}
