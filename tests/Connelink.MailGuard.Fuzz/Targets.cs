using System.Text;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.Archives;
using Connelink.MailGuard.Attacks.Building;
using Connelink.MailGuard.Inspection;
using Connelink.MailGuard.Mime;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Policy.Edits;
using Connelink.MailGuard.Protection;
using Connelink.MailGuard.Smtp;
using Connelink.MailGuard.Tests.Mime;

namespace Connelink.MailGuard.Fuzz;

/// <summary>One for each parser. None may throw, whatever comes, and each must mean the same however its octets are split, or read what it has written.</summary>
internal static class Targets
{
    public static IReadOnlyDictionary<string, Action<byte[]>> All { get; } = new Dictionary<string, Action<byte[]>>
    {
        ["message"] = Message,
        ["mime"] = Mime,
        ["file"] = File,
        ["protection"] = Protection,
        ["text"] = Text,
        ["attachment"] = Attachment,
        ["header"] = Header,
        ["mail-data"] = MailData,
        ["path"] = Path,
        ["reply"] = Reply,
    };

    private static void Message(byte[] octets)
    {
        var whole = Facts(octets, octets.Length);
        Same(whole, Facts(octets, Stride(octets)));
    }

    private static (ArchiveFindings, MimeIrregularity, ProtectionFindings, long, long) Facts(byte[] octets, int stride)
    {
        Engine.Inspection.Begin(opensDocuments: true);
        InPieces(octets, stride, Engine.Inspection.Write);
        Engine.Inspection.Complete();
        Engine.Inspection.Abandon();
        var facts = Engine.Inspection.Facts;
        return (facts.Archives, facts.Irregularities, facts.Protection, facts.AttachmentOctets, facts.AlternativeOctets);
    }

    private static void Mime(byte[] octets) => Same(Parts(octets, octets.Length), Parts(octets, Stride(octets)));

    private static string Parts(byte[] octets, int stride)
    {
        var sink = new PartList();
        var scanner = new MimeScanner();
        scanner.Begin(sink);
        InPieces(octets, stride, scanner.Write);
        scanner.Complete();
        return sink.ToString();
    }

    private static void File(byte[] octets) => Same(Findings(octets, octets.Length), Findings(octets, Stride(octets)));

    private static (ArchiveFindings, int) Findings(byte[] octets, int stride)
    {
        var context = new ArchiveContext();
        var inspector = new FileInspector();
        inspector.Begin(context);
        InPieces(octets, stride, inspector.Write);
        inspector.Complete();
        return (context.Findings, context.Entries);
    }

    private static void Protection(byte[] octets)
    {
        foreach (var traits in (LeafTraits[])[LeafTraits.None, LeafTraits.Text, LeafTraits.Text | LeafTraits.Html, LeafTraits.File, LeafTraits.Pgp]) Same(Found(octets, octets.Length, traits), Found(octets, Stride(octets), traits));
    }

    private static (ProtectionFindings, string) Found(byte[] octets, int stride, LeafTraits traits)
    {
        var context = new ArchiveContext();
        var files = new FileLog();
        var reader = new ProtectionReader(new Nowhere(), new MessageInflater(context), new MessageInflater(context), new PdfAttachments(context, files));
        reader.Begin(traits);
        InPieces(octets, stride, reader.Write);
        reader.Complete();
        return (reader.Findings, files.ToString());
    }

    /// <summary>Files that stand encoded in a text, by each of those who look for them.</summary>
    private static void Text(byte[] octets)
    {
        foreach (var watcher in (IEncodedFileWatcher[])[new EmbeddedFileWatcher(), new DataUriWatcher(), new Base64LiteralWatcher(), new EncodedPropertyWatcher(), new RtfObjectWatcher()])
        {
            Same(Found(octets.Length), Found(Stride(octets)));

            string Found(int stride) => FileLog.Of(watcher, () => InPieces(octets, stride, watcher.Write));
        }
    }

    /// <summary>A file as what its octets and its name say, and the same file in an archive.</summary>
    private static void Attachment(byte[] octets)
    {
        Message([.. "Content-Type: application/x; name=a.html\r\nContent-Transfer-Encoding: binary\r\n\r\n"u8, .. octets]);
        Message([.. "Content-Type: application/x\r\nContent-Transfer-Encoding: binary\r\n\r\n"u8, .. Zip.Of(ZipEntry.Stored("a", octets))]);
    }

