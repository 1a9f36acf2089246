namespace Connelink.MailGuard.Server.Configuration;

/// <summary>Relative paths are meant from the configuration file's directory, wherever the program was started.</summary>
internal static class SettingsPaths
{
    public static void Resolve(Settings settings)
    {
        var root = Path.GetDirectoryName(settings.File)!;
        settings.Directory.Path = Full(root, settings.Directory.Path) ?? "";
        settings.Directory.PasswordFile = Full(root, settings.Directory.PasswordFile);
        settings.Directory.SnapshotCopy = Full(root, settings.Directory.SnapshotCopy);
        settings.Directory.KeyFile = Full(root, settings.Directory.KeyFile);
        settings.MailGuard.Log.Path = Full(root, settings.MailGuard.Log.Path) ?? "";
        foreach (var listener in settings.MailGuard.Listeners)
        {
            listener.Certificate = Full(root, listener.Certificate);
            listener.CertificateKey = Full(root, listener.CertificateKey);
            listener.CertificatePasswordFile = Full(root, listener.CertificatePasswordFile);
        }
        foreach (var nextHop in settings.MailGuard.NextHops.Values)
        {
            nextHop.TrustedCertificates = Full(root, nextHop.TrustedCertificates);
        }
    }

    private static string? Full(string root, string? path) => string.IsNullOrEmpty(path) ? path : Path.GetFullPath(path, root);
}
