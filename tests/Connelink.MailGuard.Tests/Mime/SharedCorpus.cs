using Connelink.MailGuard.Tests.Support;

namespace Connelink.MailGuard.Tests.Mime;

/// <summary>Messages that others wrote, where they are present: ../shared/corpus beside the checkout, or MAILGUARD_CORPUS.</summary>
public static class SharedCorpus
{
    public static string Folder { get; } =
        Environment.GetEnvironmentVariable("MAILGUARD_CORPUS") ?? Path.GetFullPath(Path.Combine(SourceTree.Root, "..", "shared", "corpus"));

    /// <summary>One message a file, with CRLF, without an mbox line or byte order mark before the header section.</summary>
    public static IEnumerable<(string Name, byte[] Message)> Messages()
    {
        foreach (var file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (Path.GetExtension(file) is not (".eml" or ".msg" or ".raw" or ".txt") || file.Contains(".mbox.", StringComparison.Ordinal)) continue;
            yield return (Path.GetRelativePath(Folder, file).Replace('\\', '/'), Bare(File.ReadAllBytes(file)));
        }
    }

    private static byte[] Bare(ReadOnlySpan<byte> octets)
    {
        if (octets.StartsWith("\uFEFF"u8)) octets = octets[3..];
        if (octets.StartsWith("From "u8)) octets = octets[(octets.IndexOf((byte)'\n') + 1)..];
        var message = new List<byte>(octets.Length);
        foreach (var octet in octets)
        {
            if (octet == '\n' && (message.Count == 0 || message[^1] != '\r')) message.Add((byte)'\r');
            message.Add(octet);
        }
        return [.. message];
    }
}
