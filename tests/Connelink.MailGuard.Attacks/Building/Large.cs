namespace Connelink.MailGuard.Attacks.Building;

/// <summary>Large content, made in blocks as it is read.</summary>
internal static class Large
{
    /// <summary>What `attachment-size` allows in all, decoded.</summary>
    public const long Limit = 41_943_040;

    private const int LinesInBlock = 512;
    private const int OctetsInLine = 57;

    /// <summary>So many octets in base64, in lines of 76. The last line has no line end.</summary>
    public static MailContent Base64(long octets) => new(() =>
    {
        var line = Text.Octets(Text.Base64(Payload.Noise(OctetsInLine)) + "\r\n");
        return Repeat(line, (octets - 1) / OctetsInLine, Text.Octets(Text.Base64(Payload.Noise((int)((octets - 1) % OctetsInLine) + 1))));
    });

    /// <summary>So many octets, uuencoded, without begin and end.</summary>
    public static MailContent UuLines(long octets) => new(() =>
    {
        const int inLine = 45;
        return Repeat(Text.Octets(OldEncodings.UuLines(Payload.Noise(inLine))), octets / inLine,
            Text.Octets(OldEncodings.UuLines(Payload.Noise((int)(octets % inLine)))));
    });

    /// <summary>So many octets of text, in lines of 64 with their line ends counted. The last line has none.</summary>
    public static MailContent Lines(long octets) => new(() =>
    {
        const int inLine = 64;
        return Repeat(Text.Octets(new string('x', inLine - 2) + "\r\n"), (octets - 1) / inLine,
            Text.Octets(new string('x', (int)((octets - 1) % inLine) + 1)));
    });

    /// <summary>Octets of any kind in base64, in lines of 76; they come as blocks.</summary>
    public static MailContent Base64(MailContent octets) => new(() => InBase64(octets));

    /// <summary>The same octets over and over.</summary>
    public static MailContent Fill(byte octet, long count) => new(() => Repeat([octet], count, []));

    private static IEnumerable<ReadOnlyMemory<byte>> InBase64(MailContent octets)
    {
        var held = new List<byte>();
        foreach (var block in octets.Blocks)
        {
            held.AddRange(block.Span);
            var whole = held.Count / OctetsInLine * OctetsInLine;
            if (whole == 0) continue;
            yield return Text.Octets(Text.Base64(held.GetRange(0, whole).ToArray()) + "\r\n");
            held.RemoveRange(0, whole);
        }
        yield return Text.Octets(Text.Base64(held.ToArray()));
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Repeat(byte[] unit, long count, byte[] rest)
    {
        var unitsInBlock = unit.Length == 1 ? LinesInBlock * OctetsInLine : LinesInBlock;
        var block = Enumerable.Repeat(unit, unitsInBlock).SelectMany(octets => octets).ToArray();
        for (; count >= unitsInBlock; count -= unitsInBlock) yield return block;
        yield return block.AsMemory(0, (int)count * unit.Length);
        yield return rest;
    }
}
