using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Connelink.MailGuard.AddressDirectory.Synchronisation.Ldap;

/// <summary>Judges the certificate of an LDAP server: right name, in time, from an authority of ours. Says in words what is wrong.</summary>
internal sealed class ServerCertificate(SourceSettings settings)
{
    /// <summary>Why it was not accepted; null when it was, or was not seen.</summary>
    public string? Objection { get; private set; }

    public SslClientAuthenticationOptions Options() => new()
    {
        TargetHost = settings.Host,
        CertificateChainPolicy = Policy(),
        RemoteCertificateValidationCallback = (_, certificate, chain, errors) => (Objection = Judge(certificate, chain, errors)) is null,
    };

    private X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck };
        if (settings.CaFile.Length == 0) return policy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        try
        {
            policy.CustomTrustStore.ImportFromPemFile(settings.CaFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new SourceException($"caFile {settings.CaFile} cannot be read: {e.Message}", e);
        }
        if (policy.CustomTrustStore.Count == 0) throw new SourceException($"caFile {settings.CaFile} has no certificate in it; write PEM");
        return policy;
    }

    private string? Judge(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None) return null;
        if (certificate is not X509Certificate2 shown) return "it showed no certificate";
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)) return $"its certificate is for {Names(shown)}, not for {settings.Host}";
        var reasons = chain?.ChainStatus.Select(status => status.StatusInformation.Trim()).Distinct() ?? [];
        var authority = settings.CaFile.Length > 0 ? settings.CaFile : "the system's authorities";
        return $"its certificate (issued by {shown.Issuer}, valid until {shown.NotAfter.ToUniversalTime():yyyy-MM-dd}) is not trusted by {authority}: {string.Join(", ", reasons)}";
    }

    private static string Names(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(names => names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(address => address.ToString())));
        var shown = string.Join(", ", names.Take(10));
        return shown.Length > 0 ? shown : certificate.Subject;
    }
}
