namespace Connelink.MailGuard.Load.Sink;

/// <summary>The message that is arriving: looks for its id until it is found, and counts it at end-of-data.</summary>
internal sealed class SinkMessage(SinkTally tally)
{
    /// <summary>A gateway may send its trace fields in a block of their own; the id stands behind them.</summary>
    private const int HeadOctets = 16 * 1024;

    private byte[]? _head;
    private int _headLength;
    private long _octets;
    private LoadId? _id;
    private RunTally? _run;

    public void Begin() => (_headLength, _octets, _id) = (0, 0, null);

    public void Take(ReadOnlySpan<byte> block)
    {
        _octets += block.Length;
        if (_id is null && _octets - block.Length < HeadOctets) Look(block);
    }

    public void End()
    {
        tally.Count(_octets, _id is not null);
        if (_id is not { } id) return;
        if (_run?.Run != id.Run) _run = tally.Of(id.Run);
        _run.Count(id);
    }

    private void Look(ReadOnlySpan<byte> block)
    {
        if (_headLength == 0 && LoadId.TryFind(block, out var id))
        {
            _id = id;
            return;
        }
        _head ??= new byte[HeadOctets];
        var room = Math.Min(block.Length, HeadOctets - _headLength);
        block[..room].CopyTo(_head.AsSpan(_headLength));
        _headLength += room;
        if (LoadId.TryFind(_head.AsSpan(0, _headLength), out id)) _id = id;
    }
}
