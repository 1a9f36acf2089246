using Connelink.MailGuard.Mime;

namespace Connelink.MailGuard.Inspection;

/// <summary>Names that 7-Zip and others give the pieces of one ZIP: a.zip.001, a.zip.002. They may be cut so that no piece shows a whole header.</summary>
internal static class VolumeName
{
    private const int Digits = 3;

    public static bool IsOf(MimePart part)
    {
        for (var i = 0; i < part.FileNames; i++)
        {
            var name = part.FileName(i).TrimEnd(" .\t"u8);
            if (name.Length > Digits && !name[^Digits..].ContainsAnyExceptInRange((byte)'0', (byte)'9') && EndsInZip(name[..^Digits])) return true;
        }
        return false;
    }

    private static bool EndsInZip(ReadOnlySpan<byte> name)
    {
        var suffix = ".zip."u8;
        return name.Length >= suffix.Length && System.Text.Ascii.EqualsIgnoreCase(name[^suffix.Length..], suffix);
    }
}
