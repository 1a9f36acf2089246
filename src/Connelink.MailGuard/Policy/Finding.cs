using System.Globalization;

namespace Connelink.MailGuard.Policy;

/// <summary>What a rule found: a sentence, the measured value in it, and the limit that was passed, where there is one.</summary>
/// <param name="Value">Stands for {0} in the sentence. A copy: the envelope's memory is used again after the transaction.</param>
public readonly record struct Finding(Phrase Phrase, string Value = "", long? Limit = null)
{
    public Finding(Phrase phrase, long value, long limit)
        : this(phrase, value.ToString(CultureInfo.InvariantCulture), limit)
    {
    }

    /// <summary>The same words in every language.</summary>
    public static implicit operator Finding(string text) => new(new Phrase(text, text));

    /// <summary>"501 recipients (limit 500)".</summary>
    public string In(Language language)
    {
        var found = Phrase.In(language).Replace("{0}", Value, StringComparison.Ordinal);
        if (Limit is not { } limit) return found;

        var word = language == Language.French ? "limite" : "limit";
        return string.Create(CultureInfo.InvariantCulture, $"{found} ({word} {limit})");
    }

    public override string ToString() => In(Language.English);
}
