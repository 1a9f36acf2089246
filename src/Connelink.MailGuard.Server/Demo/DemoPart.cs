using System.Buffers.Text;
using System.IO.Compression;
using System.Text;

namespace Connelink.MailGuard.Server.Demo;

/// <summary>A part of a sample message: its Content-* fields and what it decodes to.</summary>
internal sealed record DemoPart(string Fields, byte[] Content, bool IsBase64)
{
    private const int OctetsInLine = 57;

    public static DemoPart Text(string text)
    {
        const string fields = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n";
        return new(fields, Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n")), IsBase64: false);
    }

    public static DemoPart Attachment(string type, string name, byte[] content) =>
        new($"Content-Type: {type}; name=\"{name}\"\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename=\"{name}\"\n", content, IsBase64: true);

    /// <summary>Made by a real program: Attachments/README.md.</summary>
    public static byte[] File(string name)
    {
        using var file = typeof(DemoPart).Assembly.GetManifestResourceStream($"demo/{name}")!;
        var content = new byte[file.Length];
        file.ReadExactly(content);
        return content;
    }

    /// <summary>A clear ZIP file, as which Word and Java files come, too.</summary>
    public static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }
        return file.ToArray();
    }

    /// <summary>As uuencode(1) writes it.</summary>
    public static string Uuencoded(string name, byte[] content)
    {
        var text = new StringBuilder($"begin 644 {name}\n");
        foreach (var line in content.Chunk(45))
        {
            text.Append(Letter(line.Length));
            for (var i = 0; i < line.Length; i += 3)
            {
                var three = (line[i] << 16) | (At(line, i + 1) << 8) | At(line, i + 2);
                for (var shift = 18; shift >= 0; shift -= 6) text.Append(Letter((three >> shift) & 63));
            }
            text.Append('\n');
        }
        return text.Append("`\nend\n").ToString();
    }

    /// <summary>Fields, an empty line, and the content as it is transferred.</summary>
    public byte[] Octets()
    {
        var fields = Encoding.ASCII.GetBytes($"{Fields}\n".ReplaceLineEndings("\r\n"));
        return IsBase64 ? [.. fields, .. InLines(Content)] : [.. fields, .. Content];
    }

    /// <summary>RFC 2045 6.8: lines of 76.</summary>
    private static byte[] InLines(byte[] content)
    {
        var lines = (content.Length + OctetsInLine - 1) / OctetsInLine;
        var encoded = new byte[lines * 78];
        var written = 0;
        for (var at = 0; at < content.Length; at += OctetsInLine)
        {
            Base64.EncodeToUtf8(content.AsSpan(at, Math.Min(OctetsInLine, content.Length - at)), encoded.AsSpan(written), out _, out var octets);
            written += octets;
            encoded[written++] = (byte)'\r';
            encoded[written++] = (byte)'\n';
        }
        return encoded[..written];
    }

    private static int At(byte[] line, int i) => i < line.Length ? line[i] : 0;

    private static char Letter(int six) => six == 0 ? '`' : (char)(' ' + six);
}
