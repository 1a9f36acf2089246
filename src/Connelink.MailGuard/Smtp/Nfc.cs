using System.Globalization;
using System.Text;

namespace Connelink.MailGuard.Smtp;

/// <summary>Normalization Form C (UAX 15), which RFC 6532 3.1 and RFC 5891 4.1 want of local-parts and U-labels.</summary>
/// <remarks>string.Normalize returns its input unchanged in globalization-invariant mode, and this program needs no ICU on its hosts.</remarks>
internal static class Nfc
{
    private static readonly Dictionary<int, (int First, int Second)> Decompositions = [];
    private static readonly Dictionary<(int First, int Second), int> Compositions = [];
    private static readonly Dictionary<int, int> Classes = [];

    static Nfc()
    {
        foreach (var entry in Entries(NfcData.Classes))
        {
            var parts = entry.Split('-', ':');
            for (var letter = Hex(parts[0]); letter <= Hex(parts[1]); letter++)
            {
                Classes[letter] = int.Parse(parts[2], CultureInfo.InvariantCulture);
            }
        }
        foreach (var entry in Entries(NfcData.Decompositions))
        {
            var parts = entry.TrimStart('!').Split('=', '+');
            var pair = (Hex(parts[1]), parts.Length > 2 ? Hex(parts[2]) : 0);
            Decompositions[Hex(parts[0])] = pair;
            if (parts.Length > 2 && entry[0] != '!') Compositions[pair] = Hex(parts[0]);
        }
    }

    public static string Normalise(string text)
    {
        // Below U+0300 everything is in this form already.
        if (!text.AsSpan().ContainsAnyInRange('\u0300', '\uFFFF')) return text;

        var letters = new List<int>(2 * text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            Decompose(rune.Value, letters);
        }
        Order(letters);
        var composed = new StringBuilder(text.Length);
        foreach (var letter in Compose(letters))
        {
            composed.Append(new Rune(letter).ToString());
        }
        return composed.ToString();
    }

    private static void Decompose(int letter, List<int> letters)
    {
        if (Hangul.IsSyllable(letter))
        {
            Hangul.Decompose(letter, letters);
        }
        else if (Decompositions.TryGetValue(letter, out var pair))
        {
            Decompose(pair.First, letters);
            if (pair.Second != 0) Decompose(pair.Second, letters);
        }
        else
        {
            letters.Add(letter);
        }
    }

    /// <summary>Canonical ordering: marks of different classes get an order; insertion keeps that of equals.</summary>
    private static void Order(List<int> letters)
    {
        for (var at = 1; at < letters.Count; at++)
        {
            var letter = letters[at];
            var cls = ClassOf(letter);
            var to = at;
            for (; cls != 0 && to > 0 && ClassOf(letters[to - 1]) > cls; to--)
            {
                letters[to] = letters[to - 1];
            }
            letters[to] = letter;
        }
    }

    /// <summary>Canonical composition: a mark joins the last starter unless one of its class or a higher one stands between them.</summary>
    private static List<int> Compose(List<int> letters)
    {
        var composed = new List<int>(letters.Count);
        var starter = -1;
        var between = -1;
        foreach (var letter in letters)
        {
            var cls = ClassOf(letter);
            if (starter >= 0 && between < cls && TryCompose(composed[starter], letter, out var whole))
            {
                composed[starter] = whole;
                continue;
            }
            if (cls == 0) starter = composed.Count;
            between = cls == 0 ? -1 : cls;
            composed.Add(letter);
        }
        return composed;
    }

    private static bool TryCompose(int first, int second, out int whole) =>
        Compositions.TryGetValue((first, second), out whole) || Hangul.TryCompose(first, second, out whole);

    private static int ClassOf(int letter) => Classes.GetValueOrDefault(letter);

    private static string[] Entries(ReadOnlySpan<byte> table) =>
        Encoding.ASCII.GetString(table).Split((char[])[' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);

    private static int Hex(string digits) => int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <summary>Syllables are computed, not listed (The Unicode Standard 3.12).</summary>
    private static class Hangul
    {
        private const int Syllables = 0xAC00;
        private const int Leads = 0x1100;
        private const int Vowels = 0x1161;
        private const int Trails = 0x11A7;
        private const int LeadCount = 19;
        private const int VowelCount = 21;
        private const int TrailCount = 28;

        public static bool IsSyllable(int letter) => letter is >= Syllables and < Syllables + LeadCount * VowelCount * TrailCount;

        public static void Decompose(int syllable, List<int> letters)
        {
            var index = syllable - Syllables;
            letters.Add(Leads + index / (VowelCount * TrailCount));
            letters.Add(Vowels + index / TrailCount % VowelCount);
            if (index % TrailCount != 0) letters.Add(Trails + index % TrailCount);
        }

        public static bool TryCompose(int first, int second, out int whole)
        {
            whole = 0;
            if (first is >= Leads and < Leads + LeadCount && second is >= Vowels and < Vowels + VowelCount)
            {
                whole = Syllables + ((first - Leads) * VowelCount + (second - Vowels)) * TrailCount;
            }
            else if (IsSyllable(first) && (first - Syllables) % TrailCount == 0 && second is > Trails and < Trails + TrailCount)
            {
                whole = first + second - Trails;
            }
            return whole != 0;
        }
    }
}
