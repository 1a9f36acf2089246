namespace Connelink.MailGuard.AddressDirectory.Synchronisation;

/// <summary>Local-parts that the Domino router takes for an entry without being told of an address: its names, with something for the spaces.</summary>
internal static class DerivedNames
{
    /// <summary>RFC 5322 3.2.3 atext, beside letters and digits.</summary>
    private const string AtomMarks = "!#$%&'*+-/=?^_`{|}~.";

    /// <summary>None for names with letters beyond ASCII: Domino takes no SMTPUTF8, so nobody can write to them.</summary>
    public static IEnumerable<string> Of(string name, IReadOnlyList<string> separators)
    {
        var words = NotesName.Common(name).ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return separators.Select(separator => string.Join(separator, words)).Where(IsDotAtom).Distinct();
    }

    private static bool IsDotAtom(string text) =>
        text.Length is > 0 and <= 64 && text[0] != '.' && text[^1] != '.' && !text.Contains("..", StringComparison.Ordinal)
        && text.All(c => char.IsAsciiLetterOrDigit(c) || AtomMarks.Contains(c));
}
