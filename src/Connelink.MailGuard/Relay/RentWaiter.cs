namespace Connelink.MailGuard.Relay;

/// <summary>A transaction that waits for a connection of the pool. Answered once, by whoever takes it out of the <see cref="RentQueue"/>.</summary>
internal sealed class RentWaiter(RelayTransaction holder, long until)
{
    // Whoever gives a connection back goes on with its own session, not with the one that it serves.
    private readonly TaskCompletionSource<RentTurn> _turn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RelayTransaction Holder { get; } = holder;

    /// <summary>In Deadlines.Now. All wait equally long, so it tells as well who came first.</summary>
    public long Until { get; } = until;

    public Task<RentTurn> Turn => _turn.Task;

    /// <param name="connection">Null: leave to open one.</param>
    public void Serve(NextHopConnection? connection) => _turn.SetResult(new(connection, IsOver: false));

    public void GiveUp() => _turn.SetResult(new(null, IsOver: true));
}

/// <summary>What came of waiting: a connection, leave to open one, or the end of the time.</summary>
internal readonly record struct RentTurn(NextHopConnection? Connection, bool IsOver);
