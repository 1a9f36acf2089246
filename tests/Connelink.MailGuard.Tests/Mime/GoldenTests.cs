using Connelink.MailGuard.Mime;
using Xunit;

namespace Connelink.MailGuard.Tests.Mime;

/// <summary>Messages of our own making and what the scanner must tell of each. With MAILGUARD_WRITE=1 the events are written anew, to be read before they are committed.</summary>
public sealed class GoldenTests
{
    private const int CutsOfEach = 250;

    public static TheoryData<string> Names => [.. MessageCase.All.Select(one => one.ToString())];

    [Fact]
    public void There_are_enough_messages_and_no_name_twice()
    {
        Assert.True(MessageCase.All.Count >= 150, $"only {MessageCase.All.Count}");
        Assert.Equal(MessageCase.All.Count, MessageCase.All.DistinctBy(one => one.ToString()).Count());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_message_gives_its_events(string name)
    {
        var one = MessageCase.All.Single(one => one.ToString() == name);
        var events = EventLog.Of(one.Message);
        if (Environment.GetEnvironmentVariable("MAILGUARD_WRITE") == "1") Write(one, events);
        else Assert.Equal(one.Events, events);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_gives_the_same_events_however_it_is_split(string name)
    {
        var one = MessageCase.All.Single(one => one.ToString() == name);
        var message = one.Message;
        var log = new EventLog();
        var scanner = new MimeScanner();
        var events = log.Read(scanner, message);
        var step = Math.Max(1, message.Length / 2000);
        for (var cut = 0; cut <= message.Length; cut += step)
        {
            Assert.Equal(events, log.Read(scanner, message, cut));
        }
        for (var length = 1; length < 10; length++)
        {
            int[] cuts = [.. Enumerable.Range(0, (message.Length / length) + 1).Select(n => n * length)];
            Assert.Equal(events, log.Read(scanner, message, cuts));
        }
    }

    /// <summary>Several cuts at once, also where those above step over a place.</summary>
    [Fact]
    public void All_give_the_same_events_in_any_pieces()
    {
        var (log, scanner) = (new EventLog(), new MimeScanner());
        var start = Environment.TickCount;
        for (var seed = start; seed < start + CutsOfEach; seed++)
        {
            var random = new Random(seed);
            foreach (var one in MessageCase.All)
            {
                int[] cuts = [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => random.Next(one.Message.Length + 1)).Order()];
                Assert.True(one.Events == log.Read(scanner, one.Message, cuts), $"seed {seed}, {one}, cut at {string.Join(", ", cuts)}");
            }
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"seeds from {start}");
    }

    private static readonly Lock Writing = new();

    private static void Write(MessageCase one, string events)
    {
        lock (Writing)
        {
            var text = File.ReadAllText(one.File);
            var start = text.IndexOf($"#### {one.Name}\n", StringComparison.Ordinal);
            var next = text.IndexOf("#### ", start + 5, StringComparison.Ordinal);
            var block = text[start..(next < 0 ? text.Length : next)];
            File.WriteAllText(one.File, text.Replace(block, block.Split("#--\n")[0] + "#--\n" + events + "\n", StringComparison.Ordinal).TrimEnd('\n') + "\n");
        }
    }
}
