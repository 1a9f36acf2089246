using Connelink.MailGuard.Attacks;
using Xunit;

namespace Connelink.MailGuard.Tests.Attacks;

/// <summary>The engine with its default rules refuses every attack and passes every innocent, but for what is accepted here by name.</summary>
public sealed class EngineJudgeTests
{
    /// <summary>Attacks that pass, and why that is accepted.</summary>
    private static readonly Dictionary<string, string> Accepted = new()
    {
        ["zip-nesting/zip-picture-with-archive-behind-inside"] = Costly,
        ["zip-nesting/zip-text-with-archive-behind-inside"] = Costly,
        ["zip-nesting/zip-zeros-with-archive-behind-inside"] = Costly,
        ["zip-nesting/gzip-picture-with-archive-behind"] = Costly,
        ["split-archives/in-both"] = "No piece shows a whole header: six octets of one are in one file, the rest in the next. People write of \"PK\" with its two control octets, too.",
    };

    /// <summary>Four: what of submission only an authenticated account decides.</summary>
    private const int NotJudged = 4;

    private const string Costly =
        "A deflated file is inflated until its kind is known, 64 KiB at most: to find archives behind pictures and texts, all of every ZIP and DOCX would be inflated.";

    private static readonly Scoreboard Board = Scoreboard.Of(new EngineJudge(), Samples.All);

    [Fact]
    public void No_other_attack_passes() =>
        Assert.Empty(Board.Missed.Where(missed => !Accepted.ContainsKey(missed.Message.Name)).Select(missed => $"{missed.Message}: {missed.Complaint}"));

    [Fact]
    public void What_is_accepted_still_passes() =>
        Assert.Empty(Accepted.Keys.Except(Board.Missed.Select(missed => missed.Message.Name)));

    [Fact]
    public void No_innocent_is_refused_or_changed() => Assert.Empty(Board.Refused.Select(refused => $"{refused.Message}: {refused.Complaint}"));

    [Fact]
    public void Only_accounts_are_not_judged() => Assert.Equal(NotJudged, Board.NotJudged);
}
