namespace Connelink.MailGuard.AddressDirectory;

/// <summary>One mistake: where, what, and how it is mended.</summary>
/// <param name="Line">1-based; 0 when the entry is from no file.</param>
/// <param name="Column">1-based, in octets; 0 when only the line is known.</param>
/// <param name="Path">"tenants[0].entries[12].address".</param>
/// <param name="Text">What is wrong; what to write instead.</param>
public readonly record struct DirectoryMistake(int Line, int Column, string Path, string Text)
{
    public override string ToString()
    {
        var position = (Line, Column) switch
        {
            (0, _) => "",
            (_, 0) => $"line {Line}: ",
            _ => $"line {Line}, column {Column}: ",
        };
        return Path.Length == 0 ? position + Text : $"{position}{Path}: {Text}";
    }
}

/// <summary>All mistakes of a directory at once; the first hundred are kept, the rest is counted.</summary>
public sealed class DirectoryMistakes
{
    public const int Shown = 100;

    private readonly List<DirectoryMistake> _mistakes = [];

    public int Count { get; private set; }

    public IReadOnlyList<DirectoryMistake> First => _mistakes;

    /// <summary>Whether the next one would still be kept: finding out where it stands costs time.</summary>
    internal bool HasRoom => _mistakes.Count < Shown;

    public void Add(DirectoryMistake mistake)
    {
        Count++;
        if (HasRoom) _mistakes.Add(mistake);
    }

    public override string ToString()
    {
        var lines = _mistakes.Select(mistake => $"  {mistake}");
        if (Count > _mistakes.Count) lines = lines.Append($"  and {Count - _mistakes.Count} more");
        return $"{Count} {(Count == 1 ? "mistake" : "mistakes")}{Environment.NewLine}{string.Join(Environment.NewLine, lines)}";
    }
}

/// <summary>A directory cannot be used. The message is for the operator, as it is.</summary>
public sealed class DirectoryException(string message, DirectoryMistakes? mistakes = null, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Null when the directory could not even be read.</summary>
    public DirectoryMistakes? Mistakes { get; } = mistakes;
}
