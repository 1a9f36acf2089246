using System.Net;
using Connelink.MailGuard.Relay;
using Xunit;

namespace Connelink.MailGuard.Tests.Relay;

public sealed class RentQueueTests
{
    private static readonly IPAddress Ada = IPAddress.Parse("192.0.2.1"), Bob = IPAddress.Parse("192.0.2.2"), Carol = IPAddress.Parse("192.0.2.3");

    private readonly RentQueue _queue = new();
    private long _arrived;

    [Fact]
    public void The_longest_waiting_comes_first()
    {
        Wait(Ada, Bob, Ada);
        Assert.Equal([Ada, Bob, Ada], TakeAll(half: 2));
        Assert.Equal(0, _queue.Count);
    }

    [Fact]
    public void Who_has_half_of_the_pool_waits_for_the_others()
    {
        _queue.Hold(Ada, 2);
        Wait(Ada, Bob, Carol);
        Assert.Equal([Bob, Carol, Ada], TakeAll(half: 2));
    }

    [Fact]
    public void Below_half_of_the_pool_nobody_is_counted()
    {
        _queue.Hold(Ada, 1);
        Wait(Ada, Bob);
        Assert.Equal([Ada, Bob], TakeAll(half: 2));
    }

    [Fact]
    public void Where_all_have_half_the_one_with_the_least_comes_first()
    {
        _queue.Hold(Ada, 3);
        _queue.Hold(Bob, 2);
        Wait(Ada, Bob);
        Assert.Equal([Bob, Ada], TakeAll(half: 1));
    }

    [Fact]
    public void A_client_alone_may_have_all()
    {
        _queue.Hold(Ada, 100);
        Wait(Ada, Ada);
        Assert.Equal([Ada, Ada], TakeAll(half: 2));
    }

    [Fact]
    public void Who_was_turned_away_keeps_its_place()
    {
        var first = Waiter(Ada);
        var second = Waiter(Ada);
        _queue.Add(second, isFirst: false);
        _queue.Add(first, isFirst: true);
        Assert.Same(first, _queue.Next(half: 1));
    }

    [Fact]
    public void Whose_time_is_over_is_taken_out_and_the_others_stay()
    {
        Wait(Ada, Bob, Ada, Bob);
        List<RentWaiter> overdue = [];
        _queue.TakeOverdue(now: 2, overdue);
        Assert.Equal([Ada, Bob], overdue.OrderBy(waiter => waiter.Until).Select(waiter => waiter.Holder.Client));
        Assert.Equal([Ada, Bob], TakeAll(half: 1));
    }

    private RentWaiter Waiter(IPAddress client) => new(new RelayTransaction(client), ++_arrived);

    private void Wait(params IPAddress[] clients)
    {
        foreach (var client in clients) _queue.Add(Waiter(client), isFirst: false);
    }

    private List<IPAddress> TakeAll(int half)
    {
        List<IPAddress> order = [];
        while (_queue.Next(half) is { } waiter)
        {
            _queue.Remove(waiter);
            order.Add(waiter.Holder.Client);
        }
        return order;
    }
}
