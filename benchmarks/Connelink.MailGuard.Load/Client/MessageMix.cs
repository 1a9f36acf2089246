namespace Connelink.MailGuard.Load.Client;

/// <summary>Messages from files: every .eml below a directory, its line endings made CRLF.</summary>
internal static class MessageMix
{
    public static List<MessageTemplate> Read(string directory) =>
        [.. Directory.EnumerateFiles(directory, "*.eml", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => new MessageTemplate(WithCrLf(File.ReadAllBytes(file))))];

    private static byte[] WithCrLf(byte[] octets)
    {
        var lines = new List<byte>(octets.Length + (octets.Length / 32));
        for (var i = 0; i < octets.Length; i++)
        {
            if (octets[i] == (byte)'\r' && i + 1 < octets.Length && octets[i + 1] == (byte)'\n') continue;
            if (octets[i] is (byte)'\n' or (byte)'\r') lines.AddRange("\r\n"u8);
            else lines.Add(octets[i]);
        }
        return [.. lines];
    }
}
