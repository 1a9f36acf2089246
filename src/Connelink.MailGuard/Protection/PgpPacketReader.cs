using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Protection;

/// <summary>What a sequence of OpenPGP packets is (RFC 9580 10.3).</summary>
internal enum PgpKind : byte
{
    /// <summary>No OpenPGP, keys, or plain literal data.</summary>
    Other,
    Encrypted,

    /// <summary>A signed message: signature and content.</summary>
    Signed,

    /// <summary>The signature of something that stands elsewhere.</summary>
    Signature,
}

/// <summary>Reads the first packets of an OpenPGP message, as far as its kind demands. Reused after <see cref="Begin"/>.</summary>
/// <remarks>
/// Where nothing but the octets says OpenPGP, an encrypted session key is believed when encrypted data follows it, and encrypted data alone when its
/// length leads exactly to the end: pictures and sounds begin with any octet. Compressed data is inflated as far as its first packet.
/// </remarks>
internal sealed class PgpPacketReader(IInflater? inflater) : IContentSink
{
    private const int HeadOctets = 64;
    private const int MaxPackets = 1000;

    private readonly byte[] _head = new byte[HeadOctets];
    private readonly PgpPacketReader? _inside = inflater is null ? null : new(null);
    private int _headOctets;
    private int _packets;
    private long _skip;
    private long _position;
    private long _mustEndAt;
    private long _compressed;
    private bool _isClaimed;
    private bool _hasSessionKey;

    public bool IsDone { get; private set; }

    /// <summary>Final when done, or after <see cref="Complete"/>.</summary>
    public PgpKind Kind { get; private set; }

    /// <param name="isClaimed">An armor, a media type or a name says OpenPGP: the tag of the first packet is believed, unless text follows it.</param>
    public void Begin(bool isClaimed)
    {
        (_isClaimed, IsDone, Kind, _hasSessionKey) = (isClaimed, false, PgpKind.Other, false);
        (_headOctets, _packets, _skip, _position, _mustEndAt, _compressed) = (0, 0, 0, 0, 0, 0);
    }

    public void Write(ReadOnlySpan<byte> octets)
    {
        while (!IsDone && !octets.IsEmpty)
        {
            if (_mustEndAt > 0)
            {
                _position += octets.Length;
                if (_position > _mustEndAt) IsDone = true;
                return;
            }
            if (_compressed > 0)
            {
                Inflate(octets);
                return;
            }
            var taken = (int)Math.Min(_skip > 0 ? _skip : HeadOctets - _headOctets, octets.Length);
            if (_skip > 0) _skip -= taken;
            else Keep(octets[..taken]);
            _position += taken;
            octets = octets[taken..];
            JudgeAll(isEnd: false);
        }
    }

    /// <summary>End of the leaf or armor.</summary>
    public void Complete()
    {
        if (!IsDone) JudgeAll(isEnd: true);
        if (!IsDone && _mustEndAt > 0 && _position == _mustEndAt) Kind = PgpKind.Encrypted;
        if (!IsDone && _compressed > 0) TakeInside(isEnd: true);
        IsDone = true;
    }

    private void Keep(ReadOnlySpan<byte> octets)
    {
        octets.CopyTo(_head.AsSpan(_headOctets));
        _headOctets += octets.Length;
    }

    private void JudgeAll(bool isEnd)
    {
        while (!IsDone && _skip == 0 && _headOctets > 0 && _mustEndAt == 0 && _compressed == 0)
        {
            var head = _head.AsSpan(0, _headOctets);
            if (!PgpPacketHeader.IsTag(head[0]) || _packets == MaxPackets)
            {
                IsDone = true;
                return;
            }
            if (!PgpPacketHeader.TryRead(head, out var header)) return;
            var wanted = (int)Math.Min(header.BodyOctets, HeadOctets - PgpPacketHeader.MaxOctets);
            if (!isEnd && head.Length < header.Octets + wanted) return;

            Judge(header, head[header.Octets..], wanted);
            _packets++;
        }
    }

