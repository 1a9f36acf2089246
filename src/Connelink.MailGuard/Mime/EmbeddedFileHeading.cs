using System.Runtime.Intrinsics;

namespace Connelink.MailGuard.Mime;

/// <summary>The line before a file in text: what it says that follows.</summary>
internal static class EmbeddedFileHeading
{
    public static bool MayBegin(byte first) => first is (byte)'b' or (byte)'=' or (byte)'(';

    /// <summary>Null: no heading.</summary>
    public static EmbeddedFileKind? KindOf(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith("begin "u8)) return IsModeAndName(line[6..]) ? EmbeddedFileKind.Uuencode : null;
        if (line.StartsWith("begin-base64 "u8)) return IsModeAndName(line[13..]) ? EmbeddedFileKind.UuencodeBase64 : null;
        if (line.StartsWith("(This file must be converted with BinHex"u8)) return EmbeddedFileKind.BinHex;
        return line.StartsWith("=ybegin "u8) && line.IndexOf(" name="u8) > 0 && line.IndexOf(" size="u8) > 0 ? EmbeddedFileKind.YEnc : null;
    }

    /// <summary>"644 name": three or four octal digits.</summary>
    private static bool IsModeAndName(ReadOnlySpan<byte> text)
    {
        text = text.TrimStart((byte)' ');
        var digits = text.IndexOfAnyExceptInRange((byte)'0', (byte)'7');
        return digits is 3 or 4 && text[digits] == ' ' && !text[digits..].Trim((byte)' ').IsEmpty;
    }

    /// <summary>A line end with a line behind it that begins like a heading.</summary>
    public readonly struct Line : IOctetPair
    {
        public static Vector256<byte> Match(Vector256<byte> first, Vector256<byte> second) =>
            Vector256.Equals(first, Vector256.Create((byte)'\n'))
            & (Vector256.Equals(second, Vector256.Create((byte)'b')) | Vector256.Equals(second, Vector256.Create((byte)'=')) | Vector256.Equals(second, Vector256.Create((byte)'(')));

        public static bool MayBegin(byte last) => last == '\n';
    }
}
