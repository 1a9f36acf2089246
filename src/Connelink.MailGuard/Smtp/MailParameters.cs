namespace Connelink.MailGuard.Smtp;

/// <summary>BODY= of MAIL (RFC 6152).</summary>
public enum BodyType : byte
{
    Unspecified,
    SevenBit,
    EightBitMime,
}

/// <summary>RET= of MAIL (RFC 3461 4.3).</summary>
public enum DsnReturn : byte
{
    Unspecified,
    Full,
    Headers,
}

/// <summary>NOTIFY= of RCPT (RFC 3461 4.1); None means that the parameter was not given, Never stands alone.</summary>
[Flags]
public enum DsnNotify : byte
{
    None = 0,
    Never = 1,
    Success = 2,
    Failure = 4,
    Delay = 8,
}

/// <summary>The ESMTP parameters of MAIL that we know. EnvelopeId is xtext as received (RFC 3461 4.4), empty when not given.</summary>
public readonly record struct MailParameters(long? Size, BodyType Body, bool SmtpUtf8, DsnReturn Return, ReadOnlyMemory<byte> EnvelopeId);

/// <summary>The ESMTP parameters of RCPT. OriginalRecipient is "addr-type;xtext" as received (RFC 3461 4.2), empty when not given.</summary>
public readonly record struct RcptParameters(DsnNotify Notify, ReadOnlyMemory<byte> OriginalRecipient);
