using Connelink.MailGuard.Smtp;
using CsCheck;

namespace Connelink.MailGuard.Tests.Smtp;

/// <summary>What reading a message gave, all blocks together.</summary>
public sealed record Framed(string Status, int Consumed, int Withheld, string Content);

/// <summary>Keeps what the sink saw.</summary>
public sealed class Content : IContentSink
{
    private readonly List<byte> _octets = [];

    public void Write(ReadOnlySpan<byte> content) => _octets.AddRange(content);

    public override string ToString() => System.Text.Encoding.Latin1.GetString([.. _octets]);
}

/// <summary>Mail data for properties: short and dense, and the same between long lines so that whole strides are passed over.</summary>
public static class MailData
{
    public static readonly Gen<byte[]> Dense = Gen.OneOf((byte)'\r', (byte)'\n', (byte)'.', (byte)'\0', (byte)'a').Array[0, 9];

    public static readonly Gen<byte[]> LongLines =
        Gen.OneOf(
            Gen.Int[1, 90].Select(length => new string('a', length)),
            Gen.OneOf("\r\n", "\r\n", "\r\n", "\r\n.", "\r\n..", "\r\n.a", ".", "aaa.aaa"),
            Gen.Frequency((19, Gen.Const("")), (1, Gen.OneOf("\r", "\n", "\0", "\r\n.\r\n", ".\r\n", "\n.", "\r\n.\n", "\r\n.\r"))))
        .Array[1, 30].Select(pieces => System.Text.Encoding.ASCII.GetBytes(string.Concat(pieces)));

    /// <summary>Lengths of blocks; the last one goes on to the end.</summary>
    public static readonly Gen<int[]> Cuts = Gen.OneOf(Gen.Int[1, 4], Gen.Int[1, 150]).Array[0, 12];

    public static IEnumerable<ReadOnlyMemory<byte>> Split(byte[] octets, int[] cuts)
    {
        var at = 0;
        foreach (var cut in cuts.TakeWhile(_ => at < octets.Length))
        {
            var length = Math.Min(cut, octets.Length - at);
            yield return octets.AsMemory(at, length);
            at += length;
        }
        yield return octets.AsMemory(at);
    }

    /// <summary>All arrays over the alphabet of <see cref="Dense"/> with so many octets.</summary>
    public static IEnumerable<byte[]> Every(int octets)
    {
        for (var number = 0; number < (int)Math.Pow(5, octets); number++)
        {
            var rest = number;
            var data = new byte[octets];
            for (var at = 0; at < octets; at++, rest /= 5)
            {
                data[at] = "\r\n.\0a"u8[rest % 5];
            }
            yield return data;
        }
    }
}
