using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Connelink.MailGuard.Load.Client;

/// <summary>Composes a message of an exact size: plain text when small, with one base64 attachment when large.</summary>
internal static class SampleMessage
{
    private const int SmallestWithAttachment = 16 * 1024;
    private const int LineOctets = 57;
    private const string Words = "The quarterly figures are attached; please read them before Thursday and bring";

    public static MessageTemplate OfSize(int octets, bool asZip, string originator, string destination)
    {
        var room = octets - LoadId.Octets;
        var text = octets < SmallestWithAttachment ? Plain(room, originator, destination) : WithAttachment(room, asZip, originator, destination);
        return new MessageTemplate(Encoding.ASCII.GetBytes(text));
    }

    /// <summary>A size as people write it: 4k, 100k, 40m or a number of octets.</summary>
    public static int ParseSize(string size) => size[^1] switch
    {
        'k' or 'K' => int.Parse(size[..^1], CultureInfo.InvariantCulture) * 1024,
        'm' or 'M' => int.Parse(size[..^1], CultureInfo.InvariantCulture) * 1024 * 1024,
        _ => int.Parse(size, CultureInfo.InvariantCulture),
    };

    private static string Plain(int room, string originator, string destination)
    {
        var text = Fields(originator, destination).Append("Content-Type: text/plain; charset=us-ascii\r\n\r\n");
        return Fill(text, room - text.Length).ToString();
    }

    private static string WithAttachment(int room, bool asZip, string originator, string destination)
    {
        var start = Fields(originator, destination)
            .Append("Content-Type: multipart/mixed; boundary=\"=_load_boundary\"\r\n\r\n")
            .Append("--=_load_boundary\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n");
        var (type, name) = asZip ? ("application/zip", "figures.zip") : ("application/octet-stream", "figures.bin");
        var between = $"\r\n--=_load_boundary\r\nContent-Type: {type}; name=\"{name}\"\r\n"
            + $"Content-Disposition: attachment; filename=\"{name}\"\r\nContent-Transfer-Encoding: base64\r\n\r\n";
        const string End = "\r\n--=_load_boundary--\r\n";
        var lines = (room - start.Length - between.Length - End.Length - 1024) / 78;
        Fill(start, room - start.Length - between.Length - End.Length - (lines * 78)).Append(between);

        var file = asZip ? Zip(lines * LineOctets) : Noise(lines * LineOctets);
        for (var i = 0; i < lines; i++) start.Append(Convert.ToBase64String(file, i * LineOctets, LineOctets)).Append("\r\n");
        return start.Append(End).ToString();
    }

    /// <summary>The same octets each time: two runs send the same message.</summary>
    private static byte[] Noise(int octets)
    {
        var noise = new byte[octets];
        new Random(1).NextBytes(noise);
        return noise;
    }

    /// <summary>One stored file of noise, as photographs and films are packed; exactly so large in all.</summary>
    private static byte[] Zip(int octets)
    {
        var empty = Zip([]).Length;
        return Zip(Noise(octets - empty));
    }

    private static byte[] Zip(byte[] data)
    {
        var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry("film.mp4", CompressionLevel.NoCompression).Open();
            entry.Write(data);
        }
        return file.ToArray();
    }

    private static StringBuilder Fields(string originator, string destination) => new StringBuilder()
        .Append("Date: Mon, 02 Mar 2026 09:30:00 +0100\r\nMessage-ID: <load.1@elsewhere.example>\r\n")
        .Append(CultureInfo.InvariantCulture, $"From: {originator}\r\nTo: {destination}\r\n")
        .Append("Subject: Figures of the quarter\r\nUser-Agent: mailguard-load\r\nMIME-Version: 1.0\r\n");

    /// <summary>Lines of text up to an exact number of octets, the last CRLF included.</summary>
    private static StringBuilder Fill(StringBuilder text, int octets)
    {
        for (; octets > Words.Length + 4; octets -= Words.Length + 2) text.Append(Words).Append("\r\n");
        return octets < 2 ? text : text.Append('x', octets - 2).Append("\r\n");
    }
}
