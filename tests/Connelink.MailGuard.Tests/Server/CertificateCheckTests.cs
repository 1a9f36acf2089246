using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Connelink.MailGuard.Server.Configuration;
using Connelink.MailGuard.Session;
using Xunit;

namespace Connelink.MailGuard.Tests.Server;

/// <summary>Certificates made for the moment: a file in the repository would be of no time soon.</summary>
public sealed class CertificateCheckTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mailguard-certificates-").FullName;

    private string CertificateFile => Path.Combine(_folder, "own.pem");

    private string KeyFile => Path.Combine(_folder, "own.key");

    [Fact]
    public void A_certificate_of_this_time_with_its_key_is_good()
    {
        Make(-1, 90);
        Assert.Empty(Check(new() { Certificate = CertificateFile, CertificateKey = KeyFile }));
    }

    [Theory]
    [InlineData(-90, -2, "error", "the certificate has expired on ")]
    [InlineData(2, 90, "error", "the certificate is not valid before ")]
    [InlineData(-90, 5, "warning", "the certificate expires on ")]
    public void A_certificate_of_another_time_is_told(int from, int to, string kind, string what)
    {
        Make(from, to);
        var mistake = Assert.Single(Check(new() { Certificate = CertificateFile, CertificateKey = KeyFile }));
        Assert.Equal(kind, mistake.Kind);
        Assert.StartsWith(what, mistake.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_without_its_key_is_told()
    {
        Make(-1, 90);
        var mistake = Assert.Single(Check(new() { Certificate = CertificateFile }));
        Assert.Equal($"\"{CertificateFile}\" has no private key", mistake.What);
    }

    [Fact]
    public void A_wrong_password_is_told_and_the_right_one_is_good()
    {
        var pfx = Path.Combine(_folder, "own.pfx");
        var password = Path.Combine(_folder, "password");
        File.WriteAllBytes(pfx, Make(-1, 90).Export(X509ContentType.Pkcs12, "right"));

        File.WriteAllText(password, "wrong\n");
        Assert.Contains("cannot be read", Assert.Single(Check(new() { Certificate = pfx, CertificatePasswordFile = password })).What, StringComparison.Ordinal);
        File.WriteAllText(password, "right\n");
        Assert.Empty(Check(new() { Certificate = pfx, CertificatePasswordFile = password }));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static IReadOnlyList<Mistake> Check(ListenerOptions listener)
    {
        var mistakes = new Mistakes(_ => null);
        CertificateCheck.Run(listener, "MailGuard:Listeners:0", mistakes);
        return mistakes.Items;
    }

    private X509Certificate2 Make(int fromDays, int toDays)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = DateTimeOffset.UtcNow;
        var certificate = new CertificateRequest("CN=mailguard.example", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(fromDays), now.AddDays(toDays));
        File.WriteAllText(CertificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(KeyFile, key.ExportPkcs8PrivateKeyPem());
        return certificate;
    }
}
