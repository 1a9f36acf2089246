using System.Globalization;
using System.Text;

namespace Connelink.MailGuard.Load.Client;

/// <summary>Composes a message of an exact size: plain text when small, with one base64 attachment when large.</summary>
internal static class SampleMessage
{
    private const int SmallestWithAttachment = 16 * 1024;
    private const string Words = "The quarterly figures are attached; please read them before Thursday and bring";

    public static MessageTemplate OfSize(int octets, string originator, string destination)
    {
        var room = octets - LoadId.Octets;
        var text = octets < SmallestWithAttachment ? Plain(room, originator, destination) : WithAttachment(room, originator, destination);
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

    private static string WithAttachment(int room, string originator, string destination)
    {
        var start = Fields(originator, destination)
            .Append("Content-Type: multipart/mixed; boundary=\"=_load_boundary\"\r\n\r\n")
            .Append("--=_load_boundary\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n");
        const string Between = "\r\n--=_load_boundary\r\nContent-Type: application/octet-stream; name=\"figures.bin\"\r\n"
            + "Content-Disposition: attachment; filename=\"figures.bin\"\r\nContent-Transfer-Encoding: base64\r\n\r\n";
        const string End = "\r\n--=_load_boundary--\r\n";
        var lines = (room - start.Length - Between.Length - End.Length - 1024) / 78;
        Fill(start, room - start.Length - Between.Length - End.Length - (lines * 78)).Append(Between);

        // The same octets each time: two runs send the same message.
        var random = new Random(1);
        var line = new byte[57];
        for (var i = 0; i < lines; i++)
        {
            random.NextBytes(line);
            start.Append(Convert.ToBase64String(line)).Append("\r\n");
        }
        return start.Append(End).ToString();
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
