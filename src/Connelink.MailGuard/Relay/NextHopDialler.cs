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
    private static readonly ReadOnlyMemory<byte> StartTlsLine = "STARTTLS\r\n"u8.ToArray();

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

    /// <summary>A connection ready for MAIL, or why there is none.</summary>
    internal async ValueTask<(NextHopConnection? Connection, DialProblem? Problem)> OpenAsync(NextHopHost host)
    {
        var until = Deadlines.Now + (long)_options.ConnectTimeout.TotalMilliseconds;
        var (connection, problem) = await OpenAsync(host, until, _options.Tls != NextHopTls.None);
        if (problem?.IsOfTls != true || _options.Tls != NextHopTls.Opportunistic) return (connection, problem);

        // Opportunistic means in clear where TLS fails, on a new connection (RFC 7435).
        return await OpenAsync(host, until, tls: false);
    }

    private async ValueTask<(NextHopConnection?, DialProblem?)> OpenAsync(NextHopHost host, long until, bool tls)
    {
        var (smtp, problem) = await ConnectAsync(host, until);
        if (smtp is null) return (null, problem);

        NextHopConnection? connection = null;
        try
        {
            (connection, problem) = await GreetAsync(smtp, host, until, tls);
        }
        finally
        {
            if (connection is null) smtp.Dispose();
        }
        return (connection, problem);
    }

    private async ValueTask<(SmtpConnection?, DialProblem?)> ConnectAsync(NextHopHost host, long until)
    {
        DialProblem problem = "no time left to connect";
        try
        {
            var addresses = IPAddress.TryParse(host.Address, out var literal) ? [literal] : await ResolveAsync(host.Address, until);
            for (var i = 0; i < addresses.Length; i++)
            {
                // An address that is silent leaves time for the others.
                var server = new IPEndPoint(addresses[i], host.Port);
                var (connection, error) = await SmtpConnection.ConnectAsync(server, _deadlines, Left(until) / (addresses.Length - i));
                if (connection is not null) return (connection, null);
                problem = error == SocketError.TimedOut ? "no connection in time" : $"cannot connect: {error}";
            }
        }
        catch (SocketException unknown)
        {
            problem = $"cannot resolve {host.Address}: {unknown.SocketErrorCode}";
        }
        catch (OperationCanceledException)
        {
            problem = $"cannot resolve {host.Address} in time";
        }
        return (null, problem);
    }

    private static async Task<IPAddress[]> ResolveAsync(string name, long until)
    {
        using var timeout = new CancellationTokenSource(Left(until));
        return await Dns.GetHostAddressesAsync(name, timeout.Token);
    }

    /// <summary>From the banner to the last EHLO.</summary>
    private async ValueTask<(NextHopConnection?, DialProblem?)> GreetAsync(SmtpConnection smtp, NextHopHost host, long until, bool tls)
    {
        var dialogue = new NextHopConnection(smtp, host, SmtpExtensions.None, 0);
        var problem = await BannerAsync(dialogue, until);
        (SmtpExtensions Extensions, long Size) hello = default;
        if (problem is null) (hello, problem) = await HelloAsync(smtp, until);

        var offered = hello.Extensions.HasFlag(SmtpExtensions.StartTls);
        if (problem is null && tls && offered) (hello, problem) = await StartTlsAsync(dialogue, host, _options.Tls == NextHopTls.Required ? until : HalfWay(until));
        if (problem is null && _options.Tls == NextHopTls.Required && !smtp.IsTls) problem = new("STARTTLS is required and not offered", IsRefusal: true);
        if (problem is not null) return (null, problem);

        var extensions = _options.UseExtensions ? hello.Extensions : hello.Extensions & (SmtpExtensions.Size | SmtpExtensions.StartTls);
        return (new NextHopConnection(smtp, host, extensions, hello.Size), null);
    }

    private static async ValueTask<DialProblem?> BannerAsync(NextHopConnection dialogue, long until)
    {
        var banner = await dialogue.ReadReplyAsync(Left(until));
        if (banner is null) return "no greeting";
        return banner.Code == 220 ? null : DialProblem.Refused($"greeted with {banner}", banner.Code);
    }

    private async ValueTask<((SmtpExtensions, long), DialProblem?)> HelloAsync(SmtpConnection smtp, long until)
    {
        if (!await smtp.WriteAsync(_ehlo, Left(until))) return (default, "connection lost at EHLO");
        var (code, hello) = await ReadHelloAsync(smtp, until);
        if (code / 100 == 2) return (hello, null);
        if (code == 0) return (default, "no reply to EHLO, or none that can be read");
        if (code is < 500 or > 504) return (default, DialProblem.Refused($"EHLO was answered with {code}", code));

        // RFC 5321 3.2: a server that does not know EHLO gets HELO.
        if (!await smtp.WriteAsync(_helo, Left(until))) return (default, "connection lost at HELO");
        (code, _) = await ReadHelloAsync(smtp, until);
        return code / 100 == 2 ? (default, null) : (default, DialProblem.Refused($"HELO was answered with {code}", code));
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

    private async ValueTask<((SmtpExtensions, long), DialProblem?)> StartTlsAsync(NextHopConnection dialogue, NextHopHost host, long until)
    {
        var smtp = dialogue.Smtp;
        if (!await smtp.WriteAsync(StartTlsLine, Left(until))) return (default, DialProblem.Tls("connection lost at STARTTLS"));
        var reply = await dialogue.ReadReplyAsync(Left(until));
        if (reply is null) return (default, DialProblem.Tls("connection lost at STARTTLS"));
        if (reply.Code != 220) return (default, DialProblem.Tls($"STARTTLS was answered with {reply}", reply.IsPermanent));

        // Octets behind the reply would be read as if they had come under TLS (NO STARTTLS, USENIX Security 2021).
        if (!smtp.Buffered.IsEmpty) return (default, DialProblem.Tls("octets behind the reply to STARTTLS"));

        var wrong = SslPolicyErrors.None;
        var options = ClientOptions(host, errors => wrong = errors);
        if (await smtp.UpgradeAsClientAsync(options, _lane, Left(until))) return await HelloAsync(smtp, until);
        return (default, wrong == SslPolicyErrors.None
            ? DialProblem.Tls("the TLS handshake failed")
            : DialProblem.Tls($"its certificate is not valid for {host.Address} ({wrong})", isRefusal: true));
    }

    private SslClientAuthenticationOptions ClientOptions(NextHopHost host, Action<SslPolicyErrors> onErrors)
    {
        var options = new SslClientAuthenticationOptions { TargetHost = host.Address };
        if (_options.Tls == NextHopTls.Opportunistic)
        {
#pragma warning disable CA5359 // Opportunistic encryption checks nothing, as in RFC 7435: an eavesdropper is kept out, an impostor is not.
            options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
            return options;
        }
        options.RemoteCertificateValidationCallback = (_, _, _, errors) =>
        {
            onErrors(errors);
            return errors == SslPolicyErrors.None;
        };
        if (_trusted is not null)
        {
            options.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(_trusted);
        }
        return options;
    }

    /// <summary>TLS that hangs leaves time for a try in clear.</summary>
    private static long HalfWay(long until) => (Deadlines.Now + until) / 2;

    private static TimeSpan Left(long until) => TimeSpan.FromMilliseconds(Math.Max(1, until - Deadlines.Now));
}
