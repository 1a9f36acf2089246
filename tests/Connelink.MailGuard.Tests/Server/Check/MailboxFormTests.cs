using System.Diagnostics;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Server.Check;
using Xunit;

namespace Connelink.MailGuard.Tests.Server.Check;

/// <summary>Stored mail in each of its forms is read as it would come over the wire.</summary>
public sealed class MailboxFormTests : IDisposable
{
    private readonly CheckFolder _mail = new();

    public void Dispose() => _mail.Dispose();

    [Fact]
    public async Task A_message_stored_with_LF_counts_as_the_same_one_with_CRLF()
    {
        _mail.Add("a.eml", CheckFolder.Message());
        _mail.Add("b.eml", CheckFolder.Crlf(CheckFolder.Message()));
        var outcome = await _mail.CheckAsync();

        Assert.Equal(["passed", "passed"], outcome.Replies);
        Assert.Equal(outcome.Messages[0].GetProperty("octets").GetInt64(), outcome.Messages[1].GetProperty("octets").GetInt64());
    }

    [Fact]
    public async Task A_folder_is_read_to_its_depths_and_what_is_no_mail_is_passed_over()
    {
        _mail.Add("2025/q1/one.eml", CheckFolder.Message());
        _mail.Add("2025/two", CheckFolder.Refused());
        _mail.Add("2025/notes.txt", "Remember the milk.\n");
        _mail.Add("2025/photo.jpg", [0xFF, 0xD8, 0xFF, 0, 0, 0]);
        _mail.Add("empty", "");
        var outcome = await _mail.CheckAsync();

        Assert.Equal(["550 5.1.1 declared-recipient: <nobody@client.example> is not a declared address", "passed"], outcome.Replies);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("3 files passed over", outcome.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public async Task An_mbox_file_is_parted_at_its_From_lines_and_unquoted(string lineEnd)
    {
        const string body = "Text.\n\n>From here on it is text, quoted.\nFrom Russia with love is text, too.\n>>From what was quoted before.\n";
        var mbox = string.Concat(new[] { "From bob@partner.example Mon Jan  5 10:00:00 2026\n", "From - \n", "From 123@xxx\n", "From MAILER-DAEMON Mon Jan  5 10:00 2026\n" }
            .Select(from => $"{from}{CheckFolder.Message(body: body)}\n"));
        _mail.Add("all.mbox", mbox.Replace("\n", lineEnd, StringComparison.Ordinal));
        var outcome = await _mail.CheckAsync();

        var octets = CheckFolder.Crlf(CheckFolder.Message(body: body.Replace(">From", "From", StringComparison.Ordinal))).Length;
        Assert.Equal([octets, octets, octets, octets], outcome.Messages.Select(m => m.GetProperty("octets").GetInt32()));
        Assert.Equal([1, 2, 3, 4], outcome.Messages.Select(m => m.GetProperty("message").GetInt32()));
        Assert.Equal("From bob@partner.example Mon Jan  5 10:00:00 2026".Length + lineEnd.Length, outcome.Messages[0].GetProperty("offset").GetInt32());
    }

    [Theory]
    [InlineData("From bob@partner.example Mon Jan  5 10:00:00 2026", 2)]
    [InlineData("From bob@partner.example Mon, 5 Jan 2026 10:00:00 +0100", 2)]
    [InlineData("From bob 05-JAN-2026 10:00", 2)]
    [InlineData("From bob 2026-01-05 10:00:00", 2)]
    [InlineData("From 10:00 to 12:00 we meet", 1)]
    [InlineData("From Monday to Friday, 10:00-12:00, room 2026", 1)]
    [InlineData("From Russia with love", 1)]
    public async Task A_line_of_text_that_nobody_quoted_parts_no_message(string line, int messages)
    {
        _mail.Add("all.mbox", $"From - \n{CheckFolder.Message(body: $"Text.\n\n{line}\nmore text\n")}\n");
        Assert.Equal(messages, (await _mail.CheckAsync()).Messages.Count);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n\r\n")]
    [InlineData("\u00EF\u00BB\u00BF\n")]
    public async Task Empty_lines_before_the_first_From_line_belong_to_no_message(string before)
    {
        _mail.Add("all.mbox", $"{before}From - \n{CheckFolder.Message()}\nFrom - \n{CheckFolder.Refused()}\n");
        Assert.Equal(["passed", "refused"], (await _mail.CheckAsync()).Verdicts);
    }

    [Fact]
    public async Task A_pipe_in_a_folder_is_not_waited_for()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "mkfifo");
        _mail.Add("Maildir/cur/1767603600.M1P2.host:2,S", CheckFolder.Message());
        Process.Start("mkfifo", [_mail.PathOf("Maildir/cur/pipe"), _mail.PathOf("pipe.eml"), _mail.PathOf("pipe")]).WaitForExit();
        var outcome = await _mail.CheckAsync();

        Assert.Equal(["passed"], outcome.Verdicts);
        Assert.Contains("2 files could not be read", outcome.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_content_length_that_is_right_keeps_an_unquoted_From_line_in_its_message()
    {
        const string inner = "From eve@elsewhere.example Mon Jan  5 10:00:00 2026\nnot a message of its own\n";
        var right = CheckFolder.Message(body: inner, more: $"Content-Length: {inner.Length}\n");
        var wrong = CheckFolder.Message(body: inner, more: "Content-Length: 5\n");
        _mail.Add("right.mbox", $"From - \n{right}\nFrom - \n{right}");
        _mail.Add("wrong.mbox", $"From - \n{wrong}\nFrom - \n{wrong}");
        var outcome = await _mail.CheckAsync();

        Assert.Equal(2, outcome.Messages.Count(m => m.GetProperty("file").GetString()!.EndsWith("right.mbox", StringComparison.Ordinal)));
        Assert.Equal(4, outcome.Messages.Count(m => m.GetProperty("file").GetString()!.EndsWith("wrong.mbox", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Of_a_maildir_cur_and_new_are_read()
    {
        _mail.Add("Maildir/cur/1767603600.M1P2.host:2,S", CheckFolder.Message());
        _mail.Add("Maildir/new/1767603601.M1P2.host", CheckFolder.Refused());
        _mail.Add("Maildir/tmp/1767603602.M1P2.host", CheckFolder.Refused());
        _mail.Add("Maildir/.Sent/cur/1767603603.M1P2.host:2,S", CheckFolder.Message(from: "jean.dupont@client.example"));
        _mail.Add("Maildir/dovecot-uidlist", "3 V1 N4\n");
        var outcome = await _mail.CheckAsync();

        Assert.Equal(["passed", "passed", "refused"], outcome.Verdicts.Order());
    }

    [Theory]
    [InlineData("From - \n", 2)]
    [InlineData("", 1)]
    public async Task Standard_input_is_a_message_or_an_mbox_file(string separator, int messages)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "mailguard.dll"), "check", "-", "--json", "--direction", "inbound"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = _mail.Root,
        };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync($"{separator}{CheckFolder.Message()}\n{(messages == 2 ? separator + CheckFolder.Refused() : "")}");
        process.StandardInput.Close();
        var lines = (await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(messages, lines.Length - 1);
        Assert.Equal(messages - 1, process.ExitCode);
        Assert.Contains("\"file\":\"standard input\"", lines[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\rb", "554 5.6.0 Bare CR in mail data; lines end with CRLF")]
    [InlineData("a\0b", "554 5.6.0 NUL in mail data")]
    [InlineData("a\nb", "554 5.6.0 Bare LF in mail data; lines end with CRLF")]
    public async Task Octets_that_framing_refuses_are_left_and_told(string text, string reply)
    {
        _mail.Add("a.eml", CheckFolder.Crlf(CheckFolder.Message()) + text + "\r\n");
        Assert.Equal([reply], (await _mail.CheckAsync()).Replies);
    }

    [Theory]
    [InlineData("a\nb", "edited")]
    [InlineData("a\n.\r\nb", "refused")]
    public async Task Outbound_a_bare_LF_becomes_CRLF_but_not_before_a_dot(string text, string verdict)
    {
        _mail.Add("a.eml", CheckFolder.Crlf(CheckFolder.Message(from: "Jean <jean.dupont@client.example>", to: "bob@partner.example")) + text + "\r\n");
        Assert.Equal([verdict], (await _mail.CheckAsync(new CheckOptions { Direction = Direction.Outbound })).Verdicts);
    }

    [Fact]
    public async Task A_line_of_megabytes_and_a_message_beyond_the_size_are_judged()
    {
        _mail.Add("line.eml", CheckFolder.Message(body: new string('x', 5_000_000)));
        _mail.Add("large.eml", CheckFolder.Message(body: string.Concat(Enumerable.Repeat(new string('x', 1023) + "\n", 73 * 1024))));
        var outcome = await _mail.CheckAsync();

        Assert.StartsWith("552 5.3.4 SIZE: ", outcome.Replies[0], StringComparison.Ordinal);
        Assert.True(outcome.Messages[0].GetProperty("octets").GetInt64() > 73 * 1024 * 1024);
        Assert.Equal("passed", outcome.Replies[1]);
    }

    [Fact]
    public async Task Many_messages_come_out_in_their_order_whoever_judged_them()
    {
        var mbox = string.Concat(Enumerable.Range(0, 3000).Select(i => $"From - \n{(i % 7 == 0 ? CheckFolder.Refused() : CheckFolder.Message(body: new string('x', i)))}\n"));
        _mail.Add("all.mbox", mbox);
        var outcome = await _mail.CheckAsync();

        Assert.Equal(Enumerable.Range(1, 3000), outcome.Messages.Select(m => m.GetProperty("message").GetInt32()));
        Assert.Equal(Enumerable.Range(0, 3000).Select(i => i % 7 == 0 ? "refused" : "passed"), outcome.Verdicts);
    }
}
