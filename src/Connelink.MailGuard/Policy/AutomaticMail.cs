using System.Text;

namespace Connelink.MailGuard.Policy;

/// <summary>What a header section says of how its message came about.</summary>
internal static class AutomaticMail
{
    /// <summary>multipart/report: a delivery status or disposition notification (RFC 6522).</summary>
    public static bool IsReport(HeaderIndex header) => StartsWith(header.TextOf(KnownField.ContentType), "multipart/report"u8);

    /// <summary>RFC 3834 5: any word but "no".</summary>
    public static bool IsAutomatic(HeaderIndex header) => header.TextOf(KnownField.AutoSubmitted) is { IsEmpty: false } text && !Is(text, "no"u8);

    public static bool IsReply(HeaderIndex header) => Is(header.TextOf(KnownField.AutoSubmitted), "auto-replied"u8);

    public static bool IsGenerated(HeaderIndex header) => Is(header.TextOf(KnownField.AutoSubmitted), "auto-generated"u8);

    /// <summary>No word of RFC 3834, but small programs say it.</summary>
    public static bool IsForward(HeaderIndex header) => Is(header.TextOf(KnownField.AutoSubmitted), "auto-forwarded"u8);

    /// <summary>The first word, before parameters and comments.</summary>
    private static bool Is(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) =>
        StartsWith(text, word) && (text.Length == word.Length || text[word.Length] is (byte)';' or (byte)' ' or (byte)'\t' or (byte)'(' or (byte)'\r');

    private static bool StartsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) =>
        text.Length >= word.Length && Ascii.EqualsIgnoreCase(text[..word.Length], word);
}
