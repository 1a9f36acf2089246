namespace Connelink.MailGuard.Protection;

/// <summary>What to do with an element of a BER encoding.</summary>
internal enum BerAction : byte
{
    /// <summary>Pass over it, whatever is in it.</summary>
    Skip,

    /// <summary>Show its elements, with the role that was chosen for it as their parent.</summary>
    Descend,

    /// <summary>Keep its octets, if they are few, and show them at its end.</summary>
    Capture,

    /// <summary>Hand its octets on as they come.</summary>
    Emit,

    /// <summary>Nothing more is wanted.</summary>
    Stop,
}

/// <summary>Chooses what happens to the elements of a BER encoding; roles are its own numbers, 0 for elements that are only passed over.</summary>
internal interface IBerHandler
{
    /// <param name="parent">The role of the element around it; 0 for the outermost.</param>
    /// <param name="tag">The identifier octet; of tag numbers over 30 its lower bits only.</param>
    /// <param name="isEmpty">Definite length 0.</param>
    /// <param name="role">Of the element, when it is to be descended into.</param>
    BerAction Enter(byte parent, byte tag, bool isEmpty, out byte role);

    void Captured(byte parent, ReadOnlySpan<byte> octets);

    void Emitted(ReadOnlySpan<byte> octets);

    /// <summary>An element that was descended into has ended.</summary>
    void Left(byte role);
}

/// <summary>How far a BER encoding has been read.</summary>
internal enum BerStatus : byte
{
    Running,

    /// <summary>The outermost element ended, or the handler wanted no more.</summary>
    Complete,
    Broken,

    /// <summary>More nested than any program would do it.</summary>
    TooDeep,
}

/// <summary>Walks through a BER encoding as its octets pass: definite and indefinite lengths (X.690 8.1.3). Reused after <see cref="Begin"/>.</summary>
/// <remarks>Definite lengths that nobody looks into are passed over in bulk. An element longer than the one around it is broken.</remarks>
internal sealed class BerReader(IBerHandler handler)
{
    private const byte LongTag = 0x1F;

    private const int MaxDepth = 64;
    private const int MaxLengthOctets = 126;
    private const byte Constructed = 0x20;
    private const long Indefinite = -1;

    private readonly Frame[] _frames = new Frame[MaxDepth];
    private readonly byte[] _captured = new byte[CmsContentTypes.MaxOctets + 1];
    private int _depth;
    private int _capturedOctets;
    private long _position;
    private Step _step;
    private byte _tag;
    private int _lengthOctets;
    private long _length;
    private BerAction _action;

    private enum Step : byte
    {
        Identifier,
        LongIdentifier,
        Length,
        LengthOctets,
        Content,
    }

    public BerStatus Status { get; private set; }

    public void Begin()
    {
        (_depth, _position, _step, Status) = (0, 0, Step.Identifier, BerStatus.Running);
    }

    public void Write(ReadOnlySpan<byte> octets)
    {
        while (Status == BerStatus.Running && !octets.IsEmpty)
        {
            if (_step == Step.Content)
            {
                var taken = (int)Math.Min(_length, octets.Length);
                Take(octets[..taken]);
                octets = octets[taken..];
                continue;
            }
            _position++;
            ReadHeader(octets[0]);
            octets = octets[1..];
        }
    }

    private void ReadHeader(byte octet)
    {
        switch (_step)
        {
            case Step.Identifier:
                // The class of a long identifier is of no interest, only whether it holds elements.
                var isLong = (octet & LongTag) == LongTag;
                _tag = isLong ? (byte)(octet & (LongTag | Constructed)) : octet;
                _step = isLong ? Step.LongIdentifier : Step.Length;
                break;
            case Step.LongIdentifier:
                if (octet < 0x80) _step = Step.Length;
                break;
            case Step.Length when octet < 0x80:
                Enter(octet);
                break;
            case Step.Length when octet == 0x80:
                Enter(Indefinite);
                break;
            case Step.Length:
                (_lengthOctets, _length, _step) = (octet & 0x7F, 0, Step.LengthOctets);
                if (_lengthOctets > MaxLengthOctets) Status = BerStatus.Broken;
                break;
            default:
                if (_length > long.MaxValue >> 16) Status = BerStatus.Broken;
                _length = (_length << 8) | octet;
                if (--_lengthOctets == 0 && Status == BerStatus.Running) Enter(_length);
                break;
        }
    }

    private void Enter(long length)
    {
        _step = Step.Identifier;
        var limit = _depth == 0 ? long.MaxValue : _frames[_depth - 1].Limit;
        if (_tag == 0 && _position <= limit)
        {
            EndOfContents(length);
            return;
        }
        if (_position > limit || length > limit - _position || (length == Indefinite && (_tag & Constructed) == 0))
        {
            Status = BerStatus.Broken;
            return;
        }

        var parent = _depth == 0 ? (byte)0 : _frames[_depth - 1].Role;
        var role = (byte)0;
        _action = parent == 0 && _depth > 0 ? BerAction.Skip : handler.Enter(parent, _tag, length == 0, out role);
        if (_action == BerAction.Stop) Status = BerStatus.Complete;
        else if (_action == BerAction.Descend || length == Indefinite) Push(_action == BerAction.Descend ? role : (byte)0, length, limit);
        else if (length > 0) (_length, _capturedOctets, _step) = (length, 0, Step.Content);
        else Ended();
    }

    private void Push(byte role, long length, long limit)
    {
        if (_depth == MaxDepth)
        {
            Status = BerStatus.TooDeep;
            return;
        }
        _frames[_depth++] = new Frame(role, length == Indefinite, length == Indefinite ? limit : _position + length);
        if (length == 0) Ended();
    }

    private void EndOfContents(long length)
    {
        if (length != 0 || _depth == 0 || !_frames[_depth - 1].IsIndefinite)
        {
            Status = BerStatus.Broken;
            return;
        }
        Leave();
        Ended();
    }

    private void Take(ReadOnlySpan<byte> octets)
    {
        _position += octets.Length;
        _length -= octets.Length;
        if (_action == BerAction.Emit) handler.Emitted(octets);
        if (_action == BerAction.Capture)
        {
            var kept = octets[..Math.Min(octets.Length, _captured.Length - _capturedOctets)];
            kept.CopyTo(_captured.AsSpan(_capturedOctets));
            _capturedOctets += kept.Length;
        }
        if (_length > 0) return;
        _step = Step.Identifier;
        if (_action == BerAction.Capture) handler.Captured(_frames[_depth - 1].Role, _captured.AsSpan(0, _capturedOctets));
        Ended();
    }

    /// <summary>An element has ended: with it end those around it whose octets are all read.</summary>
    private void Ended()
    {
        while (_depth > 0 && !_frames[_depth - 1].IsIndefinite && _frames[_depth - 1].Limit == _position) Leave();
        if (_depth == 0) Status = BerStatus.Complete;
    }

    private void Leave()
    {
        var role = _frames[--_depth].Role;
        if (role != 0) handler.Left(role);
    }

    /// <param name="Limit">Position where it ends at the latest; exactly there when its length is definite.</param>
    private readonly record struct Frame(byte Role, bool IsIndefinite, long Limit);
}
