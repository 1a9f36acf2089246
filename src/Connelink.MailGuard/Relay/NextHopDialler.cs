using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Connelink.MailGuard.Smtp;
using Connelink.MailGuard.Transport;

namespace Connelink.MailGuard.Relay;

/// <summary>Opens a connection to a host: greeting, EHLO, STARTTLS as configured, EHLO again. Safe for all threads.</summary>
public sealed class NextHopDialler
{
    private readonly NextHopOptions _options;
    private readonly Deadlines _deadlines;
    private readonly WorkerLane _lane;
    private readonly byte[] _ehlo;
    private readonly byte[] _helo;
    private readonly X509Certificate2Collection? _trusted;

    public NextHopDialler(NextHopOptions options, string helloName, Deadlines deadlines, WorkerLane lane)
    {
        _options = options;
        _deadlines = deadlines;
        _lane = lane;
        _ehlo = Encoding.ASCII.GetBytes($"EHLO {helloName}\r\n");
        _helo = Encoding.ASCII.GetBytes($"HELO {helloName}\r\n");
        if (options.TrustedCertificates is { Length: > 0 } file)
        {
            _trusted = [];
            _trusted.ImportFromPemFile(file);
        }
    }

    /// <summary>A connection ready for MAIL; null when it failed, and then the host knows why.</summary>
    public async ValueTask<NextHopConnection?> OpenAsync(NextHopHost host)
    {
        var until = Deadlines.Now + (long)_options.ConnectTimeout.TotalMilliseconds;
        var (smtp, problem) = await ConnectAsync(host, until);
        if (smtp is null)
        {
            host.Failed(problem!.Text, problem.IsRefusal);
            return null;
        }
        (var connection, problem) = await GreetAsync(smtp, host, until, _options.Tls != NextHopTls.None);
        if (connection is null && _options.Tls == NextHopTls.Opportunistic && problem == TlsFailed)
        {
            // The handshake failed: opportunistic means in clear, on a new connection (RFC 7435).
            (smtp, problem) = await ConnectAsync(host, until);
            if (smtp is not null) (connection, problem) = await GreetAsync(smtp, host, until, tls: false);
        }
        if (connection is null)
        {
            host.Failed(problem!.Text, problem.IsRefusal);
            return null;
        }
        host.Answered(connection.Extensions, connection.Size);
        return connection;
    }

    /// <param name="IsRefusal">It said 5yz: no failure that passes by itself.</param>
    private sealed record Problem(string Text, bool IsRefusal = false)
    {
        public static implicit operator Problem(string text) => new(text);
    }

    private static readonly Problem TlsFailed = "the TLS handshake failed";

    private async ValueTask<(SmtpConnection?, Problem?)> ConnectAsync(NextHopHost host, long until)
    {
        Problem problem = "no time left to connect";
        try
        {
            var addresses = IPAddress.TryParse(host.Address, out var literal) ? new[] { literal } : await Dns.GetHostAddressesAsync(host.Address);
            for (var i = 0; i < addresses.Length; i++)
            {
                // An address that is silent leaves time for the others.
                using var timeout = new CancellationTokenSource(Left(until) / (addresses.Length - i));
                var address = addresses[i];
                Socket? socket = null;
                try
                {
                    socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                    await socket.ConnectAsync(new IPEndPoint(address, host.Port), timeout.Token);
                    return (new SmtpConnection(socket, _deadlines), null);
                }
                catch (Exception failed) when (failed is SocketException or OperationCanceledException)
                {
                    socket?.Dispose();
                    problem = failed is SocketException refused ? $"cannot connect: {refused.SocketErrorCode}" : "no connection in time";
                }
            }
        }
        catch (SocketException unknown)
        {
            problem = $"cannot resolve {host.Address}: {unknown.SocketErrorCode}";
        }
        return (null, problem);
    }

