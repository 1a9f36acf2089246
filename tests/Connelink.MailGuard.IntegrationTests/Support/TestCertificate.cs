using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Connelink.MailGuard.IntegrationTests.Support;

/// <summary>A certificate of its own for mailguard.example, with its key, in one PEM text.</summary>
internal static class TestCertificate
{
    public static string Pem()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=mailguard.example", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("mailguard.example");
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        return $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n";
    }
}
