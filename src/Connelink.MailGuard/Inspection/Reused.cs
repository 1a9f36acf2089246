namespace Connelink.MailGuard.Inspection;

/// <summary>Objects that serve one message after the other. Those in use are known, so that all can be taken back at once. For one thread.</summary>
internal sealed class Reused<T>(Func<T> make)
    where T : class
{
    private readonly Stack<T> _free = new();
    private readonly List<T> _inUse = [];

    /// <summary>How many are in use.</summary>
    public int Count => _inUse.Count;

    public T Take()
    {
        if (!_free.TryPop(out var item)) item = make();
        _inUse.Add(item);
        return item;
    }

    public void Return(T item)
    {
        _inUse.Remove(item);
        _free.Push(item);
    }

    /// <param name="abandon">Ends what it was doing; returns nothing by itself.</param>
    public void TakeBack(Action<T>? abandon = null)
    {
        foreach (var item in _inUse)
        {
            abandon?.Invoke(item);
            _free.Push(item);
        }
        _inUse.Clear();
    }
}