    /// <summary>From the banner to the last EHLO. The connection is disposed of when it fails.</summary>
    private async ValueTask<(NextHopConnection?, Problem?)> GreetAsync(SmtpConnection smtp, NextHopHost host, long until, bool tls)
    {
        var dialogue = new NextHopConnection(smtp, host, SmtpExtensions.None, 0);
        var problem = await BannerAsync(dialogue, until);
        (SmtpExtensions Extensions, long Size) hello = default;
        if (problem is null) (hello, problem) = await HelloAsync(smtp, until);

        var offered = hello.Extensions.HasFlag(SmtpExtensions.StartTls);
        if (problem is null && tls && offered) (hello, problem) = await StartTlsAsync(dialogue, host, until);
        if (problem is null && _options.Tls == NextHopTls.Required && !smtp.IsTls) problem = new("STARTTLS is required and not offered", IsRefusal: true);
        if (problem is not null)
        {
            smtp.Dispose();
            return (null, problem);
        }
        var extensions = _options.UseExtensions ? hello.Extensions : hello.Extensions & (SmtpExtensions.Size | SmtpExtensions.StartTls);
        return (new NextHopConnection(smtp, host, extensions, hello.Size), null);
    }

    private static async ValueTask<Problem?> BannerAsync(NextHopConnection dialogue, long until)
    {
        var banner = await dialogue.ReadReplyAsync(Left(until));
        if (banner is null) return "no greeting";
        return banner.Code == 220 ? null : new($"greeted with {banner}", banner.IsPermanent);
    }

    private async ValueTask<((SmtpExtensions, long), Problem?)> HelloAsync(SmtpConnection smtp, long until)
    {
        if (!await smtp.WriteAsync(_ehlo, Left(until))) return (default, "connection lost at EHLO");
        var (code, hello) = await ReadHelloAsync(smtp, until);
        if (code / 100 == 2) return (hello, null);
        if (code is < 500 or > 504) return (default, new Problem($"EHLO was answered with {code}", code >= 500));

        // RFC 5321 3.2: a server that does not know EHLO gets HELO.
        if (!await smtp.WriteAsync(_helo, Left(until))) return (default, "connection lost at HELO");
        (code, _) = await ReadHelloAsync(smtp, until);
        return code / 100 == 2 ? (default, null) : (default, new Problem($"HELO was answered with {code}", code >= 500));
    }

    private static async ValueTask<(int Code, (SmtpExtensions, long) Hello)> ReadHelloAsync(SmtpConnection smtp, long until)
    {
        while (true)
        {
            var status = ReplyParser.TryRead(smtp.Buffered, out var consumed, out var code);
            if (status == ReplyStatus.Malformed) return (0, default);
            if (status == ReplyStatus.Complete)
            {
                var extensions = ReplyParser.ReadHello(smtp.Buffered[..consumed], out var size);
                smtp.Consume(consumed);
                return (code, (extensions, size));
            }
            if (await smtp.FillAsync(Left(until)) == 0) return (0, default);
        }
    }

    private async ValueTask<((SmtpExtensions, long), Problem?)> StartTlsAsync(NextHopConnection dialogue, NextHopHost host, long until)
    {
        var smtp = dialogue.Smtp;
        if (!await smtp.WriteAsync("STARTTLS\r\n"u8.ToArray(), Left(until))) return (default, "connection lost at STARTTLS");
        var reply = await dialogue.ReadReplyAsync(Left(until));
        if (reply is null) return (default, "connection lost at STARTTLS");
        if (reply.Code != 220) return (default, _options.Tls == NextHopTls.Required ? new Problem($"STARTTLS was answered with {reply}", reply.IsPermanent) : TlsFailed);

        // Octets behind the reply would be read as if they had come under TLS (NO STARTTLS, USENIX Security 2021).
        if (!smtp.Buffered.IsEmpty) return (default, "octets behind the reply to STARTTLS");
        if (!await smtp.UpgradeAsClientAsync(ClientOptions(host), _lane, Left(until))) return (default, TlsFailed);
        return await HelloAsync(smtp, until);
    }

    private SslClientAuthenticationOptions ClientOptions(NextHopHost host)
    {
        var options = new SslClientAuthenticationOptions { TargetHost = host.Address };
        if (_options.Tls == NextHopTls.Opportunistic)
        {
#pragma warning disable CA5359 // Opportunistic encryption checks nothing, as in RFC 7435: an eavesdropper is kept out, an impostor is not.
            options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else if (_trusted is not null)
        {
            options.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(_trusted);
        }
        return options;
    }

    private static TimeSpan Left(long until) => TimeSpan.FromMilliseconds(Math.Max(1, until - Deadlines.Now));
}
