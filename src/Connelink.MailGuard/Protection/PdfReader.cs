namespace Connelink.MailGuard.Protection;

/// <summary>Finds out whether a PDF is encrypted (ISO 32000 7.6).</summary>
/// <remarks>
/// Its trailer, or the dictionary of its cross-reference stream, has an Encrypt key then (7.5.5, 7.5.8).
/// Only dictionaries behind "trailer" and "obj" are read, key by key; what is between them is leapt over, and no length or offset is believed. Text
/// that speaks of /Encrypt is no key. A dictionary that begins before the last one ended takes its place: strings that never end hide nothing.
/// Reused after <see cref="Begin"/>.
/// </remarks>
/// <param name="attached">Takes files attached to it: their streams, behind dictionaries that say so.</param>
public sealed class PdfReader(IAttachedFiles? attached = null)
{
    /// <summary>The header stands within so many octets (ISO 32000-1 implementation note 13).</summary>
    private const int HeaderWithin = 1024;

    /// <summary>What is searched at once: a leap costs the same however many words are left behind it.</summary>
    private const int LeapOctets = 1024;

    private const int WordOctets = 8;
    private const ulong Header = 0x25_5044_462D; // %PDF-
    private const ulong Trailer = 0x74_7261_696C_6572; // trailer
    private const ulong Object = 0x6F_626A; // obj

    private readonly PdfDictionary _dictionary = new();
    private ulong _recent;
    private int _position;
    private Step _step;
    private Start _start;
    private bool _isTrailer;
    private int _streamWord;
    private bool _isAttachmentOpen;

    private enum Step : byte
    {
        Header,

        /// <summary>Between dictionaries.</summary>
        Words,
        Dictionary,
        Done,
    }

    /// <summary>How much of a dictionary's start has been seen.</summary>
    private enum Start : byte
    {
        None,

        /// <summary>The word; blanks and comments may follow.</summary>
        Word,
        Comment,

        /// <summary>The first angle bracket.</summary>
        Bracket,

        /// <summary>Behind the dictionary of an attached file: "stream" is due, and its line end.</summary>
        Stream,
    }

    private static ReadOnlySpan<byte> StreamWord => "stream"u8;

    /// <summary>Nothing that follows can change the findings.</summary>
    public bool IsDone => _step == Step.Done;

    public ProtectionFindings Findings { get; private set; }

    public void Begin()
    {
        (_recent, _position, _step, _start, Findings) = (0, 0, Step.Header, Start.None, ProtectionFindings.None);
        _isAttachmentOpen = false;
    }

    public void Write(ReadOnlySpan<byte> octets)
    {
        var attachedFrom = 0;
        for (var i = 0; i < octets.Length && _step != Step.Done; i++)
        {
            if (_step == Step.Header && (byte)_recent is not ((byte)'%' or (byte)'P' or (byte)'D' or (byte)'F'))
            {
                i += LeapToHeader(octets[i..]);
                if (i == octets.Length || _step == Step.Done) return;
            }
            if (_step == Step.Words && _start == Start.None && i >= WordOctets)
            {
                i = Leap(octets, i);
                if (i == octets.Length) break;
            }
            if (_start == Start.Stream && EndsStreamWord(octets[i], out var isData))
            {
                GiveAttached(octets[attachedFrom..i]);
                BeginAttached();
                attachedFrom = isData ? i : i + 1;
            }
            Put(octets[i]);
        }
        GiveAttached(octets[Math.Min(attachedFrom, octets.Length)..]);
    }

    public void Complete()
    {
        EndAttached();
        _step = Step.Done;
    }

    /// <summary>The data begins behind "stream" and CRLF or LF (ISO 32000 7.3.8.1), or at once where a program left that out.</summary>
    private bool EndsStreamWord(byte octet, out bool isData)
    {
        isData = false;
        if (_streamWord == StreamWord.Length)
        {
            if (octet == (byte)'\r') return false;
            _start = Start.None;
            isData = octet != (byte)'\n';
            return true;
        }
        if (octet == StreamWord[_streamWord]) _streamWord++;
        else if (_streamWord > 0 || !PdfDictionary.IsBlank(octet)) _start = Start.None;
        return false;
    }

