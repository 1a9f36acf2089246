using System.Buffers;
using System.Text;

namespace Connelink.MailGuard.Policy;

/// <summary>Which field a name names, in any case; also a name that some programs read as one of them and others do not.</summary>
public static class FieldNames
{
    private const int MaxNameOctets = 48;

    private static readonly SearchValues<byte> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-"u8);

    private static readonly (string Name, KnownField Field)[] Names =
    [
        ("from", KnownField.From), ("sender", KnownField.Sender), ("reply-to", KnownField.ReplyTo),
        ("resent-from", KnownField.ResentFrom), ("resent-sender", KnownField.ResentSender), ("resent-reply-to", KnownField.ResentReplyTo),
        ("disposition-notification-to", KnownField.DispositionNotificationTo), ("return-receipt-to", KnownField.ReturnReceiptTo),
        ("x-confirm-reading-to", KnownField.ConfirmReadingTo), ("errors-to", KnownField.ErrorsTo),
        ("to", KnownField.To), ("cc", KnownField.Cc), ("bcc", KnownField.Bcc),
        ("received", KnownField.Received), ("subject", KnownField.Subject), ("content-type", KnownField.ContentType),
        ("auto-submitted", KnownField.AutoSubmitted), ("precedence", KnownField.Precedence), ("list-id", KnownField.ListId),
        ("list-post", KnownField.ListPost), ("x-auto-response-suppress", KnownField.AutoResponseSuppress),
        ("resent-to", KnownField.ResentOther), ("resent-cc", KnownField.ResentOther), ("resent-bcc", KnownField.ResentOther),
        ("resent-date", KnownField.ResentOther), ("resent-message-id", KnownField.ResentOther),
        ("delivered-to", KnownField.DeliveredTo), ("dkim-signature", KnownField.DkimSignature), ("arc-seal", KnownField.ArcSeal),
        ("authentication-results", KnownField.AuthenticationResults), ("x-mimetrack", KnownField.MimeTrack),
        ("x-ms-exchange-inbox-rules-loop", KnownField.RuleLoop), ("x-ms-exchange-forwardingloop", KnownField.RuleLoop),
        ("x-sieve-redirected-from", KnownField.SieveRedirectedFrom),
        ("x-zimbra-forwarded", KnownField.ZimbraForwarded), ("x-forwarded-for", KnownField.ForwardedFor), ("x-forwarded-to", KnownField.ForwardedTo),
        ("x-yahoo-forwarded", KnownField.ProviderForwarded), ("x-yandex-forward", KnownField.ProviderForwarded),
        ("x-mailru-forward", KnownField.ProviderForwarded), ("x-ms-exchange-organization-autoforwarded", KnownField.AutoForwarded),
        ("autoforwarded", KnownField.AutoForwarded),
        ("x-notes-item", KnownField.NotesItem), ("x-keepsent", KnownField.KeepSent), ("x-tnefevaluated", KnownField.TnefEvaluated),
        ("x-disclaimed", KnownField.Disclaimed), ("organization", KnownField.Organization), ("x-mailer", KnownField.Mailer),
    ];

    /// <summary>By length and both ends of a name: nearly every name that is not known is told by one look.</summary>
    private static readonly (byte[] Name, KnownField Field)[][] ByShape = Index();

    /// <param name="name">As received, without blanks at its end.</param>
    /// <param name="isOdd">Something in the name makes programs differ: a blank, a control, an octet beyond ASCII, a comment.</param>
    public static KnownField Find(ReadOnlySpan<byte> name, out bool isOdd)
    {
        isOdd = false;
        if (name.IsEmpty) return KnownField.Other;
        var field = FindPlain(name);
        if (field != KnownField.Other || !name.ContainsAnyExcept(Plain)) return field;

        isOdd = true;
        return FindFolded(name);
    }

    private static KnownField FindFolded(ReadOnlySpan<byte> name)
    {
        Span<byte> folded = stackalloc byte[MaxNameOctets];
        return FindPlain(folded[..Fold(name, folded)]);
    }

    private static KnownField FindPlain(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty) return KnownField.Other;
        foreach (var entry in ByShape[Shape(name)])
        {
            if (name.Length == entry.Name.Length && Ascii.EqualsIgnoreCase(name, entry.Name)) return entry.Field;
        }
        return name.Length > 11 && (name[0] | 0x20) == 'x' ? FindFamily(name) : KnownField.Other;
    }

    /// <summary>Two families have no end.</summary>
    private static KnownField FindFamily(ReadOnlySpan<byte> name) => (name[2] | 0x20) switch
    {
        'o' when name.Length > 14 && Ascii.EqualsIgnoreCase(name[..14], "x-originating-"u8) => KnownField.Originating,
        'a' when Ascii.EqualsIgnoreCase(name[..11], "x-altospam-"u8) => KnownField.AntispamTrace,
        _ => KnownField.Other,
    };

    /// <summary>Leaves out what one program or the other does not see; a comment ends the name.</summary>
    private static int Fold(ReadOnlySpan<byte> name, Span<byte> folded)
    {
        var octets = 0;
        foreach (var octet in name)
        {
            if (octet == '(' || octets == folded.Length) break;
            if (octet is > 0x20 and < 0x7F) folded[octets++] = octet;
        }
        return octets;
    }

    private static int Shape(ReadOnlySpan<byte> name) => ((name.Length * 37) ^ ((name[0] | 0x20) * 5) ^ ((name[^1] | 0x20) * 11)) & 0xFF;

    private static (byte[] Name, KnownField Field)[][] Index()
    {
        var names = Names.Select(entry => (Name: Encoding.ASCII.GetBytes(entry.Name), entry.Field)).ToLookup(entry => Shape(entry.Name));
        return [.. Enumerable.Range(0, 256).Select(shape => names[shape].ToArray())];
    }
}
