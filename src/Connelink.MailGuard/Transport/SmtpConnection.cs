using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Authentication;

namespace Connelink.MailGuard.Transport;

/// <summary>One TCP connection, in clear or under TLS: read a block, write a batch, upgrade, close or reset.</summary>
/// <remarks>
/// One reader and one writer at a time. Neither reading nor writing throws for what a peer or the network does: reading gives 0 and
/// writing false, and <see cref="TimedOut"/> tells a missed deadline from a closed connection.
/// </remarks>
public sealed partial class SmtpConnection : IDisposable
{
    private readonly Socket _socket;
    private readonly PolledSocket _polled;
    private readonly Deadlines _deadlines;
    private readonly Deadline _receiveDeadline = new();
    private readonly Deadline _sendDeadline = new();
    private readonly InputBuffer _input = new();
    private SslStream? _tls;
    private bool _isFilling;

    /// <param name="accepted">Accepted by a <see cref="ListeningSocket"/>, which gives it its options, and used by nobody since.</param>
    /// <exception cref="SocketException">No room is left to poll it.</exception>
    public SmtpConnection(Socket accepted, Deadlines deadlines)
        : this(accepted, (IPEndPoint)accepted.RemoteEndPoint!, PollingLoop.Next(), deadlines)
    {
    }

    private SmtpConnection(Socket socket, IPEndPoint peer, PollingLoop loop, Deadlines deadlines)
    {
        _socket = socket;
        _deadlines = deadlines;
        RemoteAddress = peer.Address.IsIPv4MappedToIPv6 ? peer.Address.MapToIPv4() : peer.Address;
        _polled = new PolledSocket(socket, loop);
        _polled.Receiving.Completed = Received;
        _polled.Sending.Completed = Sent;
        _deadlines.Watch(this);
    }

    /// <summary>The peer; an IPv4 address mapped into IPv6 is given as IPv4.</summary>
    public IPAddress RemoteAddress { get; }

    public bool IsTls => _tls is not null;

    /// <summary>Protocol version under TLS, for the log.</summary>
    public string? TlsVersion => _tls?.SslProtocol.ToString();

    /// <summary>It is served by the polling loop that runs now: using it is cheaper than using another.</summary>
    public bool IsHere => _polled.IsHere;

    /// <summary>Lets the polling loop that runs now serve it. Nobody may be reading or writing.</summary>
    public void MoveHere() => _polled.MoveHere();

    /// <summary>Lets another polling loop serve it where that is better, since this one has too much to do or both have little. Nobody may be reading or writing.</summary>
    /// <remarks>Not under TLS: those were dealt out in turn and stay (100 KB over 20 connections at 0.7 of the rate when they gathered).</remarks>
    public void MoveWhereItIsBetter()
    {
        if (!IsTls && PollingLoop.Better() is { } better) _polled.MoveTo(better);
    }

    /// <summary>A deadline passed: what followed is as if the peer had closed.</summary>
    public bool TimedOut => _receiveDeadline.HasPassed || _sendDeadline.HasPassed;

    /// <summary>What has been read and not yet consumed.</summary>
    public ReadOnlySpan<byte> Buffered => _input.Span;

    public ReadOnlyMemory<byte> BufferedMemory => _input.Unconsumed;

    public void Consume(int octets) => _input.Consume(octets);

    /// <summary>Puts back what was read as mail data but follows it.</summary>
    public void Unread(ReadOnlySpan<byte> octets) => _input.Append(octets);

    /// <summary>Reads more behind <see cref="Buffered"/>; the octets read, 0 when the peer closed or the time is over.</summary>
    public ValueTask<int> FillAsync(TimeSpan timeout)
    {
        _isFilling = true;
        return ReceiveAsync(_input.Space(), timeout);
    }

    /// <summary>Reads into a buffer of the caller's; what is buffered comes first.</summary>
    public ValueTask<int> ReadAsync(Memory<byte> destination, TimeSpan timeout)
    {
        if (!_input.IsEmpty) return new(_input.Take(destination.Span));
        _isFilling = false;
        return ReceiveAsync(destination, timeout);
    }

    /// <summary>A read that is under way has only so long left.</summary>
    public void ReadWithin(TimeSpan timeout) => _receiveDeadline.Begin(timeout);

