using System.Text;
using Connelink.MailGuard.Attacks;
using Connelink.MailGuard.Mime;
using Connelink.MailGuard.Session;

namespace Connelink.MailGuard.Fuzz;

/// <summary>Inputs to begin with: the messages of the attack and innocent suites, or the files in them.</summary>
internal static class Seeds
{
    private const int MostOctets = 4096;
    private const int Most = 400;

    private static readonly string[] Paths = ["<ada@example.org>", "<\"a b\"@example.org>", "<@a,@b:ada@example.org>", "<Postmaster>", "<ada@[192.0.2.1]>", "<jos\u00E9@\u00E9cole.example>", "<a+b@xn--4ca.example>"];

    private static readonly string[] Replies = ["250 2.0.0 OK", "550-5.1.1 no\r\n550 5.1.1 such", "421", "\u0000\u0007\u00E9"];

    public static int Write(string target, string folder)
    {
        Directory.CreateDirectory(folder);
        var number = 0;
        foreach (var seed in Of(target).Where(seed => seed.Length is > 0 and <= MostOctets).DistinctBy(Convert.ToBase64String).Take(Most)) File.WriteAllBytes(Path.Combine(folder, $"{number++:000}"), seed);
        Console.WriteLine($"{number} seeds in {folder}");
        return 0;
    }

    private static IEnumerable<byte[]> Of(string target) => target switch
    {
        "path" => Paths.Select(Encoding.UTF8.GetBytes),
        "reply" => Replies.Select(Encoding.Latin1.GetBytes),
        "file" or "protection" => Messages().SelectMany(Files),
        "text" or "attachment" => Documents().SelectMany(Files),
        "header" => Messages().Select(message => message[..MessageJudge.HeaderEnd(message)]),
        "mail-data" => Messages().Select(message => (byte[])[.. message, .. "\r\n.\r\n"u8]),
        _ => Messages(),
    };

    /// <summary>Not the large ones, of which most is repetition; every third, so that all families are among them.</summary>
    private static IEnumerable<byte[]> Messages() => Samples.All.Where(message => !message.Family.StartsWith("bombs", StringComparison.Ordinal) && !message.Family.StartsWith("at-the", StringComparison.Ordinal)
        && !message.Family.StartsWith("oversize", StringComparison.Ordinal)).Where((_, i) => i % 3 == 0).Select(message => message.Content.ToArray());

    /// <summary>What holds files besides archives comes first: the number of seeds is limited.</summary>
    private static IEnumerable<byte[]> Documents() => Samples.All.Where(message => message.Family is "files-in-documents" or "embedded-text" && !message.Name.EndsWith("-in-zip", StringComparison.Ordinal))
        .Select(message => message.Content.ToArray()).Concat(Messages());

    private static List<byte[]> Files(byte[] message)
    {
        var files = new Leaves();
        var scanner = new MimeScanner();
        scanner.Begin(files);
        scanner.Write(message);
        scanner.Complete();
        return [.. files.Octets.Values.Select(file => file.ToArray())];
    }

    private sealed class Leaves : IMimeSink
    {
        public Dictionary<string, MemoryStream> Octets { get; } = [];

        public void BeginPart(MimePart part)
        {
        }

        public void Content(MimePart leaf, int reading, ReadOnlySpan<byte> octets)
        {
            if (reading > 0) return;
            if (!Octets.TryGetValue(leaf.ToString(), out var file)) Octets[leaf.ToString()] = file = new MemoryStream();
            file.Write(octets);
        }

        public void EndPart(MimePart part)
        {
        }

        public void Irregular(MimeIrregularity irregularity, MimePart part)
        {
        }
    }
}
