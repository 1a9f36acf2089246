using System.Runtime.CompilerServices;
using System.Text;

namespace Connelink.MailGuard.Mime;

/// <summary>Distinct transfer encodings in the order in which they were found.</summary>
internal struct TransferEncodings
{
    private Items _items;

    public int Count { get; private set; }

    public readonly TransferEncoding this[int index] => _items[index];

    public void Add(TransferEncoding encoding)
    {
        for (var i = 0; i < Count; i++)
        {
            if (_items[i] == encoding) return;
        }
        _items[Count++] = encoding;
    }

    [InlineArray(3)]
    private struct Items
    {
        private TransferEncoding _first;
    }
}

/// <summary>Content-Transfer-Encoding (RFC 2045 6): the encodings that programs may take it for.</summary>
internal sealed class TransferEncodingField
{
    /// <summary>Longer than any token with a comment.</summary>
    private const int MaxOctets = 128;

    private TransferEncodings _found;
    private TransferEncodings _inherited;
    private bool _isOdd;

    public TransferEncodings Found => _found;

    /// <summary>One of the fields names uuencode, yEnc or BinHex.</summary>
    private bool _namesTextEncoding;

    /// <summary>Programs differ about whether the field is there at all.</summary>
    public bool IsUnseenBySome { get; set; }

    public void Begin(TransferEncodings inherited)
    {
        _found = default;
        _inherited = inherited;
        _isOdd = false;
        _namesTextEncoding = false;
        IsUnseenBySome = false;
    }

    public MimeIrregularity Read(ReadOnlySpan<byte> body)
    {
        var before = _found.Count;
        var odd = MimeIrregularity.None;
        if (Exact(body.Trim(" \t"u8)) is { } encoding)
        {
            _found.Add(encoding);
        }
        else
        {
            odd = MimeIrregularity.OddTransferEncoding;
            _isOdd = true;
            AddResemblances(body);
        }
        if (before == 0) return odd;
        return odd | (_found.Count > before || _found.Count > 1 ? MimeIrregularity.ConflictingTransferEncodings : MimeIrregularity.RepeatedField);
    }

    public MimeIrregularity Complete(MimePart part)
    {
        if (_isOdd || IsUnseenBySome || _found.Count == 0) _found.Add(TransferEncoding.Identity);
        for (var i = 0; i < _inherited.Count; i++)
        {
            _found.Add(_inherited[i]);
        }
        for (var i = 0; i < _found.Count; i++)
        {
            part.AddReading(_found[i]);
        }
        part.IsTextEncoded = _namesTextEncoding;
        return MimeIrregularity.None;
    }

    public static TransferEncoding? Exact(ReadOnlySpan<byte> token) => token.Length switch
    {
        4 when Ascii.EqualsIgnoreCase(token, "7bit"u8) || Ascii.EqualsIgnoreCase(token, "8bit"u8) => TransferEncoding.Identity,
        6 when Ascii.EqualsIgnoreCase(token, "base64"u8) => TransferEncoding.Base64,
        6 when Ascii.EqualsIgnoreCase(token, "binary"u8) => TransferEncoding.Identity,
        16 when Ascii.EqualsIgnoreCase(token, "quoted-printable"u8) => TransferEncoding.QuotedPrintable,
        _ => null,
    };

    /// <summary>
    /// Whatever a lenient program may make of it: "base64;", quoted, commented, listed, in encoded words, base-64, x-gzip64. uuencode, yEnc and BinHex are identity:
    /// they show themselves in the text, or are refused (<see cref="MimePart.IsTextEncoded"/>).
    /// </summary>
    private void AddResemblances(ReadOnlySpan<byte> body)
    {
        if (body.Length > MaxOctets)
        {
            // Nobody means it. Programs that drop comments, or cut elsewhere, may see any encoding.
            _found.Add(TransferEncoding.Base64);
            _found.Add(TransferEncoding.QuotedPrintable);
            return;
        }
        Span<byte> token = stackalloc byte[MaxOctets];
        body.CopyTo(token);
        token = token[..EncodedText.DecodeWords(token[..body.Length])];
        var length = 0;
        foreach (var octet in token)
        {
            if (char.IsAsciiLetterOrDigit((char)octet)) token[length++] = (byte)(octet | 0x20);
        }
        token = token[..length];
        var base64 = token.IndexOf("64"u8);
        var quoted = Math.Max(token.IndexOf("quoted"u8), token.IndexOf("printable"u8));
        if (token.SequenceEqual("qp"u8)) quoted = 0;
        _namesTextEncoding |= token.IndexOf("uu"u8) >= 0 || token.IndexOf("yenc"u8) >= 0 || token.IndexOf("binhex"u8) >= 0;
        if (base64 >= 0 && (quoted < 0 || base64 < quoted)) _found.Add(TransferEncoding.Base64);
        if (quoted >= 0) _found.Add(TransferEncoding.QuotedPrintable);
        if (base64 >= 0) _found.Add(TransferEncoding.Base64);
        if (base64 < 0 && quoted < 0) _found.Add(TransferEncoding.Identity);
    }
}
