namespace Connelink.MailGuard.Server.Configuration;

/// <summary>The known name that someone probably meant.</summary>
internal static class Nearest
{
    /// <summary>Null when nothing is near: a wrong guess is worse than none.</summary>
    public static string? Of(string written, IEnumerable<string> known)
    {
        var best = known.Select(name => (Name: name, Distance: Distance(Plain(written), Plain(name)))).OrderBy(n => n.Distance).FirstOrDefault();
        if (best.Name is null) return null;
        var prefix = Plain(best.Name).StartsWith(Plain(written), StringComparison.Ordinal) && written.Length > 2;
        return prefix || best.Distance <= Math.Max(1, Math.Min(written.Length, best.Name.Length) / 3) ? best.Name : null;
    }

    /// <summary>"Write "domino"." or, with no idea, "Write one of …".</summary>
    public static string Mend(string written, IReadOnlyCollection<string> known) =>
        (Of(written, known) ?? (known.Count == 1 ? known.First() : null)) is { } name ? $"Write \"{name}\"." : $"Write one of {string.Join(", ", known)}.";

    private static string Plain(string name) => name.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();

    /// <summary>Edit distance (Levenshtein), one row at a time.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.Length];
    }
}
