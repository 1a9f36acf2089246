using System.Text;

namespace Connelink.MailGuard.Protection;

/// <summary>Whether octets begin like a MIME entity, as what S/MIME signs does (RFC 8551 3.1), and not like a signed file.</summary>
internal static class MimeEntityLook
{
    /// <summary>So many octets are looked at.</summary>
    public const int Octets = 16;

    public static bool Is(ReadOnlySpan<byte> head)
    {
        head = head.TrimStart("\r\n\t "u8);
        return Starts(head, "Content-"u8) || Starts(head, "MIME-Version"u8);
    }

    private static bool Starts(ReadOnlySpan<byte> head, ReadOnlySpan<byte> word) =>
        head.Length >= word.Length && Ascii.EqualsIgnoreCase(head[..word.Length], word);
}
