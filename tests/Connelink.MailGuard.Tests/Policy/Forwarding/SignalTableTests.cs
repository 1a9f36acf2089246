using System.Globalization;
using System.Text;
using Connelink.MailGuard.Policy.Forwarding;
using Connelink.MailGuard.Policy.Rules;
using Connelink.MailGuard.Tests.Support;
using Xunit;

namespace Connelink.MailGuard.Tests.Policy.Forwarding;

/// <summary>The tables of docs/rules/auto-forward.md are those of the code.</summary>
public sealed class SignalTableTests
{
    private static readonly (ForwardSignals Signal, string Name)[] Signals = [.. ForwardScore.Signals];

    [Fact]
    public void Each_pair_of_signals_has_its_verdict_on_the_page()
    {
        var page = File.ReadAllText(SourceTree.PathOf("docs", "rules", "auto-forward.md"));
        Assert.Contains(Pairs(), page, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_signal_stands_on_the_page_with_its_weight()
    {
        var page = File.ReadAllText(SourceTree.PathOf("docs", "rules", "auto-forward.md"));
        Assert.All(Signals, signal => Assert.Contains($"| `{signal.Name}` | {ForwardScore.Of(signal.Signal)} |", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_signal_has_one_name()
    {
        Assert.Equal(Enum.GetValues<ForwardSignals>().Except([ForwardSignals.None]).Order(), Signals.Select(signal => signal.Signal).Order());
        Assert.All(Signals, signal => Assert.Equal(signal.Signal, ForwardScore.Find(signal.Name)));
        Assert.Null(ForwardScore.Find("no-such-signal"));
    }

    [Fact]
    public void What_is_only_observed_by_default_are_signals() => Assert.All(new AutoForwardOptions().Observe, name => Assert.NotNull(ForwardScore.Find(name)));

    [Fact]
    public void No_signal_makes_another_weaker()
    {
        foreach (var (first, _) in Signals)
        {
            foreach (var (second, _) in Signals) Assert.True(ForwardScore.Of(first | second) >= ForwardScore.Of(first));
        }
    }

    /// <summary>F forward, S suspected, "-" passes; the sum behind it. The half below the diagonal says the same.</summary>
    private static string Pairs()
    {
        var table = new StringBuilder("| |");
        foreach (var (_, name) in Signals) table.Append(CultureInfo.InvariantCulture, $" {name} |");
        table.Append("\n| --- |").Insert(table.Length, " --- |", Signals.Length).Append('\n');
        for (var row = 0; row < Signals.Length; row++)
        {
            table.Append(CultureInfo.InvariantCulture, $"| {Signals[row].Name} |");
            for (var column = 0; column < Signals.Length; column++)
            {
                table.Append(column < row ? " |" : $" {Verdict(ForwardScore.Of(Signals[row].Signal | Signals[column].Signal))} |");
            }
            table.Append('\n');
        }
        return table.ToString();
    }

    private static string Verdict(int score) => score switch
    {
        >= ForwardScore.Forwarded => $"F {score}",
        >= ForwardScore.Suspected => $"S {score}",
        _ => $"- {score}",
    };
}
