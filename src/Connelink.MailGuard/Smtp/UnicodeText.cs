using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Connelink.MailGuard.Smtp;

/// <summary>The canonical form of internationalised local-parts and domains (RFC 6531 3.3, RFC 6532 3.1, RFC 5891). Off the hot path.</summary>
internal static class UnicodeText
{
    /// <summary>RFC 3492. It encodes only: in globalization-invariant mode it neither normalises nor lowers, which is done before.</summary>
    private static readonly IdnMapping Punycode = new() { AllowUnassigned = true };

    public static bool TryFoldLocalPart(ReadOnlySpan<byte> octets, out ReadOnlySpan<byte> folded)
    {
        folded = default;
        if (!TryFold(octets, out var text)) return false;
        folded = Encoding.UTF8.GetBytes(text);
        return true;
    }

    /// <summary>Lower-case A-labels, or false where the domain has none.</summary>
    public static bool TryFoldDomain(ReadOnlySpan<byte> octets, out ReadOnlySpan<byte> labels)
    {
        labels = default;
        if (!TryFold(octets, out var text)) return false;
        try
        {
            labels = Encoding.ASCII.GetBytes(Punycode.GetAscii(text));
        }
        catch (ArgumentException)
        {
            // The framework has no Try form: a label that is too long once encoded, or mixes directions (RFC 3490 4.1).
            return false;
        }
        // Normalising can bring forth ASCII octets that no domain has: U+037E is a semicolon.
        return MailboxGrammar.Domain(labels) == labels.Length;
    }

    private static bool TryFold(ReadOnlySpan<byte> octets, out string folded)
    {
        folded = "";
        if (!Utf8.IsValid(octets)) return false;
        var text = Encoding.UTF8.GetString(octets);
        foreach (var letter in text)
        {
            // The blank of a quoted local-part is a blank; others look like one, or like the end of a line.
            if (letter != ' ' && (char.IsControl(letter) || char.IsWhiteSpace(letter))) return false;
        }
        // Lowering and composing do not commute: U+212A lowers only once it is composed, and what was lowered may compose anew.
        folded = Nfc.Normalise(Nfc.Normalise(text).ToLowerInvariant());
        return true;
    }
}
