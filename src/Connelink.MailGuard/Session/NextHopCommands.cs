using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Session;

/// <summary>Writes MAIL and RCPT for the next hop, from what was parsed: never an octet that was not understood.</summary>
internal static class NextHopCommands
{
    /// <param name="withSize">Every host of the next hop knows SIZE: it gets the client's figure, raised by what we add (RFC 1870).</param>
    /// <param name="needed">Extensions that the command uses.</param>
    public static ReadOnlyMemory<byte> Mail(OctetArena arena, ReversePath path, MailParameters parameters, bool withSize, out SmtpExtensions needed)
    {
        needed = SmtpExtensions.None;
        var line = new OctetWriter(arena.Reserve(64 + 96 + path.Mailbox.Text.Length + parameters.EnvelopeId.Length));
        line.Write("MAIL FROM:<"u8);
        line.Write(path.Mailbox.Text.Span);
        line.Write(">"u8);
        if (withSize && parameters.Size is { } size)
        {
            line.Write(" SIZE="u8);
            line.Write(size + ListenerContext.OwnFieldOctets, default);
        }
        if (parameters.Body == BodyType.EightBitMime)
        {
            line.Write(" BODY=8BITMIME"u8);
            needed |= SmtpExtensions.EightBitMime;
        }
        if (parameters.SmtpUtf8)
        {
            line.Write(" SMTPUTF8"u8);
            needed |= SmtpExtensions.SmtpUtf8;
        }
        if (parameters.Return != DsnReturn.Unspecified)
        {
            line.Write(parameters.Return == DsnReturn.Full ? " RET=FULL"u8 : " RET=HDRS"u8);
            needed |= SmtpExtensions.Dsn;
        }
        if (!parameters.EnvelopeId.IsEmpty)
        {
            line.Write(" ENVID="u8);
            line.Write(parameters.EnvelopeId.Span);
            needed |= SmtpExtensions.Dsn;
        }
        line.Write("\r\n"u8);
        return arena.Commit(line.Written);
    }

    public static ReadOnlyMemory<byte> Rcpt(OctetArena arena, ForwardPath path, RcptParameters parameters, out SmtpExtensions needed)
    {
        needed = SmtpExtensions.None;
        var line = new OctetWriter(arena.Reserve(64 + 48 + path.Mailbox.Text.Length + parameters.OriginalRecipient.Length));
        line.Write("RCPT TO:<"u8);
        line.Write(path.Mailbox.Text.Span);
        line.Write(">"u8);
        if (parameters.Notify != DsnNotify.None)
        {
            WriteNotify(ref line, parameters.Notify);
            needed |= SmtpExtensions.Dsn;
        }
        if (!parameters.OriginalRecipient.IsEmpty)
        {
            line.Write(" ORCPT="u8);
            line.Write(parameters.OriginalRecipient.Span);
            needed |= SmtpExtensions.Dsn;
        }
        line.Write("\r\n"u8);
        return arena.Commit(line.Written);
    }

    private static void WriteNotify(ref OctetWriter line, DsnNotify notify)
    {
        line.Write(" NOTIFY="u8);
        if (notify == DsnNotify.Never)
        {
            line.Write("NEVER"u8);
            return;
        }
        var comma = false;
        WriteCondition(ref line, notify, DsnNotify.Success, "SUCCESS"u8, ref comma);
        WriteCondition(ref line, notify, DsnNotify.Failure, "FAILURE"u8, ref comma);
        WriteCondition(ref line, notify, DsnNotify.Delay, "DELAY"u8, ref comma);
    }

    private static void WriteCondition(ref OctetWriter line, DsnNotify notify, DsnNotify condition, ReadOnlySpan<byte> word, ref bool comma)
    {
        if (!notify.HasFlag(condition)) return;
        if (comma) line.Write(","u8);
        line.Write(word);
        comma = true;
    }
}
