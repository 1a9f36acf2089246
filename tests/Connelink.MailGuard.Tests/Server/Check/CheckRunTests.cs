using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Server.Check;
using Connelink.MailGuard.Server.Check.Report;
using Connelink.MailGuard.Tests.Support;
using Xunit;

namespace Connelink.MailGuard.Tests.Server.Check;

/// <summary>What `check` tells: exit codes, JSON, table and page.</summary>
public sealed class CheckRunTests : IDisposable
{
    private readonly CheckFolder _mail = new();

    public void Dispose() => _mail.Dispose();

    [Fact]
    public async Task Exit_code_0_when_all_pass_and_1_when_one_would_be_refused()
    {
        _mail.Add("a.eml", CheckFolder.Message());
        Assert.Equal(0, (await _mail.CheckAsync()).ExitCode);
        _mail.Add("b.eml", CheckFolder.Refused());
        Assert.Equal(1, (await _mail.CheckAsync()).ExitCode);
    }

    [Fact]
    public async Task Input_that_cannot_be_read_is_named_and_its_exit_code_wins()
    {
        _mail.Add("good.eml", CheckFolder.Refused());
        _mail.Add("empty.eml", "");
        _mail.Add("junk.eml", [0x7F, (byte)'E', (byte)'L', (byte)'F', 0, 1, 2, 0]);
        var outcome = await _mail.CheckAsync(_mail.Root, _mail.PathOf("nowhere.mbox"));

        Assert.Equal(2, outcome.ExitCode);
        Assert.Single(outcome.Messages);
        Assert.Equal(
            [("empty.eml", "is empty"), ("junk.eml", "does not look like mail"), ("nowhere.mbox", "there is no such file")],
            outcome.Summary.GetProperty("unreadable").EnumerateArray().Select(f => (Path.GetFileName(f.GetProperty("file").GetString()!), f.GetProperty("reason").GetString()!)));
        Assert.Contains("nowhere.mbox: there is no such file", outcome.Errors, StringComparison.Ordinal);
        Assert.Contains("3 files could not be read", outcome.Text, StringComparison.Ordinal);
        Assert.Contains("there is no such file", outcome.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_of_JSON_has_the_facts_of_its_message()
    {
        _mail.Add("a.eml", CheckFolder.Message(from: "Jean <jean.dupont@client.example>", to: "nobody@client.example, bob@partner.example"));
        var outcome = await _mail.CheckAsync(new CheckOptions());

        var octets = CheckFolder.Crlf(CheckFolder.Message(from: "Jean <jean.dupont@client.example>", to: "nobody@client.example, bob@partner.example")).Length;
        Assert.Equal(
            $$"""
            {"file":"{{_mail.PathOf("a.eml")}}","message":1,"offset":0,"octets":{{octets}},"verdict":"partly-refused","direction":"outbound","date":"2026-01-05","sender":"jean.dupont@client.example","senderFrom":"from","recipients":2,"recipientsFrom":"to-cc-bcc","tenant":"client","findings":[{"rule":"declared-recipient","reply":"550 5.1.1 declared-recipient: \u003Cnobody@client.example\u003E is not a declared address","refuses":true,"recipients":1}],"edits":[{"rule":"originator-phrase","outcome":"edited","fields":1}]}
            """,
            outcome.Messages[0].GetRawText());
        Assert.Equal(1, outcome.Summary.GetProperty("partlyRefused").GetInt32());
        Assert.Equal(1, outcome.Summary.GetProperty("rules").GetProperty("declared-recipient").GetProperty("refused").GetInt32());
    }

    [Fact]
    public async Task The_table_fits_a_hundred_columns_and_says_what_was_guessed()
    {
        _mail.Add($"{new string('a', 60)}/{new string('b', 60)}.eml", CheckFolder.Message(to: $"{new string('n', 60)}@client.example"));
        var outcome = await _mail.CheckAsync(new CheckOptions());

        Assert.All(outcome.Text.Split('\n'), line => Assert.True(line.TrimEnd().Length <= 100, line));
        Assert.Contains("guessed from the author's domain", outcome.Text, StringComparison.Ordinal);
        Assert.Contains("Sender:     from From (1)", outcome.Text, StringComparison.Ordinal);
        Assert.Contains("Recipients: from To, Cc and Bcc (1)", outcome.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_holds_no_content_and_nothing_of_it_is_markup_or_comes_from_elsewhere()
    {
        const string evil = "\"<script>alert(1)</script>\"@evil.example";
        _mail.Add("<img src=x onerror=alert(2)>.eml", CheckFolder.Message("Secret subject", $"Secret Name <{evil}>", "nobody@client.example", "Secret body\n"));
        var html = (await _mail.CheckAsync()).Html;

        Assert.DoesNotContain("Secret", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", html, StringComparison.Ordinal);
        Assert.Contains("&lt;img src=x onerror=alert(2)&gt;.eml", html, StringComparison.Ordinal);
        Assert.DoesNotContain("http://", html, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", html, StringComparison.Ordinal);
        Assert.DoesNotContain("src=\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("href=", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_is_well_formed()
    {
        _mail.Add("all.mbox", string.Concat(Enumerable.Range(1, 28).Select(i => $"From - \n{(i % 5 == 0 ? CheckFolder.Refused() : CheckFolder.Message()).Replace("5 Jan", $"{i} Jan", StringComparison.Ordinal)}\n")));
        var html = (await _mail.CheckAsync()).Html;

        var elements = new Stack<string>();
        foreach (System.Text.RegularExpressions.Match tag in System.Text.RegularExpressions.Regex.Matches(html, @"<(/?)(\w+)[^>]*?(/?)>"))
        {
            var name = tag.Groups[2].Value;
            if (name is "meta" or "DOCTYPE" || tag.Groups[3].Value == "/") continue;
            if (tag.Groups[1].Value == "/") Assert.Equal(elements.Pop(), name);
            else elements.Push(name);
        }
        Assert.Empty(elements);
        Assert.Contains("<title>5 Jan 2026: 1</title>", html, StringComparison.Ordinal);
        Assert.Contains("5 of them (17.9 %) would be refused, all by the rule declared-recipient.", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_rule_is_explained_in_the_page() => Assert.All(
        StandardRules.Names.Except(["trusted-client"]).Concat(["framing", "SIZE", "header", "program"]),
        rule => Assert.NotEqual("", RuleGuide.Of(rule).Means));

    [Fact]
    public void What_the_page_names_of_the_documentation_is_there() => Assert.All(
        StandardRules.Names.Select(rule => RuleGuide.Of(rule).Page).Where(page => page.Length > 0),
        page => Assert.True(File.Exists(SourceTree.PathOf(page)), page));

    [Fact]
    public async Task A_report_that_cannot_be_written_is_told_before_anything_is_judged()
    {
        _mail.Add("a.eml", CheckFolder.Message());
        var (exitCode, _, text, errors) = await CheckFolder.RunAsync(new CheckOptions { Paths = [_mail.Root], Report = _mail.PathOf("no/such/folder.html") });

        Assert.Equal(2, exitCode);
        Assert.Equal("", text);
        Assert.Contains("folder.html", errors, StringComparison.Ordinal);
    }
}
