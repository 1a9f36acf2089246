namespace Connelink.MailGuard.Server.Configuration;

/// <summary>Collects everything that is wrong, so that all of it is told at once.</summary>
/// <param name="origin">Where a setting comes from.</param>
internal sealed class Mistakes(Func<string, string?> origin)
{
    private readonly List<Mistake> _items = [];

    /// <summary>Errors first, each kind in the order of discovery.</summary>
    public IReadOnlyList<Mistake> Items => [.. _items.OrderBy(m => m.IsWarning)];

    public void Add(string path, string what, string mend) => Add(new(path, what, mend, origin(path), IsWarning: false));

    public void Warn(string path, string what, string mend) => Add(new(path, what, mend, origin(path), IsWarning: true));

    /// <summary>A setting that could not be read keeps its default; what follows from that is no second mistake.</summary>
    public bool Concern(string path) =>
        _items.Exists(m => !m.IsWarning && (m.Path.Equals(path, StringComparison.OrdinalIgnoreCase)
            || m.Path.StartsWith(path + ":", StringComparison.OrdinalIgnoreCase)));

    private void Add(Mistake mistake)
    {
        if (!_items.Contains(mistake)) _items.Add(mistake);
    }
}
