using System.Text;
using Connelink.MailGuard.Server.Check;
using Connelink.MailGuard.Server.Check.Reading;
using Xunit;

namespace Connelink.MailGuard.Tests.Server.Check;

/// <summary>Nothing in a mailbox makes `check` stumble.</summary>
public sealed class HostileMailboxTests : IDisposable
{
    private static readonly string Sample =
        "Return-Path: <bob@partner.example>\nDelivered-To: jean.dupont@client.example\nReceived: from a by b for <jean.dupont@client.example>; Mon, 5 Jan 2026\n"
        + CheckFolder.Message(from: "\"Bob\" (x) <bob@partner.example>, team: a@b.example;", to: "jean.dupont@client.example, =?utf-8?Q?x?= <hank@globex.example>");

    private readonly CheckFolder _mail = new();

    public void Dispose() => _mail.Dispose();

    [Fact]
    public async Task Mutated_messages_are_judged_without_a_mistake_of_the_program()
    {
        var random = new Random(20260105);
        for (var i = 0; i < 20; i++)
        {
            var mbox = new MemoryStream();
            for (var j = 0; j < 100; j++)
            {
                mbox.Write("From - \n"u8);
                mbox.Write(Mutated(random));
            }
            _mail.Add($"{i}.mbox", mbox.ToArray());
        }
        var (exitCode, _, _, errors) = await CheckFolder.RunAsync(new CheckOptions { Paths = [_mail.Root], Json = true });

        Assert.Equal("", errors);
        Assert.InRange(exitCode, 0, 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(4096)]
    public void Lines_are_the_same_however_the_stream_hands_them_out(int octets)
    {
        var text = Encoding.ASCII.GetBytes($"one\r\ntwo\n\nthree\r{new string('x', 300_000)}\r\nlast");
        Assert.Equal(Pieces(new MemoryStream(text)), Pieces(new Dribble(text, octets)));
        Assert.Equal(text, Pieces(new Dribble(text, octets)).SelectMany(Encoding.ASCII.GetBytes));
    }

    private static List<string> Pieces(Stream stream)
    {
        var lines = new OctetLines();
        lines.Open(stream);
        List<string> pieces = [];
        while (lines.TryPeek(out var piece))
        {
            pieces.Add(Encoding.ASCII.GetString(piece));
            lines.Take(piece);
        }
        return pieces;
    }

    private static byte[] Mutated(Random random)
    {
        var octets = Encoding.Latin1.GetBytes(Sample).ToList();
        for (var i = random.Next(12); i >= 0; i--)
        {
            var at = random.Next(octets.Count);
            switch (random.Next(4))
            {
                case 0: octets[at] = (byte)random.Next(256); break;
                case 1: octets.RemoveRange(at, Math.Min(random.Next(20), octets.Count - at - 1)); break;
                case 2: octets.InsertRange(at, octets.GetRange(at, Math.Min(random.Next(40), octets.Count - at))); break;
                default: octets.Insert(at, (byte)"\r\n\0<>@,:;()\"\\ =?"[random.Next(16)]); break;
            }
        }
        return [.. octets];
    }

    /// <summary>Hands out a few octets at a time, as a pipe may.</summary>
    private sealed class Dribble(byte[] octets, int atATime) : MemoryStream(octets)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, atATime));
    }
}
