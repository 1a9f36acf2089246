using System.Text;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Server.Demo;
using Connelink.MailGuard.Smtp;
using Connelink.MailGuard.Tests.Support;
using Xunit;

namespace Connelink.MailGuard.Tests.Server.Demo;

/// <summary>The demo shows every rule; that its messages get their verdicts is shown by running it (DemoTests).</summary>
public sealed class DemoMessagesTests
{
    private static readonly string[] OnlyEdit = ["originator-phrase", "leaking-fields"];

    [Fact]
    public void There_are_forty_messages_and_each_is_told_apart()
    {
        Assert.True(DemoMessages.All.Count >= 40);
        Assert.Equal(DemoMessages.All.Count, DemoMessages.All.Select(m => m.What).Distinct().Count());
    }

    [Fact]
    public void Every_rule_is_shown_with_both_verdicts() => Assert.All(StandardRules.Names, rule =>
    {
        var shown = DemoMessages.All.Where(m => m.Rule == rule).ToArray();
        if (OnlyEdit.Contains(rule)) Assert.Contains(shown, m => m.Arrives is not null);
        else Assert.Contains(shown, m => !m.Expected.StartsWith('2'));
        Assert.Contains(shown, m => m.Expected.StartsWith('2'));
    });

    /// <summary>What is edited and what stays: both arrive.</summary>
    [Theory]
    [InlineData("originator-phrase", "From: <john.smith@client.example>", "Reply-To: Bob <bob@partner.example>")]
    [InlineData("originator-phrase", "no DKIM-Signature", "DKIM-Signature: v=1; a=rsa-sha256; d=client.example; s=a; h=from:to:subject; bh=AAAA; b=AAAA")]
    [InlineData("leaking-fields", "no X-Notes-Item", "X-Mailer: Microsoft Outlook 16.0")]
    public void What_is_edited_is_shown_and_what_stays(string rule, string edited, string stays)
    {
        Assert.Contains(DemoMessages.All, m => m.Rule == rule && m.Arrives == edited);
        Assert.Contains(DemoMessages.All, m => m.Rule == rule && m.Arrives == stays);
    }

    [Theory]
    [InlineData("Outlook")]
    [InlineData("Apple Mail")]
    [InlineData("Gmail")]
    [InlineData("Thunderbird")]
    [InlineData("Notes")]
    public void Every_mail_program_is_shown_with_both_verdicts(string name)
    {
        var written = DemoMessages.All.Where(m => m.Program.Name == name).ToArray();
        Assert.Contains(written, m => m.Expected.StartsWith('2'));
        Assert.Contains(written, m => !m.Expected.StartsWith('2'));
    }

    /// <summary>The table says who wrote a message: then its fields must say so, too.</summary>
    [Fact]
    public void Messages_are_written_by_whom_the_table_names() =>
        Assert.All(DemoMessages.All.Where(m => m.Rule is not ("SIZE" or "attachment-size")), message =>
        {
            var text = Encoding.Latin1.GetString(message.Data(message));
            var fields = text[..text.IndexOf("\r\n\r\n", StringComparison.Ordinal)];
            Assert.Contains(HabitOf(message.Program), fields, StringComparison.Ordinal);
        });

    private static string HabitOf(MailProgram program) => program.Name switch
    {
        "Outlook" => "X-Mailer: Microsoft Outlook",
        "Apple Mail" => "X-Mailer: Apple Mail",
        "Gmail" => "@mail.gmail.com>",
        "Thunderbird" => "User-Agent: Mozilla Thunderbird",
        "Notes" => "X-MIMETrack: Serialize by Router",
        _ => "From: ",
    };

    [Fact]
    public void Every_message_is_ready_for_the_wire() => Assert.All(DemoMessages.All.Where(m => m.Rule is not ("framing" or "SIZE" or "attachment-size")), message =>
    {
        byte[] data = [.. message.Data(message), .. "\r\n.\r\n"u8];
        var status = new MailDataReader().Read(data, new Discard(), out var consumed);

        Assert.Equal(MailDataStatus.EndOfData, status);
        Assert.Equal(data.Length, consumed);
        Assert.Contains("\r\n\r\n", Encoding.Latin1.GetString(data), StringComparison.Ordinal);
    });

    [Fact]
    public void The_attachments_are_told_in_their_list()
    {
        var folder = SourceTree.PathOf("src", "Connelink.MailGuard.Server", "Demo", "Attachments");
        var list = File.ReadAllText(Path.Combine(folder, "README.md"));
        Assert.All(Directory.GetFiles(folder).Select(Path.GetFileName).Where(f => f != "README.md"), file => Assert.Contains(file!, list, StringComparison.Ordinal));
    }

    private sealed class Discard : IContentSink
    {
        public void Write(ReadOnlySpan<byte> content)
        {
        }
    }
}
