using System.Security.Cryptography;
using System.Text;
using Connelink.MailGuard.Mime;
using MimeKit;
using Xunit;
using MimePart = Connelink.MailGuard.Mime.MimePart;

namespace Connelink.MailGuard.Tests.Mime;

/// <summary>On every message in which the scanner finds nothing that is read differently, MimeKit finds the same leaves with the same decoded octets.</summary>
public sealed class MimeKitTests
{
    /// <summary>Those two read alike, but for a quantum without padding, which MimeKit drops, and blanks at a line end, which it keeps.</summary>
    private const MimeIrregularity ReadAlike =
        MimeIrregularity.MissingCloseDelimiter | MimeIrregularity.PaddedDelimiter | MimeIrregularity.RepeatedField | MimeIrregularity.RepeatedClose
        | MimeIrregularity.OddParameter | MimeIrregularity.ContentInPreamble | MimeIrregularity.ContentInEpilogue;

    [Fact]
    public void Messages_of_our_own_making() => Compare(
        MessageCase.All.Where(one => !one.Name.StartsWith("empty first line", StringComparison.Ordinal)).Select(one => (one.ToString(), one.Message)), atLeast: 60);

    [Fact]
    public void Messages_that_others_wrote()
    {
        Assert.SkipUnless(Directory.Exists(SharedCorpus.Folder), $"There is no {SharedCorpus.Folder}.");
        Compare(SharedCorpus.Messages(), atLeast: 180);
    }

    private static void Compare(IEnumerable<(string Name, byte[] Message)> messages, int atLeast)
    {
        var compared = 0;
        var scanner = new MimeScanner();
        foreach (var (name, message) in messages)
        {
            var ours = new Leaves();
            scanner.Begin(ours);
            scanner.Write(message);
            scanner.Complete();
            if ((ours.Irregularities & ~ReadAlike) != 0 || !TryLoad(message, out var loaded)) continue;

            var theirs = new List<string>();
            Collect(loaded.Body, theirs);
            Assert.True(theirs.SequenceEqual(ours.All), $"{name}\n ours:\n{string.Join('\n', ours.All)}\n theirs:\n{string.Join('\n', theirs)}");
            compared++;
        }
        Assert.True(compared >= atLeast, $"only {compared} compared");
    }

    /// <summary>MimeKit refuses what begins with no field; here that is a body.</summary>
    private static bool TryLoad(byte[] message, out MimeMessage loaded)
    {
        try
        {
            loaded = MimeMessage.Load(new MemoryStream(message));
            return true;
        }
        catch (FormatException)
        {
            loaded = null!;
            return false;
        }
    }

    private static void Collect(MimeEntity? entity, List<string> leaves)
    {
        switch (entity)
        {
            case Multipart multipart:
                foreach (var part in multipart) Collect(part, leaves);
                break;
            case MessagePart message:
                Collect(message.Message?.Body, leaves);
                break;
            case MimeKit.MimePart leaf:
                var octets = new MemoryStream();
                leaf.Content?.DecodeTo(octets);
                Add(leaves, leaf.ContentType.MimeType, octets.ToArray());
                break;
        }
    }

    /// <summary>
    /// MimeKit has no part where nothing stands between two delimiters, reads text/rfc822-headers as a message, and makes another type of a malformed one.
    /// </summary>
    private static void Add(List<string> leaves, string type, byte[] octets)
    {
        type = type.ToLowerInvariant();
        if (octets.Length == 0 || type == "text/rfc822-headers") return;
        leaves.Add($"{(type == "application/octet-stream" || type.Count(octet => octet == '/') > 1 ? "text/plain" : type)} {octets.Length} {Convert.ToHexStringLower(SHA256.HashData(octets))}");
    }

    private sealed class Leaves : IMimeSink
    {
        public List<string> All { get; } = [];

        /// <summary>Of what is declared: look-alikes are for the scanner only.</summary>
        public MimeIrregularity Irregularities { get; private set; }

        public void BeginPart(MimePart part)
        {
            if (part.Kind == MimePartKind.Leaf && part.Origin == MessageOrigin.Declared && !part.IsAlternative) part.State = new MemoryStream();
        }

        public void Content(MimePart leaf, int reading, ReadOnlySpan<byte> octets)
        {
            if (reading == 0 && leaf.State is MemoryStream stream) stream.Write(octets);
        }

        public void EndPart(MimePart part)
        {
            if (part.State is MemoryStream stream) Add(All, Encoding.ASCII.GetString(part.MediaType), stream.ToArray());
        }

        public void Irregular(MimeIrregularity irregularity, MimePart part)
        {
            if (part.Origin == MessageOrigin.Declared) Irregularities |= irregularity;
        }
    }
}
