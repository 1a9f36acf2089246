using System.Diagnostics;
using System.Globalization;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.Attacks.Building;
using Connelink.MailGuard.Inspection;
using Connelink.MailGuard.Mime;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Policy.Edits;
using Connelink.MailGuard.Session;
using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Attacks.Costs;

/// <summary>How fast each costly message is judged, rules and inspection together, by one thread; the slowest last.</summary>
/// <remarks>
/// Each message is judged for a while before the clock starts: a gateway is compiled once, and what that costs is no message's.
/// What is inflated counts where it is more than what came: a few octets can stand for a thousand times as many, and a budget bounds that.
/// </remarks>
public sealed class CostTable(TextWriter output)
{
    private const int Block = 64 * 1024;
    private const double WarmSeconds = 0.6;
    private const double LeastSeconds = 0.6;

    private readonly MessageInspection _inspection = new();

    /// <returns>The least MB/s.</returns>
    public double Print(string? family)
    {
        var rows = CostlyMessage.All.Where(message => family is null || message.ToString().StartsWith(family, StringComparison.Ordinal))
            .Select(message => (Message: message, Rate: RateOf(message))).OrderByDescending(row => row.Rate).ToList();
        foreach (var (message, rate) in rows) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rate,8:0} MB/s  {message}"));
        output.WriteLine();
        foreach (var group in rows.GroupBy(row => row.Message.Family).OrderBy(group => group.Min(row => row.Rate)))
        {
            var worst = group.MinBy(row => row.Rate);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{worst.Rate,8:0} MB/s  worst of {group.Count(),3} of {group.Key}: {worst.Message.Name}"));
        }
        return rows[^1].Rate;
    }

    private double RateOf(CostlyMessage message)
    {
        var octets = message.Make();
        var direction = message.IsOutbound ? Direction.Outbound : Direction.Inbound;
        var judge = new MessageJudge(Rules, Directory, new SmtpOptions { MaxMessageOctets = 200 << 20 }, direction);
        var isHeader = message.Family.StartsWith("header", StringComparison.Ordinal);
        var times = Math.Max(1, 1_000_000 / octets.Length);
        var best = double.MaxValue;
        for (var warm = Stopwatch.StartNew(); warm.Elapsed.TotalSeconds < WarmSeconds;) Once();
        for (var all = Stopwatch.StartNew(); all.Elapsed.TotalSeconds < LeastSeconds || best == double.MaxValue;)
        {
            var watch = Stopwatch.StartNew();
            for (var i = 0; i < times; i++) Once();
            best = Math.Min(best, watch.Elapsed.TotalSeconds / times);
        }
        return Math.Max(octets.Length, _inspection.Inflated) / best / 1e6;

        void Once()
        {
            if (isHeader) JudgeHeader(judge, octets, message.IsOutbound);
            Inspect(octets);
        }
    }

    /// <summary>Header rules alone: what they refuse is not inspected, but an observing rule lets it pass.</summary>
    private static void JudgeHeader(MessageJudge judge, byte[] octets, bool isOutbound)
    {
        judge.TryBegin(isOutbound ? Addresses.Jean : Addresses.Alice);
        judge.TryOffer(isOutbound ? Addresses.Bob : Addresses.Jean);
        Rules.JudgeHeader(judge.Mail, new HeaderSection(octets.AsMemory(0, MessageJudge.HeaderEnd(octets))), judge.Edits);
    }

    private void Inspect(byte[] octets)
    {
        _inspection.Begin(opensDocuments: true);
        for (var at = 0; at < octets.Length; at += Block) _inspection.Write(octets.AsSpan(at, Math.Min(Block, octets.Length - at)));
        _inspection.Complete();
        _inspection.Abandon();
    }

    private static readonly IDirectorySnapshot Directory = DirectoryFile.Load(Path.Combine(AppContext.BaseDirectory, "directory.sample.json"));

    private static readonly RuleSet Rules = StandardRules.Create(new PolicyOptions { Rehearsal = true }, "mailguard.example", []);
}
