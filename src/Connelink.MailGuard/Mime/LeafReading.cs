namespace Connelink.MailGuard.Mime;

/// <summary>One way to read a leaf: its decoder, and the message that was found in what it gives.</summary>
internal sealed class LeafReading
{
    /// <summary>Reads what is decoded as a message, where <see cref="Look"/> says that it is one.</summary>
    public MimeScanner? Child;

    private Base64Decoder? _base64;
    private QuotedPrintableDecoder? _quotedPrintable;

    public TransferEncoding Encoding { get; private set; }

    public MessageLook MessageLook { get; } = new();

    public Look Look { get; set; }

    /// <summary>Octets that were read before this reading parted from another in the middle of a block.</summary>
    public int Skip { get; set; }

    /// <summary>Others were made of this one: from the start of the leaf, or later.</summary>
    public Forked Forked { get; set; }

    public Base64Decoder Base64 => _base64 ??= new Base64Decoder();

    private QuotedPrintableDecoder QuotedPrintable => _quotedPrintable ??= new QuotedPrintableDecoder();

    public void Begin(TransferEncoding encoding, Base64Reading base64 = Base64Reading.Lenient, QuotedPrintableReading quotedPrintable = QuotedPrintableReading.Lenient)
    {
        Encoding = encoding;
        Look = Look.Undecided;
        Skip = 0;
        Forked = Forked.No;
        MessageLook.Begin();
        if (encoding == TransferEncoding.Base64) Base64.Begin(base64);
        if (encoding == TransferEncoding.QuotedPrintable) QuotedPrintable.Begin(quotedPrintable);
    }

    /// <summary>Goes on from where another one of this leaf stands, in its own way.</summary>
    public void ContinueFrom(LeafReading other, Base64Reading base64)
    {
        if (Encoding == TransferEncoding.Base64) Base64.ContinueFrom(other.Base64, base64);
        if (Encoding == TransferEncoding.QuotedPrintable) QuotedPrintable.ContinueFrom(other.QuotedPrintable);
    }

    public ReadOnlySpan<byte> Decode(ref ReadOnlySpan<byte> octets, out Parting parting) =>
        Encoding == TransferEncoding.Base64 ? Base64.Decode(ref octets, out parting) : QuotedPrintable.Decode(ref octets, out parting);

    public ReadOnlySpan<byte> Complete(out MimeIrregularity found)
    {
        found = MimeIrregularity.None;
        return Encoding switch
        {
            TransferEncoding.Base64 => Base64.Complete(out found),
            TransferEncoding.QuotedPrintable => QuotedPrintable.Complete(out found),
            _ => default,
        };
    }
}

/// <summary>Whether other readings were made of one.</summary>
internal enum Forked : byte
{
    No,

    /// <summary>They begin at the start.</summary>
    Early,

    /// <summary>They begin where they part.</summary>
    Late,
}
