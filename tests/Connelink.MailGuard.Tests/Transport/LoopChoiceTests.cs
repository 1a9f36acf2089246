using System.Diagnostics;
using Connelink.MailGuard.Transport;
using Xunit;

namespace Connelink.MailGuard.Tests.Transport;

public sealed class LoopChoiceTests
{
    [Theory]
    [InlineData(new[] { 0.0, 0.0 }, 0)]
    [InlineData(new[] { 0.5, 0.0 }, 0)] // together while one processor does it
    [InlineData(new[] { 0.7, 0.1, 0.0 }, 1)]
    [InlineData(new[] { 0.9, 0.7, 0.8 }, 1)] // all have much to do: the one that has least
    [InlineData(new[] { 1.0 }, 0)]
    public void A_new_connection_goes_to_the_first_loop_that_has_room(double[] shares, int expected) => Assert.Equal(expected, LoopChoice.First(shares));

    [Theory]
    [InlineData(new[] { 0.95, 0.1 }, 0, 1)]
    [InlineData(new[] { 0.95, 0.3, 0.2 }, 0, 2)]
    [InlineData(new[] { 0.2, 0.95 }, 1, 0)]
    [InlineData(new[] { 0.8, 0.0 }, 0, 0)] // not crowded
    [InlineData(new[] { 0.95, 0.6 }, 0, 0)] // the others are not much better off
    [InlineData(new[] { 1.0 }, 0, 0)]
    public void A_connection_leaves_a_crowded_loop_for_one_with_half_as_much_to_do(double[] shares, int own, int expected) =>
        Assert.Equal(expected, LoopChoice.Better(shares, own));

    [Theory]
    [InlineData(new[] { 0.3, 0.3 }, 1, 0)]
    [InlineData(new[] { 0.3, 0.3 }, 0, 0)] // not the other way as well
    [InlineData(new[] { 0.7, 0.1, 0.2 }, 2, 1)]
    [InlineData(new[] { 0.5, 0.5 }, 1, 1)] // together they might crowd one
    [InlineData(new[] { 0.0, 0.0, 0.0 }, 2, 0)]
    public void A_connection_of_a_later_loop_comes_back_where_both_have_little_to_do(double[] shares, int own, int expected) =>
        Assert.Equal(expected, LoopChoice.Better(shares, own));

    [Fact]
    public void The_load_of_a_thread_is_the_processor_time_that_it_takes_and_none_when_it_waits()
    {
        var load = new LoopLoad();
        load.Measure(Stopwatch.GetTimestamp());
        while (!load.Measure(Stopwatch.GetTimestamp())) // a tenth of a second of work, however long it takes on a busy machine
        {
        }
        Assert.True(load.Share > 0);
        Thread.Sleep(1000);
        Assert.Equal(0, load.Share);
        load.Measure(Stopwatch.GetTimestamp());
        Assert.InRange(load.Share, 0, 0.5); // a second in which it slept
    }
}
