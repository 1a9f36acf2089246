using System.Buffers;

namespace Connelink.MailGuard.Server.Check.Reading;

/// <summary>Some messages in one piece of memory, as they would come over the wire: lines end with CRLF, dots are not stuffed.</summary>
/// <remarks>
/// A message whose first line ends with LF alone was stored so, and all its LF become CRLF. In one with CRLF nothing is changed but that bare LF
/// become CRLF and are noted: inbound that refuses the message, outbound it is what the gateway does.
/// </remarks>
/// <param name="maxMessageOctets">Of a longer message only the start is kept, and the rest counted.</param>
internal sealed class MessageBatch(long maxMessageOctets)
{
    private const int UsualOctets = 1024 * 1024;
    private const int MaxIdleOctets = 16 * UsualOctets;
    private const int MaxMessages = 256;

    /// <summary>Of a message that is too big: enough for any header section that is not.</summary>
    private const int KeptOfTooBig = 512 * 1024;

    private static readonly SearchValues<byte> Refused = SearchValues.Create("\r\0"u8);

    private readonly List<StoredMessage> _messages = [];
    private byte[] _octets = new byte[2 * UsualOctets];
    private int _used;
    private StoredMessage _open;
    private bool _isLineFeedForm;
    private bool _isFormKnown;
    private bool _isAfterBareLineFeed;

    public IReadOnlyList<StoredMessage> Messages => _messages;

    public bool IsFull => _used >= UsualOctets || _messages.Count >= MaxMessages;

    public ReadOnlyMemory<byte> Of(in StoredMessage message) => _octets.AsMemory(message.Start, message.Length);

    public void Clear()
    {
        _messages.Clear();
        _used = 0;
        if (_octets.Length > MaxIdleOctets) _octets = new byte[2 * UsualOctets];
    }

    public void Begin(MailFile file, int number, long offset)
    {
        _open = new StoredMessage(file, number, offset, _used, 0, 0, FramingOffences.None);
        (_isFormKnown, _isAfterBareLineFeed) = (false, false);
    }

    /// <summary>A line with its LF, or a part of one.</summary>
    public void Append(ReadOnlySpan<byte> piece)
    {
        var text = piece.EndsWith((byte)'\n') ? piece[..^1] : piece;
        var hasEnd = text.Length < piece.Length;
        var hasCarriageReturn = hasEnd && text.EndsWith((byte)'\r');
        if (hasCarriageReturn) text = text[..^1];
        if (text.ContainsAny(Refused)) Note(text);
        if (_isAfterBareLineFeed && text.StartsWith((byte)'.')) Note(FramingOffences.BareLineFeedAtDot);
        Keep(text);
        if (hasEnd) EndLine(hasCarriageReturn);
    }

    /// <summary>An empty line at the end belongs to the mbox file, not to the message.</summary>
    public void DropEmptyLine()
    {
        if (_open.Length < _open.Octets || !_octets.AsSpan(_open.Start, _open.Length).EndsWith("\r\n\r\n"u8)) return;
        _used -= 2;
        _open = _open with { Length = _open.Length - 2, Octets = _open.Octets - 2 };
    }

    public void End()
    {
        if (_open.Octets > 0 && !_octets.AsSpan(_open.Start, _open.Length).EndsWith("\r\n"u8)) Keep("\r\n"u8);
        _messages.Add(_open);
    }

    /// <summary>Forgets the message that was begun: its file cannot be read to the end.</summary>
    public void Abandon() => _used = _open.Start;

    private void EndLine(bool hasCarriageReturn)
    {
        if (!_isFormKnown) (_isFormKnown, _isLineFeedForm) = (true, !hasCarriageReturn);
        _isAfterBareLineFeed = !hasCarriageReturn && !_isLineFeedForm;
        if (_isAfterBareLineFeed) Note(FramingOffences.BareLineFeed);
        Keep("\r\n"u8);
    }

    private void Note(ReadOnlySpan<byte> text)
    {
        if (text.Contains((byte)'\r')) Note(FramingOffences.BareCarriageReturn);
        if (text.Contains((byte)0)) Note(FramingOffences.Nul);
    }

    private void Note(FramingOffences offence) => _open = _open with { Offences = _open.Offences | offence };

    private void Keep(ReadOnlySpan<byte> octets)
    {
        var total = _open.Octets + octets.Length;
        if (total > maxMessageOctets)
        {
            // Refused by its size alone.
            var kept = Math.Min(_open.Length, KeptOfTooBig);
            _used = _open.Start + kept;
            _open = _open with { Length = kept, Octets = total };
            return;
        }
        if (_octets.Length - _used < octets.Length) Grow(octets.Length);
        octets.CopyTo(_octets.AsSpan(_used));
        _used += octets.Length;
        _open = _open with { Length = _open.Length + octets.Length, Octets = total };
    }

    /// <summary>Twice the memory, but never more than the largest message needs.</summary>
    private void Grow(int octets)
    {
        var most = Math.Min(_open.Start + maxMessageOctets, Array.MaxLength);
        Array.Resize(ref _octets, (int)Math.Max(Math.Min(2L * _octets.Length, most), _used + octets));
    }
}
