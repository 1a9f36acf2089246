namespace Connelink.MailGuard.Transport;

/// <summary>Blocks of 64 KiB that mail data is held in, all together under one budget: the bound of what mail costs in memory.</summary>
/// <remarks>Safe for all threads. Blocks are pinned by birth, so that sockets need not pin them for each operation.</remarks>
public sealed class SlabPool
{
    /// <summary>Octets of a slab: large writes are where the time of large messages goes; 64 KiB was measured best.</summary>
    public const int SlabOctets = 65_536;

    /// <summary>Free slabs that are kept for the next burst (16 MiB); what is beyond goes back to the runtime.</summary>
    private const int KeptFree = 256;

    private readonly Lock _lock = new();
    private readonly Stack<byte[]> _free = new();
    private readonly LinkedList<TaskCompletionSource<byte[]>> _waiting = [];
    private readonly int _max;
    private int _rented;

    /// <param name="budgetOctets">Octets of all slabs that may be out at the same time.</param>
    public SlabPool(long budgetOctets) => _max = (int)Math.Clamp(budgetOctets / SlabOctets, 1, int.MaxValue);

    /// <summary>Octets of the slabs that are out.</summary>
    public long RentedOctets => (long)Volatile.Read(ref _rented) * SlabOctets;

    /// <summary>A slab, or null when the budget is spent or others are waiting already.</summary>
    public byte[]? TryRent()
    {
        lock (_lock)
        {
            return _waiting.Count == 0 ? Take() : null;
        }
    }

    /// <summary>A slab, waiting for its turn; null when none came free in time.</summary>
    public ValueTask<byte[]?> RentAsync(TimeSpan timeout) => TryRent() is { } slab ? new(slab) : new(WaitAsync(timeout));

    /// <summary>Gives a slab back: to the longest waiting, if any.</summary>
    public void Return(byte[] slab)
    {
        TaskCompletionSource<byte[]>? next = null;
        lock (_lock)
        {
            if (_waiting.First is { } first)
            {
                next = first.Value;
                _waiting.RemoveFirst();
            }
            else
            {
                _rented--;
                if (_free.Count < KeptFree) _free.Push(slab);
            }
        }
        next?.SetResult(slab);
    }

    private byte[]? Take()
    {
        if (_rented >= _max) return null;

        _rented++;
        return _free.TryPop(out var slab) ? slab : GC.AllocateUninitializedArray<byte>(SlabOctets, pinned: true);
    }

    private async Task<byte[]?> WaitAsync(TimeSpan timeout)
    {
        // Continuations must not run inside Return, under another session's stack.
        var turn = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        LinkedListNode<TaskCompletionSource<byte[]>> place;
        lock (_lock)
        {
            if (_waiting.Count == 0 && Take() is { } slab) return slab;
            place = _waiting.AddLast(turn);
        }
        try
        {
            return await turn.Task.WaitAsync(timeout);
        }
        catch (TimeoutException)
        {
            lock (_lock)
            {
                if (place.List is not null)
                {
                    _waiting.Remove(place);
                    return null;
                }
            }
            return await turn.Task; // it came in the very last moment
        }
    }
}
