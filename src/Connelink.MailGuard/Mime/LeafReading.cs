namespace Connelink.MailGuard.Mime;

/// <summary>One way to read a leaf: its decoder, and the message that was found in what it gives.</summary>
internal sealed class LeafReading
{
    private Base64Decoder? _base64;
    private QuotedPrintableDecoder? _quotedPrintable;

    public TransferEncoding Encoding { get; private set; }

    public MessageLook MessageLook { get; } = new();

    public Look Look { get; set; }

    /// <summary>Reads what is decoded as a message.</summary>
    public MimeScanner? Child { get; set; }

    /// <summary>Octets that were read before this reading parted from another in the middle of a block.</summary>
    public int Skip { get; set; }

    /// <summary>Others were made of this one.</summary>
    public bool HasParted { get; set; }

    /// <summary>And they began at the start.</summary>
    public bool HasPartedEarly { get; set; }

    public Base64Decoder Base64 => _base64 ??= new Base64Decoder();

    public QuotedPrintableDecoder QuotedPrintable => _quotedPrintable ??= new QuotedPrintableDecoder();

    public void Begin(TransferEncoding encoding)
    {
        Encoding = encoding;
        Look = Look.Undecided;
        Skip = 0;
        HasParted = false;
        HasPartedEarly = false;
        MessageLook.Begin();
        if (encoding == TransferEncoding.Base64) Base64.Begin(Base64Reading.Lenient);
        if (encoding == TransferEncoding.QuotedPrintable) QuotedPrintable.Begin(QuotedPrintableReading.Lenient);
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