    private void BeginAttached()
    {
        EndAttached();
        attached!.BeginFile();
        _isAttachmentOpen = true;
    }

    private void GiveAttached(ReadOnlySpan<byte> octets)
    {
        if (_isAttachmentOpen && !attached!.Content(octets)) EndAttached();
    }

    private void EndAttached()
    {
        if (_isAttachmentOpen) attached!.EndFile();
        _isAttachmentOpen = false;
    }

    /// <summary>Octets before the next one that may begin the header: nearly every file is none, and each is looked at.</summary>
    private int LeapToHeader(ReadOnlySpan<byte> octets)
    {
        var room = octets[..Math.Min(octets.Length, HeaderWithin - _position)];
        var next = room.IndexOf((byte)'%');
        var leapt = next < 0 ? room.Length : next;
        _position += leapt;
        if (_position >= HeaderWithin) _step = Step.Done;
        return leapt;
    }

    private void Put(byte octet)
    {
        _recent = (_recent << 8) | octet;
        if (_step == Step.Header)
        {
            if ((_recent & 0xFF_FFFF_FFFF) == Header) _step = Step.Words;
            else if (++_position >= HeaderWithin) _step = Step.Done;
            return;
        }
        if (_step == Step.Dictionary) PutInDictionary(octet);
        if (_step != Step.Done) PutStart(octet);
    }

    private void PutInDictionary(byte octet)
    {
        _dictionary.Put(octet);
        if (!_dictionary.HasEnded) return;
        _step = Step.Words;
        if (_dictionary.IsAttachment && attached is not null) (_start, _streamWord) = (Start.Stream, 0);
        if (!_dictionary.SaysEncrypted) return;
        Findings = ProtectionFindings.EncryptedPdf;
        _step = Step.Done;
    }

    /// <summary>Watches for a word and the brackets of a dictionary behind it.</summary>
    private void PutStart(byte octet)
    {
        if ((octet == (byte)'j' && (uint)(_recent & 0xFF_FFFF) == Object) || (octet == (byte)'r' && (_recent & 0xFF_FFFF_FFFF_FFFF) == Trailer))
        {
            (_start, _isTrailer) = (Start.Word, octet == (byte)'r');
            return;
        }
        if (_start is Start.None or Start.Stream) return;
        switch (_start, octet)
        {
            case (Start.Bracket, (byte)'<'):
                _dictionary.Begin(_isTrailer, goesOn: _step == Step.Dictionary);
                (_step, _start) = (Step.Dictionary, Start.None);
                break;
            case (Start.Comment, _):
                if (octet is (byte)'\r' or (byte)'\n') _start = Start.Word;
                break;
            case (Start.Word, _) when PdfDictionary.IsBlank(octet):
                break;
            case (Start.Word, (byte)'%'):
                _start = Start.Comment;
                break;
            case (Start.Word, (byte)'<'):
                _start = Start.Bracket;
                break;
            default:
                _start = Start.None;
                break;
        }
    }

    /// <summary>Where the next word ends, or where the search ended.</summary>
    private int Leap(ReadOnlySpan<byte> octets, int from)
    {
        var end = Math.Min(octets.Length, from + LeapOctets);
        var found = octets[(from - 2)..end].IndexOf("obj"u8);
        var next = found < 0 ? end : from + found;
        found = octets[(from - 6)..Math.Min(next + 1, end)].IndexOf("trailer"u8);
        if (found >= 0) next = from + found;
        foreach (var octet in octets[(next - WordOctets)..next]) _recent = (_recent << 8) | octet;
        return next == end && end < octets.Length ? Leap(octets, end) : next;
    }
}
