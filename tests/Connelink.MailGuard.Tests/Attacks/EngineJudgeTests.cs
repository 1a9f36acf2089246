using Connelink.MailGuard.Attacks;
using Xunit;

namespace Connelink.MailGuard.Tests.Attacks;

/// <summary>The engine with its default rules refuses every attack and passes every innocent, but for what is accepted by name.</summary>
public sealed class EngineJudgeTests
{
    /// <summary>Four: what of submission only an authenticated account decides.</summary>
    private const int NotJudged = 4;

    private static readonly Scoreboard Board = Scoreboard.Of(new EngineJudge(), Samples.All);

    [Fact]
    public void No_other_attack_passes() =>
        Assert.Empty(Board.Missed.Where(missed => !AcceptedMisses.Reasons.ContainsKey(missed.Message.Name)).Select(missed => $"{missed.Message}: {missed.Complaint}"));

    [Fact]
    public void What_is_accepted_still_passes() =>
        Assert.Empty(AcceptedMisses.Reasons.Keys.Except(Board.Missed.Select(missed => missed.Message.Name)));

    [Fact]
    public void No_innocent_is_refused_or_changed() => Assert.Empty(Board.Refused.Select(refused => $"{refused.Message}: {refused.Complaint}"));

    [Fact]
    public void Only_accounts_are_not_judged() => Assert.Equal(NotJudged, Board.NotJudged);
}
