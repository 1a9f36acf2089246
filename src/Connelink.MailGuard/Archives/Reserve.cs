namespace Connelink.MailGuard.Archives;

/// <summary>Keeps objects for the next user. Thread-safe; neither renting nor returning allocates.</summary>
internal sealed class Reserve<T>(int size)
    where T : class, new()
{
    private readonly T?[] _kept = new T?[size];

    public T Rent()
    {
        for (var i = 0; i < _kept.Length; i++)
        {
            if (_kept[i] is not null && Interlocked.Exchange(ref _kept[i], null) is { } kept) return kept;
        }
        return new T();
    }

    public void Return(T used)
    {
        for (var i = 0; i < _kept.Length; i++)
        {
            if (_kept[i] is null && Interlocked.CompareExchange(ref _kept[i], used, null) is null) return;
        }
    }
}
