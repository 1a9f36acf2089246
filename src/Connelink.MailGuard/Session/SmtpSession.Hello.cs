using System.Buffers;
using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Session;

/// <summary>EHLO, HELO, STARTTLS.</summary>
public sealed partial class SmtpSession
{
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(30);

    /// <summary>RFC 5321 4.1.1.1: ends an open transaction as RSET does.</summary>
    private ValueTask HelloAsync(bool isExtended, ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty) return SayAsync(Replies.HelloNeedsName);

        _helloOctets = _helloOctets.AsSpan().SequenceEqual(name) ? _helloOctets : name.ToArray();
        _hello = ReplyText.Printable(name, 255);
        _record.Hello = _hello;
        _isExtended = isExtended;
        return HelloAsync();
    }

    private byte[] _helloOctets = [];

    private async ValueTask HelloAsync()
    {
        await EndTransactionAsync();
        var output = _replies.Write();
        if (_isExtended)
        {
            _offered = _at.WriteEhlo(output, _client.IsTls);
        }
        else
        {
            _offered = SmtpExtensions.None;
            output.Write("250 "u8);
            output.Write(_at.HostName);
            output.Write("\r\n"u8);
        }
    }

    /// <summary>RFC 3207. What came behind it in clear would be taken for commands under TLS (CVE-2011-0411): such a session ends.</summary>
    private async ValueTask StartTlsAsync(bool standsAlone)
    {
        if (!standsAlone || _at.Certificate is null || _client.IsTls)
        {
            Say(standsAlone ? Replies.NotImplemented : Replies.ArgumentNotAllowed);
            return;
        }
        if (!_client.Buffered.IsEmpty)
        {
            await RefuseAndCloseAsync(Replies.PipelinedAfterStartTls);
            return;
        }
        await EndTransactionAsync();
        await SayAndFlushAsync(Replies.ReadyForTls);
        if (IsOver) return;
        if (!await _client.UpgradeAsServerAsync(_at.Certificate.Current, _at.Lane, HandshakeTimeout))
        {
            _isClosing = true;
            return;
        }
        _record.Tls = _client.TlsVersion;
        _hello = null; // RFC 3207 4.2: the client says EHLO again
        _offered = SmtpExtensions.None;
    }
}
