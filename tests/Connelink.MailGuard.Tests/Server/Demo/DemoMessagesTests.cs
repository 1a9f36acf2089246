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
    /// <summary>Of the guards a pass is any other message; nothing loops by chance.</summary>
    private static readonly string[] OnlyRefuse = ["trusted-client", "relay-denied", "suspended-tenant", "mail-loop"];

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
        if (!OnlyRefuse.Contains(rule)) Assert.Contains(shown, m => m.Expected.StartsWith('2'));
    });

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
