using System.Text;
using Connelink.MailGuard.Smtp;
using CsCheck;
using Xunit;

namespace Connelink.MailGuard.Tests.Smtp;

public sealed class GrammarProperties
{
    private const SmtpExtensions All = (SmtpExtensions)0xFF;

    private static readonly Gen<string> Local =
        Gen.OneOf("a", "B", "\"", "\"\"", "\\", "@", ".", "ü", "u\u0308", ",", " ", "-", "<", ">", "K", "\u212A", "日本")
            .Array[1, 6].Select(string.Concat);

    private static readonly Gen<string> Domain =
        Gen.OneOf("a", "B", ".", "ü", "u\u0308", "[", "]", "[1.2.3.4]", "[IPv6:", "::", "@", " ", "-", "_", "\u212A", "日本", "xn--x")
            .Array[1, 4].Select(string.Concat);

    private static readonly Gen<byte[]> NearlyPaths =
        Gen.Select(Gen.OneOf(Local, Local.Select(text => $"\"{text}\"")), Domain).Select((local, domain) => Encoding.UTF8.GetBytes($"{local}@{domain}"));

    [Fact]
    public void What_was_accepted_prints_and_parses_back_the_same()
    {
        var accepted = 0;
        NearlyPaths.Sample(octets =>
        {
            var arena = new OctetArena();
            if (!PathParser.TryParseMailbox(octets, arena, out var mailbox)) return;
            Interlocked.Increment(ref accepted);
            Assert.Equal(octets, mailbox.Text.ToArray());

            Assert.True(PathParser.TryParseForwardPath([(byte)'<', .. mailbox.Text.Span, (byte)'>'], arena, out var path, out var rest));
            Assert.Equal(mailbox, path.Mailbox);
            Assert.True(rest.IsEmpty);

            Assert.False(mailbox.Key.Span.ContainsAnyInRange((byte)'A', (byte)'Z'));
            // The key, quoted, is the same mailbox again: canonical form is a fixed point.
            var quoted = Quote(mailbox.LocalPart) + "@" + Encoding.UTF8.GetString(mailbox.Domain);
            Assert.True(PathParser.TryParseMailbox(Encoding.UTF8.GetBytes(quoted), arena, out var again), quoted);
            Assert.Equal(mailbox, again);
        }, iter: 200_000);
        Assert.True(accepted > 10_000, $"only {accepted} of the generated mailboxes were good");
    }

    [Fact]
    public void No_octets_make_a_parser_throw() => Gen.Byte.Array[0, 60].Sample(octets =>
    {
        var arena = new OctetArena();
        PathParser.TryParseForwardPath([(byte)'<', .. octets, (byte)'>'], arena, out _, out _);
        PathParser.TryParseReversePath(octets, arena, out _, out _);
        PathParser.TryParseMailbox([.. octets, .. "@example.org"u8], arena, out _);
        PathParser.TryParseMailbox([.. "a@"u8, .. octets], arena, out _);
        EsmtpParameters.ReadMail(octets, All, arena, out _);
        EsmtpParameters.ReadRcpt([.. "ORCPT="u8, .. octets], All, arena, out _);
        ReplyText.Printable(octets, octets.Length / 2);
    }, iter: 100_000);

    [Fact]
    public void Nearly_paths_make_no_parser_throw() => NearlyPaths.Sample(octets =>
    {
        PathParser.TryParseForwardPath([(byte)'<', .. octets, (byte)'>'], new OctetArena(), out _, out _);
        PathParser.TryParseReversePath([.. "<@"u8, .. octets, (byte)'>'], new OctetArena(), out _, out _);
    }, iter: 100_000);

    private static string Quote(ReadOnlySpan<byte> local) =>
        "\"" + Encoding.UTF8.GetString(local).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
}
