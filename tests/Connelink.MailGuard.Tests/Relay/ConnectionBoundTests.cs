using Connelink.MailGuard.Relay;
using Xunit;

namespace Connelink.MailGuard.Tests.Relay;

public sealed class ConnectionBoundTests
{
    private readonly ConnectionBound _places = new();

    [Fact]
    public void Without_a_421_there_is_always_room()
    {
        Open(1000, now: 0);
        Assert.True(_places.HasRoom(0));
    }

    [Fact]
    public void A_421_bounds_it_to_what_is_open()
    {
        TurnAway(others: 3, now: 0);
        Assert.Equal(3, _places.Bound);
        Assert.False(_places.HasRoom(1));

        _places.Leave();
        Assert.True(_places.HasRoom(1));
    }

    [Fact]
    public void A_421_while_none_is_open_is_no_bound()
    {
        _places.Enter(0);
        _places.Leave();
        Assert.False(_places.TurnedAway(0));
        Assert.True(_places.HasRoom(0));
    }

    [Fact]
    public void A_bound_is_tried_again_by_one_connection_after_some_time()
    {
        TurnAway(others: 3, now: 0);
        Assert.False(_places.HasRoom(ConnectionBound.Pause - 1));
        Assert.True(_places.HasRoom(ConnectionBound.Pause));

        _places.Enter(ConnectionBound.Pause);
        Assert.False(_places.HasRoom(ConnectionBound.Pause));
    }

    [Fact]
    public void A_bound_grows_while_more_is_taken_and_holds_again_when_not()
    {
        TurnAway(others: 3, now: 0);
        var now = ConnectionBound.Pause;
        for (var more = 4; more <= 6; more++)
        {
            Assert.True(_places.HasRoom(now));
            Open(1, now);
            Assert.Equal(more, _places.Bound);
        }
        _places.Enter(now);
        _places.Leave();
        Assert.True(_places.TurnedAway(now));
        Assert.Equal(6, _places.Bound);
        Assert.False(_places.HasRoom(now + 1));
    }

    [Fact]
    public void A_bound_is_news_once()
    {
        Assert.False(_places.IsNews());
        TurnAway(others: 3, now: 0);
        Assert.True(_places.IsNews());
        Assert.False(_places.IsNews());
    }

    private void Open(int connections, long now)
    {
        for (var i = 0; i < connections; i++)
        {
            _places.Enter(now);
            _places.Opened(now);
        }
    }

    private void TurnAway(int others, long now)
    {
        Open(others, now);
        _places.Enter(now);
        _places.Leave();
        Assert.True(_places.TurnedAway(now));
    }
}