    private void Judge(PgpPacketHeader header, ReadOnlySpan<byte> rest, int wanted)
    {
        // More may be at hand, which depends on blocks.
        var body = rest[..Math.Min(rest.Length, wanted)];
        var isClaimed = _isClaimed && !IsText(body);
        var isBelieved = isClaimed || header.IsPlausible(body);
        switch (header.Tag)
        {
            case var tag when (isClaimed && IsSessionKey(tag)) || (IsEncryptedData(tag) && isBelieved && (isClaimed || _hasSessionKey || header.HasVersionedPieces)):
                Decide(PgpKind.Encrypted);
                break;
            case var tag when IsEncryptedData(tag) && isBelieved && !header.IsPartial:
                _mustEndAt = _position - _headOctets + header.Octets + header.BodyOctets;
                if (_position > _mustEndAt) IsDone = true;
                break;
            case var tag when IsSessionKey(tag) && isBelieved:
                _hasSessionKey = true;
                PassOver(header);
                break;
            case PgpTag.Marker or PgpTag.Padding when header.BodyOctets < PgpPacketHeader.ToTheEnd && !header.IsPartial:
                PassOver(header);
                break;
            case PgpTag.OnePassSignature when isBelieved && !_hasSessionKey:
                Decide(PgpKind.Signed);
                break;
            case PgpTag.Signature when isBelieved && !_hasSessionKey:
                Decide(PgpKind.Signature);
                break;
            case PgpTag.CompressedData when header.IsPlausible(body) && !_hasSessionKey:
                Open(header, rest);
                break;
            default:
                IsDone = true;
                break;
        }
    }

    /// <summary>Every accented letter is a tag. What follows one is a version, which no text has, or, of the oldest encrypted data, random octets.</summary>
    private static bool IsText(ReadOnlySpan<byte> body) => !body.ContainsAnyInRange((byte)0, (byte)8) && !body.ContainsAnyInRange((byte)14, (byte)31);

    private static bool IsSessionKey(PgpTag tag) => tag is PgpTag.PublicKeyEncryptedSessionKey or PgpTag.SymmetricKeyEncryptedSessionKey;

    private static bool IsEncryptedData(PgpTag tag) =>
        tag is PgpTag.SymmetricallyEncryptedData or PgpTag.SymmetricallyEncryptedIntegrityProtectedData or PgpTag.AeadEncryptedData;

    private void Decide(PgpKind kind) => (Kind, IsDone) = (kind, true);

    /// <summary>Behind the body comes the next packet; some of it may be at hand.</summary>
    private void PassOver(PgpPacketHeader header)
    {
        var end = header.Octets + header.BodyOctets;
        var left = (int)Math.Max(_headOctets - end, 0);
        _skip = Math.Max(end - _headOctets, 0);
        _head.AsSpan(_headOctets - left, left).CopyTo(_head);
        _headOctets = left;
    }

    /// <summary>What is compressed begins with a packet of its own. BZip2 stays closed: programs compress what they sign.</summary>
    private void Open(PgpPacketHeader header, ReadOnlySpan<byte> rest)
    {
        const byte Zip = 1, Zlib = 2;
        if (inflater is null || rest[0] is not (Zip or Zlib))
        {
            Decide(_isClaimed ? PgpKind.Signed : PgpKind.Other);
            return;
        }
        inflater.Begin(hasZlibHeader: rest[0] == Zlib);
        _inside!.Begin(_isClaimed);
        _compressed = header.BodyOctets - 1;
        Inflate(rest[1..]);
    }

    private void Inflate(ReadOnlySpan<byte> octets)
    {
        var piece = octets[..(int)Math.Min(octets.Length, _compressed)];
        _compressed -= piece.Length;
        var status = inflater!.Write(piece, _inside!);
        TakeInside(isEnd: status != InflateOutcome.Running || _compressed == 0);
    }

    private void TakeInside(bool isEnd)
    {
        if (isEnd) _inside!.Complete();
        if (!_inside!.IsDone) return;
        // A signature with its content behind it is a signed message, in the old way.
        Decide(_inside.Kind == PgpKind.Signature ? PgpKind.Signed : _inside.Kind);
    }
}