    /// <summary>Writes all of it. False: the peer is gone or did not take it in time.</summary>
    public ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> octets, TimeSpan timeout) => WriteAsync(octets, default, timeout);

    /// <summary>Writes what lies in two buffers.</summary>
    public ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> octets, ReadOnlyMemory<byte> following, TimeSpan timeout)
    {
        if (octets.IsEmpty && following.IsEmpty) return new(true);
        _sendDeadline.Begin(timeout);
        return _tls is { } tls ? WriteAsync(tls, octets, following) : _polled.Sending.SendAsync(octets, following);
    }

    /// <summary>STARTTLS as server (RFC 3207). The handshake's arithmetic runs on the lane. False: it failed, close.</summary>
    public async ValueTask<bool> UpgradeAsServerAsync(SslServerAuthenticationOptions options, WorkerLane lane, TimeSpan timeout)
    {
        if (!await UpgradeAsync(tls => tls.AuthenticateAsServerAsync(options), lane, timeout)) return false;
        _polled.MoveTo(PollingLoop.InTurn()); // enciphering is more than one processor's work before a loop is found to be crowded
        return true;
    }

    /// <summary>STARTTLS as client.</summary>
    public ValueTask<bool> UpgradeAsClientAsync(SslClientAuthenticationOptions options, WorkerLane lane, TimeSpan timeout) =>
        UpgradeAsync(tls => tls.AuthenticateAsClientAsync(options), lane, timeout);

    /// <summary>Whether something waits to be read, or the end of the connection, as far as the polling loop has heard: mostly without a system call.</summary>
    /// <remarks>A loop tells events in the order in which they came: what was there before the event that it is telling now has been heard of.</remarks>
    public bool HasInput => !_input.IsEmpty || (_polled.Receiving.IsReady && IsReadable(out _));

    /// <summary>Whether the peer has closed or reset, as far as one can see without reading and the polling loop has heard.</summary>
    public bool IsClosedByPeer => _input.IsEmpty && _polled.Receiving.IsReady && IsReadable(out var octets) && octets == 0;

    /// <summary>Octets to be read, or the end of the connection: then there are none.</summary>
    private bool IsReadable(out int octets)
    {
        octets = 0;
        try
        {
            if (!_socket.Poll(0, SelectMode.SelectRead)) return false;
            octets = _socket.Available;
        }
        catch (Exception broken) when (IsBroken(broken))
        {
        }
        return true;
    }

    private static bool IsBroken(Exception e) =>
        e is SocketException or IOException or OperationCanceledException or InvalidOperationException or AuthenticationException;

    private ValueTask<int> ReceiveAsync(Memory<byte> destination, TimeSpan timeout)
    {
        _receiveDeadline.Begin(timeout);
        return _tls is { } tls ? ReceiveAsync(tls, destination) : _polled.Receiving.ReceiveAsync(destination);
    }

    private void Received(int octets)
    {
        _receiveDeadline.End();
        if (_isFilling) _input.Advance(octets);
    }

    private void Sent(int octets) => _sendDeadline.End();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReceiveAsync(SslStream tls, Memory<byte> destination)
    {
        var read = 0;
        try
        {
            read = await tls.ReadAsync(destination);
        }
        catch (Exception broken) when (IsBroken(broken))
        {
            // As if the peer had closed.
        }
        Received(read);
        return read;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> WriteAsync(SslStream tls, ReadOnlyMemory<byte> octets, ReadOnlyMemory<byte> following)
    {
        try
        {
            await tls.WriteAsync(octets);
            if (!following.IsEmpty) await tls.WriteAsync(following);
            return true;
        }
        catch (Exception broken) when (IsBroken(broken))
        {
            return false;
        }
        finally
        {
            _sendDeadline.End();
        }
    }

    private async ValueTask<bool> UpgradeAsync(Func<SslStream, Task> handshake, WorkerLane lane, TimeSpan timeout)
    {
        _polled.Receiving.Completed = _polled.Sending.Completed = null; // from here on deadlines are those of whole records
        _polled.Receiving.IsTriedAtOnce = _polled.Sending.IsTriedAtOnce = true;
        var socket = new TlsTransport(_polled, lane);
        var tls = new SslStream(socket, leaveInnerStreamOpen: false);
        _receiveDeadline.Begin(timeout);
        _sendDeadline.Begin(timeout); // a client that reads nothing can have filled the socket before
        try
        {
            await handshake(tls);
            _tls = tls;
            return true;
        }
        catch (Exception failed) when (IsBroken(failed))
        {
            await tls.DisposeAsync();
            return false;
        }
        finally
        {
            socket.IsHandshaking = false;
            _receiveDeadline.End();
            _sendDeadline.End();
        }
    }
}
