using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Connelink.MailGuard.Tests.Support;

/// <summary>Certificates that sign themselves.</summary>
internal static class TestCertificate
{
    /// <summary>For this DNS name, with its key.</summary>
    public static X509Certificate2 For(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
    }
}
