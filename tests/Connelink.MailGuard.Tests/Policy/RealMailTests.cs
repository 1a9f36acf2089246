using System.Text;
using Connelink.MailGuard.Mime;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Policy.Edits;
using Connelink.MailGuard.Smtp;
using Connelink.MailGuard.Tests.Support;
using MimeKit;
using Xunit;

namespace Connelink.MailGuard.Tests.Policy;

/// <summary>Header sections that nobody here wrote, as if their authors were declared: what is refused then, is refused for how it is written.</summary>
public sealed class RealMailTests(ITestOutputHelper output)
{
    /// <summary>Looked at by eye: two angle addresses, a Sender without domain, two "@", a byte order mark before From, another address as phrase.</summary>
    private static readonly string[] KnownRefusals =
    [
        "enmime/mail/malformed-multiple-address-header-values.raw",
        "mime4j/core/src/test/resources/mimetools-testmsgs/double-bound.msg",
        "mime4j/core/src/test/resources/mimetools-testmsgs/dup-names.msg",
        "mime4j/core/src/test/resources/mimetools-testmsgs/multi-2evil.msg",
        "mime4j/core/src/test/resources/mimetools-testmsgs/multi-2gifs.msg",
        "mime4j/core/src/test/resources/mimetools-testmsgs/multi-weirdspace.msg",
        "mimekit/mbox/content-length.mbox.txt",
        "mimekit/messages/feedback-report.txt",
        "mimekit/messages/issue358.txt",
    ];

    [Fact]
    public void Real_header_sections_pass_when_their_originators_are_declared()
    {
        var corpus = SourceTree.PathOf("..", "shared", "corpus");
        Assert.SkipUnless(Directory.Exists(corpus), "the corpus is not here");
        var rules = StandardRules.Create(new PolicyOptions(), "gate.example", []);
        var (judged, edited) = (0, 0);
        var refused = new List<string>();
        foreach (var path in Directory.EnumerateFiles(corpus, "*", SearchOption.AllDirectories).Order())
        {
            foreach (var octets in Sections(File.ReadAllBytes(path)))
            {
                if (Mail(octets) is not { } mail) continue;
                judged++;
                var edits = new HeaderEdits();
                var objection = rules.JudgeHeader(mail, new HeaderSection(octets), edits) ?? mail.Settle(hasCalendarMethod: false);
                edited += edits.IsEmpty ? 0 : 1;
                if (objection is null) continue;
                refused.Add(Path.GetRelativePath(corpus, path));
                var text = Encoding.Latin1.GetString(octets);
                output.WriteLine($"{refused[^1]}: {objection.Rule}: {objection.Found}");
                foreach (var field in text.Split("\r\n").Where(line => line.StartsWith("From", StringComparison.OrdinalIgnoreCase) || line.Contains("Sender", StringComparison.OrdinalIgnoreCase)))
                {
                    output.WriteLine("    " + EscapedText.Write(Encoding.Latin1.GetBytes(field)));
                }
            }
        }
        Assert.Equal(KnownRefusals, refused.Distinct());
        Assert.True(judged > 200 && edited > 100, $"{judged} judged, {edited} edited");
        output.WriteLine($"{judged} header sections, {edited} edited, {refused.Count} refused");
    }

    /// <summary>Its header section with CRLF; of an mbox those of all messages.</summary>
    private static IEnumerable<byte[]> Sections(byte[] file)
    {
        var text = Encoding.Latin1.GetString(file).Replace("\r\n", "\n", StringComparison.Ordinal);
        string[] messages = text.StartsWith("From ", StringComparison.Ordinal) ? [.. ("\n" + text).Split("\nFrom ").Skip(1).Select(m => m[(m.IndexOf('\n', StringComparison.Ordinal) + 1)..])] : [text];
        foreach (var message in messages)
        {
            var end = message.IndexOf("\n\n", StringComparison.Ordinal);
            var head = end < 0 ? message : message[..(end + 1)];
            if (head.Contains("From:", StringComparison.OrdinalIgnoreCase) && !head.Contains('\r', StringComparison.Ordinal)) yield return Encoding.Latin1.GetBytes(head.Replace("\n", "\r\n", StringComparison.Ordinal));
        }
    }

    private static MimeMessage? Load(byte[] octets)
    {
        try
        {
            return MimeMessage.Load(new MemoryStream([.. octets, .. "\r\n"u8]));
        }
        catch (FormatException)
        {
            return null; // no header section at all for MimeKit, either
        }
    }

    /// <summary>Everybody whom MimeKit finds in an originator field is declared; null: it finds nobody.</summary>
    private static MailContext? Mail(byte[] octets)
    {
        if (Load(octets) is not { } message) return null;
        var originators = message.From.Mailboxes.Concat(message.ResentFrom.Mailboxes).Append(message.Sender).Append(message.ResentSender).OfType<MailboxAddress>().ToList();
        var arena = new OctetArena();
        var keys = new List<Mailbox>();
        foreach (var originator in originators)
        {
            if (PathParser.TryParseMailbox(Encoding.UTF8.GetBytes(originator.Address), arena, out var mailbox) && !mailbox.Domain.IsEmpty) keys.Add(mailbox);
        }
        if (keys.Count == 0) return null;

        var directory = new TableDirectory();
        directory.AddTenant("client", Language.English, keys.Select(key => Encoding.UTF8.GetString(key.Domain)));
        foreach (var key in keys) directory.Declare(Encoding.UTF8.GetString(key.Text.Span));
        var mail = new MailContext { Direction = Direction.Outbound };
        mail.Begin(new ReversePath(keys[0], IsNull: false), directory);
        PathParser.TryParseForwardPath("<x@nowhere.example>"u8, arena, out var recipient, out _);
        mail.Accept(recipient);
        return mail;
    }
}
