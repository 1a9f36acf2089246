using System.Security.Cryptography;
using System.Text;
using Connelink.MailGuard.Mime;
using Xunit;

namespace Connelink.MailGuard.Tests.Mime;

/// <summary>Writes what a scanner tells as text: a line for each part, irregularity, and reading of a leaf; parts inside are indented.</summary>
public sealed class EventLog : IMimeSink
{
    private readonly HashSet<MimePart> _open = [];
    private string _text = "";

    public static string Of(byte[] message, params int[] cuts) => new EventLog().Read(new MimeScanner(), message, cuts);

    public string Read(MimeScanner scanner, ReadOnlySpan<byte> message, params ReadOnlySpan<int> cuts)
    {
        scanner.Begin(this);
        var from = 0;
        foreach (var cut in cuts)
        {
            scanner.Write(message[from..cut]);
            from = cut;
        }
        scanner.Write(message[from..]);
        scanner.Complete();
        Assert.Empty(_open);
        return _text;
    }

    public void BeginPart(MimePart part)
    {
        Assert.True(part.Parent is null ? _open.Count == 0 : _open.Contains(part.Parent));
        Assert.Equal((part.Parent?.Depth ?? -1) + 1, part.Depth);
        Assert.Null(part.State);
        Assert.True(_open.Add(part));
        var line = new StringBuilder("part ").Append(part).Append(' ').Append(Encoding.UTF8.GetString(part.MediaType));
        if (part.Kind != MimePartKind.Leaf) line.Append(' ').Append(part.Kind);
        if (part.MessageDepth > 0) line.Append(" message=").Append(part.MessageDepth);
        if (part.Origin != MessageOrigin.Declared) line.Append(' ').Append(part.Origin);
        if (part.IsAlternative) line.Append(" alternative");
        if (part.Disposition != MimeDisposition.None) line.Append(' ').Append(part.Disposition);
        foreach (var parameter in Enum.GetValues<MimeParameter>())
        {
            if (!part[parameter].IsEmpty) line.Append(' ').Append(parameter).Append('=').Append(Show(part[parameter]));
        }
        for (var i = 0; i < part.FileNames; i++) line.Append(" name=").Append(Show(part.FileName(i)));
        part.State = new PartLog(line.Append('\n').ToString());
    }

    public void Content(MimePart leaf, int reading, ReadOnlySpan<byte> octets)
    {
        Assert.Contains(leaf, _open);
        Assert.True(leaf.Kind is not (MimePartKind.Multipart or MimePartKind.Message));
        Assert.False(octets.IsEmpty);
        Assert.InRange(reading, 0, leaf.Readings - 1);
        ((PartLog)leaf.State!).Octets[reading].AddRange(octets);
    }

    public void Irregular(MimeIrregularity irregularity, MimePart part)
    {
        Assert.Contains(part, _open);
        Assert.Equal(1, System.Numerics.BitOperations.PopCount((ulong)irregularity));
        Assert.True(part.Irregularities.HasFlag(irregularity));
    }

    public void EndPart(MimePart part)
    {
        Assert.True(_open.Remove(part));
        Assert.DoesNotContain(_open, open => open.Parent == part);
        var log = (PartLog)part.State!;
        for (var i = 0; part.Kind is not (MimePartKind.Multipart or MimePartKind.Message) && i < part.Readings; i++)
        {
            log.Inside.Append("  ").Append(part.Encoding(i)).Append(' ').Append(log.Octets[i].Count).Append(": ").Append(Digest(log.Octets[i])).Append('\n');
        }
        _text = log.Line + string.Concat(Enum.GetValues<MimeIrregularity>().Where(one => one != 0 && part.Irregularities.HasFlag(one)).Select(one => Describe(one, part))) + log.Inside;
        foreach (var line in _text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            (part.Parent?.State as PartLog)?.Inside.Append("  ").Append(line).Append('\n');
        }
    }

    private static string Describe(MimeIrregularity irregularity, MimePart part) => $"  {irregularity}" + MimeTreatments.Of(irregularity, part) switch
    {
        MimeTreatment.Refuse => " (refuse)\n",
        MimeTreatment.ReadAllWays => " (all ways)\n",
        _ => " (tolerate)\n",
    };

    private static string Digest(List<byte> octets) =>
        octets.Count <= 80 ? Show(octets.ToArray()) : Show(octets.GetRange(0, 24).ToArray()) + "... sha256 " + Convert.ToHexStringLower(SHA256.HashData(octets.ToArray()))[..16];

    private static string Show(ReadOnlySpan<byte> octets)
    {
        var text = new StringBuilder("\"");
        foreach (var octet in octets)
        {
            if (octet is >= 0x20 and < 0x7F and not (byte)'{') text.Append((char)octet);
            else text.Append('{').Append(octet.ToString("X2", null)).Append('}');
        }
        return text.Append('"').ToString();
    }

    private sealed class PartLog(string line)
    {
        public string Line { get; } = line;

        public StringBuilder Inside { get; } = new();

        public List<byte>[] Octets { get; } = [.. Enumerable.Range(0, MimeLimits.MaxReadings).Select(_ => new List<byte>())];
    }
}
