using System.Text;

namespace Connelink.MailGuard.Smtp;

/// <summary>Reads the parameters behind a path (RFC 5321 4.1.1.11, RFC 1870, 3461, 4954, 6152, 6531).</summary>
public static class EsmtpParameters
{
    [Flags]
    private enum Known
    {
        None = 0,
        Size = 1,
        Body = 2,
        SmtpUtf8 = 4,
        Return = 8,
        EnvelopeId = 16,
        Auth = 32,
        Notify = 64,
        OriginalRecipient = 128,
    }

    /// <summary>Null: good. Otherwise the reply: 555 5.5.4 for a parameter we did not offer, 501 5.5.4 for a malformed or repeated one.</summary>
    /// <remarks>AUTH= is read where AUTH was offered, and dropped: RFC 4954 5 lets a server trust none, and nobody behind us asks.</remarks>
    /// <param name="offered">What EHLO announced; after HELO none, and then every parameter is unknown.</param>
    public static Reply? ReadMail(ReadOnlySpan<byte> rest, SmtpExtensions offered, OctetArena arena, out MailParameters parameters)
    {
        parameters = default;
        var given = Known.None;
        while (!rest.IsEmpty)
        {
            if (!EsmtpParameter.TryTake(ref rest, out var parameter)) return Replies.BadParameter;
            var known = RecogniseMail(parameter.Keyword, offered);
            if (known == Known.None) return Replies.UnknownParameter;
            if ((given & known) != 0 || !TryRead(known, parameter, arena, ref parameters)) return Replies.BadParameter;
            given |= known;
        }
        return null;
    }

    /// <inheritdoc cref="ReadMail"/>
    /// <param name="offered">The same, without SMTPUTF8 where MAIL did not ask for it.</param>
    public static Reply? ReadRcpt(ReadOnlySpan<byte> rest, SmtpExtensions offered, OctetArena arena, out RcptParameters parameters)
    {
        parameters = default;
        var given = Known.None;
        while (!rest.IsEmpty)
        {
            if (!EsmtpParameter.TryTake(ref rest, out var parameter)) return Replies.BadParameter;
            var known = RecogniseRcpt(parameter.Keyword, offered);
            if (known == Known.None) return Replies.UnknownParameter;
            if ((given & known) != 0 || !TryRead(known, parameter, offered, arena, ref parameters)) return Replies.BadParameter;
            given |= known;
        }
        return null;
    }

    private static Known RecogniseMail(ReadOnlySpan<byte> keyword, SmtpExtensions offered)
    {
        if (Is(keyword, "SIZE"u8, offered, SmtpExtensions.Size)) return Known.Size;
        if (Is(keyword, "BODY"u8, offered, SmtpExtensions.EightBitMime)) return Known.Body;
        if (Is(keyword, "SMTPUTF8"u8, offered, SmtpExtensions.SmtpUtf8)) return Known.SmtpUtf8;
        if (Is(keyword, "RET"u8, offered, SmtpExtensions.Dsn)) return Known.Return;
        if (Is(keyword, "ENVID"u8, offered, SmtpExtensions.Dsn)) return Known.EnvelopeId;
        if (Is(keyword, "AUTH"u8, offered, SmtpExtensions.Auth)) return Known.Auth;
        return Known.None;
    }

    private static Known RecogniseRcpt(ReadOnlySpan<byte> keyword, SmtpExtensions offered)
    {
        if (Is(keyword, "NOTIFY"u8, offered, SmtpExtensions.Dsn)) return Known.Notify;
        if (Is(keyword, "ORCPT"u8, offered, SmtpExtensions.Dsn)) return Known.OriginalRecipient;
        return Known.None;
    }

    private static bool Is(ReadOnlySpan<byte> keyword, ReadOnlySpan<byte> name, SmtpExtensions offered, SmtpExtensions needed) =>
        (offered & needed) != 0 && Ascii.EqualsIgnoreCase(keyword, name);

    private static bool TryRead(Known known, EsmtpParameter parameter, OctetArena arena, ref MailParameters parameters)
    {
        var value = parameter.Value;
        switch (known)
        {
            case Known.Size when EsmtpValue.TryReadSize(value, out var size):
                parameters = parameters with { Size = size };
                return true;
            case Known.Body when EsmtpValue.TryReadBody(value, out var body):
                parameters = parameters with { Body = body };
                return true;
            case Known.SmtpUtf8 when !parameter.HasValue:
                parameters = parameters with { SmtpUtf8 = true };
                return true;
            case Known.Return when EsmtpValue.TryReadReturn(value, out var part):
                parameters = parameters with { Return = part };
                return true;
            case Known.EnvelopeId when EsmtpValue.IsEnvelopeId(value):
                parameters = parameters with { EnvelopeId = arena.Append(value) };
                return true;
            default:
                return known == Known.Auth && EsmtpValue.IsXtext(value);
        }
    }

    private static bool TryRead(Known known, EsmtpParameter parameter, SmtpExtensions offered, OctetArena arena, ref RcptParameters parameters)
    {
        switch (known)
        {
            case Known.Notify when EsmtpValue.TryReadNotify(parameter.Value, out var notify):
                parameters = parameters with { Notify = notify };
                return true;
            case Known.OriginalRecipient when EsmtpValue.IsOriginalRecipient(parameter.Value, (offered & SmtpExtensions.SmtpUtf8) != 0):
                parameters = parameters with { OriginalRecipient = arena.Append(parameter.Value) };
                return true;
            default:
                return false;
        }
    }
}
