using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Connelink.MailGuard.Transport;

namespace Connelink.MailGuard.Session;

/// <summary>The certificate of a listener, from PEM or PFX files; a renewed file is taken up by itself. Safe for all threads.</summary>
public sealed class ServerCertificate
{
    /// <summary>How often a handshake looks whether the file has changed.</summary>
    private const long CheckMilliseconds = 10_000;

    private readonly ListenerOptions _listener;
    private SslServerAuthenticationOptions _options;
    private DateTime _written;
    private long _checked = Deadlines.Now;

    /// <exception cref="System.Security.Cryptography.CryptographicException">The file is no certificate, has no private key, or the password is wrong.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public ServerCertificate(ListenerOptions listener)
    {
        _listener = listener;
        _written = File.GetLastWriteTimeUtc(listener.Certificate!);
        _options = Load(listener);
    }

    /// <summary>Options of the next handshake. A renewed file that cannot be read leaves the old certificate in force.</summary>
    public SslServerAuthenticationOptions Current
    {
        get
        {
            var now = Deadlines.Now;
            var last = Volatile.Read(ref _checked);
            if (now - last < CheckMilliseconds || Interlocked.CompareExchange(ref _checked, now, last) != last) return _options;
            try
            {
                if (File.GetLastWriteTimeUtc(_listener.Certificate!) is var written && written != _written) (_options, _written) = (Load(_listener), written);
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException)
            {
                // Half-written, most likely: the next look finds it whole.
            }
            return _options;
        }
    }

    private static SslServerAuthenticationOptions Load(ListenerOptions listener)
    {
        var password = listener.CertificatePasswordFile is { Length: > 0 } file ? File.ReadAllText(file).TrimEnd('\r', '\n') : null;
        X509Certificate2Collection chain = [];
        X509Certificate2 own;
        if (Path.GetExtension(listener.Certificate) is ".pfx" or ".p12")
        {
            own = X509CertificateLoader.LoadPkcs12FromFile(listener.Certificate!, password);
        }
        else
        {
            var key = listener.CertificateKey is { Length: > 0 } ? listener.CertificateKey : null;
            own = password is null
                ? X509Certificate2.CreateFromPemFile(listener.Certificate!, key)
                : X509Certificate2.CreateFromEncryptedPemFile(listener.Certificate!, password, key);
            chain.ImportFromPemFile(listener.Certificate!);
        }
        return new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(own, chain, offline: true),
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13, // RFC 8996: older ones are deprecated
        };
    }
}
