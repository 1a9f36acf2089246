using System.Diagnostics;
using Connelink.MailGuard.Mime;
using Connelink.MailGuard.Tests.Support;
using Xunit;

namespace Connelink.MailGuard.Tests.Mime;

/// <summary>Mutations of the messages of our own making: nothing is thrown, the events hold together, and splits change nothing.</summary>
public sealed class ScannerFuzzTests(ITestOutputHelper output)
{
    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "\r\n", "\r\n\r\n", "\n", "\r", "\0", " ", "\t", "--", "--abc\r\n", "--abc--\r\n", "=", "==", "=\r\n", "=41", "!", "-_", ";", "\"", "(", ")", ":", "%41", "*0*=",
            "Content-Type: multipart/mixed; boundary=abc\r\n", "Content-Type: message/rfc822\r\n", "Content-Type: text/plain; name=a.eml\r\n",
            "Content-Transfer-Encoding: base64\r\n", "Content-Transfer-Encoding: quoted-printable\r\n", "Content-Transfer-Encoding: x\r\n", "From: a\r\n", "Received: b\r\n\r\n",
            "boundary=", "=?utf-8?Q?a?=", "QUJDREVG\r\n", "begin 644 a\r\n", new string('A', 500), new string(' ', 90),
        }.Select(System.Text.Encoding.Latin1.GetBytes),
    ];

    [Fact]
    public void Mutated_messages_are_read_alike_however_they_are_split()
    {
        var time = Fuzzing.Time;
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var seeds = MessageCase.All.Where(one => one.Message.Length < 5000).Select(one => one.Message).ToArray();
        var log = new EventLog();
        var scanner = new MimeScanner();
        var watch = Stopwatch.StartNew();
        var count = 0;
        while (watch.Elapsed < time)
        {
            var message = Mutate(seeds, random);
            try
            {
                var events = log.Read(scanner, message);
                int[] cuts = [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => random.Next(message.Length + 1)).Order()];
                Assert.Equal(events, log.Read(scanner, message, cuts));
                count++;
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {seed}, message {Convert.ToBase64String(message)}", e);
            }
        }
        output.WriteLine($"{count} messages from seed {seed}");
    }

    /// <summary>Found by mutation: the line was lost where it came in pieces.</summary>
    [Fact]
    public void A_line_that_is_no_field_begins_the_message_of_an_encoded_digest_also_in_pieces()
    {
        var message = "Content-Type: multipart/digest; boundary=abc\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n--abc\r\nno field\r\n\r\n--abc--\r\n"u8.ToArray();
        var (log, scanner) = (new EventLog(), new MimeScanner());
        var events = log.Read(scanner, message);
        Assert.Contains("no field", events, StringComparison.Ordinal);
        for (var cut = 0; cut <= message.Length; cut++) Assert.Equal(events, log.Read(scanner, message, [cut]));
    }

    private static byte[] Mutate(byte[][] seeds, Random random)
    {
        List<byte> message = [.. seeds[random.Next(seeds.Length)]];
        for (var n = random.Next(1, 8); n > 0; n--)
        {
            var at = random.Next(message.Count + 1);
            switch (random.Next(6))
            {
                case 0: message.InsertRange(at, Pieces[random.Next(Pieces.Length)]); break;
                case 1: message.RemoveRange(at, random.Next(Math.Min(20, message.Count - at) + 1)); break;
                case 2 when at < message.Count: message[at] = (byte)random.Next(256); break;
                case 3:
                    var other = seeds[random.Next(seeds.Length)];
                    var from = random.Next(other.Length);
                    message.InsertRange(at, other[from..random.Next(from, other.Length)]);
                    break;
                case 4: message.InsertRange(at, message.GetRange(0, at)); break;
                case 5: message.RemoveRange(at, message.Count - at); break;
            }
            if (message.Count > 20_000) message.RemoveRange(20_000, message.Count - 20_000);
        }
        return [.. message];
    }
}
