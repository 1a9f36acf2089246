namespace Connelink.MailGuard.Server.Configuration;

/// <summary>What no single value can show: names that must exist, files that must be readable, sizes that must fit each other.</summary>
internal static class SettingsChecks
{
    public static void Run(Settings settings, Mistakes mistakes, bool readsDirectory)
    {
        HostNameCheck.Run(settings, mistakes);
        ListenerCheck.Run(settings, mistakes);
        NextHopCheck.Run(settings, mistakes);
        RouteCheck.Run(settings, mistakes);
        SizeCheck.Run(settings, mistakes);
        RuleCheck.Run(settings, mistakes);
        ManagementCheck.Run(settings, mistakes);
        DirectoryCheck.Run(settings, mistakes, readsDirectory);
    }
}
