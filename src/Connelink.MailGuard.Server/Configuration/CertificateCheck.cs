using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Connelink.MailGuard.Session;

namespace Connelink.MailGuard.Server.Configuration;

/// <summary>Certificate files: there, readable, with a private key, and of this time.</summary>
internal static class CertificateCheck
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    public static void Run(ListenerOptions listener, string path, Mistakes mistakes)
    {
        if (string.IsNullOrEmpty(listener.Certificate))
        {
            if (!string.IsNullOrEmpty(listener.CertificateKey)) mistakes.Add($"{path}:CertificateKey", "a key without a certificate", "Name the certificate's file in Certificate.");
            return;
        }
        var isThere = IsThere(listener.Certificate, $"{path}:Certificate", mistakes)
            & IsThere(listener.CertificateKey, $"{path}:CertificateKey", mistakes)
            & IsThere(listener.CertificatePasswordFile, $"{path}:CertificatePasswordFile", mistakes);
        if (!isThere) return;
        path += ":Certificate";
        try
        {
            using var certificate = Load(listener);
            if (certificate.HasPrivateKey) CheckTime(certificate, path, mistakes);
            else mistakes.Add(path, $"\"{listener.Certificate}\" has no private key", "Name the key's file in CertificateKey.");
        }
        catch (CryptographicException unreadable)
        {
            mistakes.Add(path, $"\"{listener.Certificate}\" cannot be read: {unreadable.Message.TrimEnd('.')}", "Give a PEM file with certificate and key, or a PFX file named .pfx or .p12; a password goes into CertificatePasswordFile.");
        }
    }

    public static bool IsThere(string? file, string path, Mistakes mistakes)
    {
        if (string.IsNullOrEmpty(file)) return true;
        try
        {
            using var readable = File.OpenRead(file);
            return true;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            var what = unreadable is FileNotFoundException or DirectoryNotFoundException ? $"there is no file \"{file}\"" : unreadable.Message.TrimEnd('.');
            mistakes.Add(path, what, "Name a file that this user may read; a relative path starts at the configuration file.");
            return false;
        }
    }

    private static X509Certificate2 Load(ListenerOptions listener)
    {
        var file = listener.Certificate!;
        var password = string.IsNullOrEmpty(listener.CertificatePasswordFile) ? null : File.ReadAllText(listener.CertificatePasswordFile).TrimEnd('\r', '\n');
        // By its name, as the listener does.
        if (Path.GetExtension(file) is ".pfx" or ".p12") return X509CertificateLoader.LoadPkcs12FromFile(file, password);
        var pem = File.ReadAllText(file);
        var key = string.IsNullOrEmpty(listener.CertificateKey) ? pem : File.ReadAllText(listener.CertificateKey);
        if (!key.Contains("PRIVATE KEY-----", StringComparison.Ordinal)) return X509Certificate2.CreateFromPem(pem);
        return password is null ? X509Certificate2.CreateFromPem(pem, key) : X509Certificate2.CreateFromEncryptedPem(pem, key, password);
    }

    private static void CheckTime(X509Certificate2 certificate, string path, Mistakes mistakes)
    {
        var now = DateTime.Now;
        if (certificate.NotAfter < now) mistakes.Add(path, $"the certificate has expired on {Day(certificate.NotAfter)}", "Renew it.");
        else if (certificate.NotAfter < now + Soon) mistakes.Warn(path, $"the certificate expires on {Day(certificate.NotAfter)}", "Renew it.");
        if (certificate.NotBefore > now) mistakes.Add(path, $"the certificate is not valid before {Day(certificate.NotBefore)}", "Take one that is valid now, or set the clock.");
    }

    private static string Day(DateTime time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
