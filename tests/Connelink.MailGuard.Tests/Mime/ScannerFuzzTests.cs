using Connelink.MailGuard.Mime;
using Connelink.MailGuard.Tests.Support;
using Xunit;

namespace Connelink.MailGuard.Tests.Mime;

/// <summary>Mutations of the messages of our own making: nothing is thrown, the events hold together, and splits change nothing.</summary>
public sealed class ScannerFuzzTests
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
        var log = new EventLog();
        var scanner = new MimeScanner();
        Fuzzing.Run([.. MessageCase.All.Where(one => one.Message.Length < 5000).Select(one => one.Message)], Pieces, (message, cuts) =>
        {
            Assert.Equal(log.Read(scanner, message), log.Read(scanner, message, cuts));
        });
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
}