    /// <summary>What is edited once needs no edit any more.</summary>
    private static void Header(byte[] octets)
    {
        byte[] section = [.. octets, .. "\r\n"u8];
        var edited = Edited(section);
        if (edited is null) return;
        var again = Edited(edited);
        if (again is not null && !again.AsSpan().SequenceEqual(edited)) throw new InvalidOperationException("An edited header section is edited again.");
    }

    private static byte[]? Edited(byte[] section)
    {
        var mail = new MailContext { Direction = Direction.Outbound };
        var edits = new HeaderEdits();
        mail.Begin(Engine.Sender, Engine.Directory);
        mail.Accept(Engine.Recipient);
        if (Engine.Rules.JudgeHeader(mail, new HeaderSection(section), edits) is not null) return null;
        var edited = new byte[section.Length];
        return edited[..edits.Apply(section, edited)];
    }

    private static void MailData(byte[] octets) => Same(Framed(octets, octets.Length), Framed(octets, Stride(octets)));

    private static (MailDataStatus, string) Framed(byte[] octets, int stride)
    {
        var reader = new MailDataReader();
        var sink = new Kept();
        var status = MailDataStatus.More;
        for (var at = 0; at < octets.Length && status == MailDataStatus.More; at += stride) status = reader.Read(octets.AsSpan(at, Math.Min(stride, octets.Length - at)), sink, out _);
        // What a refused message had before its end depends on blocks, and nobody looks at it.
        return (status, status == MailDataStatus.EndOfData ? Convert.ToHexString(sink.Octets.ToArray()) : "");
    }

    private static void Path(byte[] octets)
    {
        // What is not ASCII is shown escaped, which is for people.
        if (!PathParser.TryParseForwardPath(octets, new OctetArena(), out var path, out _) || octets.AsSpan().ContainsAnyExceptInRange((byte)' ', (byte)'~')) return;
        var written = path.ToString();
        if (!PathParser.TryParseForwardPath(Encoding.UTF8.GetBytes($"<{written}>"), new OctetArena(), out var again, out _)) throw new InvalidOperationException($"<{written}> is no path.");
        Same(written, again.ToString());
    }

    /// <summary>A reply that is passed on reads the same where it arrives.</summary>
    private static void Reply(byte[] octets)
    {
        if (ReplyParser.TryRead(octets, out var consumed, out var code) != ReplyStatus.Complete) return;
        var reply = ReplyParser.Parse(octets.AsSpan(0, consumed));
        var written = ReplyText.Encode(reply);
        if (ReplyParser.TryRead(written, out consumed, out var again) != ReplyStatus.Complete || consumed != written.Length) throw new InvalidOperationException($"{reply} is no reply.");
        Same(code, again);
    }

    /// <summary>Of the input itself, so that the same input is split in the same way.</summary>
    private static int Stride(byte[] octets) => octets.Length == 0 ? 1 : 1 + (octets[^1] % 61);

    private static void InPieces(byte[] octets, int stride, Action<ReadOnlySpan<byte>> write)
    {
        for (var at = 0; at < octets.Length; at += stride) write(octets.AsSpan(at, Math.Min(stride, octets.Length - at)));
    }

    private static void Same<T>(T whole, T split)
    {
        if (!EqualityComparer<T>.Default.Equals(whole, split)) throw new InvalidOperationException($"Whole: {whole}; split: {split}");
    }

    private sealed class Nowhere : IContentSink
    {
        public void Write(ReadOnlySpan<byte> content)
        {
        }
    }

    private sealed class Kept : IContentSink
    {
        public MemoryStream Octets { get; } = new();

        public void Write(ReadOnlySpan<byte> content) => Octets.Write(content);
    }

    /// <summary>Made when the first input comes: instrumented code must not run before.</summary>
    private static class Engine
    {
        public static readonly MessageInspection Inspection = new();
        public static readonly RuleSet Rules = StandardRules.Create(new PolicyOptions(), "gate.example", []);
        public static readonly IDirectorySnapshot Directory = DirectoryFile.Load(System.IO.Path.Combine(AppContext.BaseDirectory, "directory.sample.json"));

        public static readonly ReversePath Sender =
            PathParser.TryParseReversePath("<jean.dupont@client.example>"u8.ToArray(), new OctetArena(), out var path, out _) ? path : throw new FormatException();

        public static readonly ForwardPath Recipient =
            PathParser.TryParseForwardPath("<bob@partner.example>"u8.ToArray(), new OctetArena(), out var path, out _) ? path : throw new FormatException();
    }
}
