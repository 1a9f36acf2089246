namespace Connelink.MailGuard.Smtp;

/// <summary>One SMTP reply: code, enhanced status code and text (RFC 5321 4.2, RFC 3463).</summary>
/// <remarks>Status holds subject and detail; the class is the first digit of the code. Immutable.</remarks>
public sealed record Reply(int Code, EnhancedStatus? Status, string Text)
{
    /// <summary>RFC 5321 4.5.3.1.5: a reply line with its CRLF.</summary>
    public const int MaxOctets = 512;

    private byte[]? _line;

    /// <summary>What "with" copies: not the encoded line, which is another's.</summary>
    private Reply(Reply original) => (Code, Status, Text) = (original.Code, original.Status, original.Text);

    /// <summary>2yz.</summary>
    public bool IsPositive => Code / 100 == 2;

    /// <summary>4yz: the client tries again.</summary>
    public bool IsTransient => Code / 100 == 4;

    /// <summary>5yz: the client gives up.</summary>
    public bool IsPermanent => Code / 100 == 5;

    /// <summary>The reply as one line with CRLF, printable ASCII, at most 512 octets; encoded once.</summary>
    public ReadOnlyMemory<byte> Line => _line ??= ReplyText.Encode(this);

    public bool Equals(Reply? other) => other is not null && Code == other.Code && Status == other.Status && Text == other.Text;

    public override int GetHashCode() => HashCode.Combine(Code, Status, Text);

    public override string ToString() => Status is { } status ? $"{Code} {Code / 100}.{status} {Text}" : $"{Code} {Text}";
}
