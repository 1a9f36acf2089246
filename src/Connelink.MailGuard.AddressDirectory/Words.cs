using System.Text;

namespace Connelink.MailGuard.AddressDirectory;

/// <summary>How words of a directory are shown in mistakes.</summary>
internal static class Words
{
    private const int MaxQuoted = 100;

    /// <summary>In quotes, on one line, cut.</summary>
    public static string Quote(ReadOnlySpan<byte> text)
    {
        var cut = text.Length > MaxQuoted;
        var shown = Encoding.UTF8.GetString(cut ? text[..MaxQuoted] : text);
        var clean = string.Concat(shown.Select(c => char.IsControl(c) ? '?' : c));
        return $"'{clean}{(cut ? "..." : "")}'";
    }

    /// <summary>"did you mean 'person'?", or all words that it could be.</summary>
    public static string Suggest(string word, IReadOnlyList<string> known)
    {
        var nearest = known.MinBy(candidate => Distance(word, candidate));
        if (nearest is not null && Distance(word, nearest) <= Math.Max(1, nearest.Length / 3)) return $"did you mean '{nearest}'?";
        return $"write {(known.Count > 1 ? "one of " : "")}{string.Join(", ", known)}";
    }

    /// <summary>Levenshtein without case; a long word is cut, since it is near to nothing anyhow.</summary>
    private static int Distance(string word, string candidate)
    {
        word = word.Length > 64 ? word[..64] : word;
        var row = Enumerable.Range(0, candidate.Length + 1).ToArray();
        for (var i = 1; i <= word.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= candidate.Length; j++)
            {
                var same = char.ToLowerInvariant(word[i - 1]) == char.ToLowerInvariant(candidate[j - 1]);
                (diagonal, row[j]) = (row[j], Math.Min(diagonal + (same ? 0 : 1), Math.Min(row[j], row[j - 1]) + 1));
            }
        }
        return row[candidate.Length];
    }
}
