namespace Connelink.MailGuard.Policy;

/// <summary>One sentence of a refusal in each language, with {0} where the value stands. Printable ASCII: French without accents.</summary>
public sealed record Phrase(string English, string French)
{
    public string In(Language language) => language == Language.French ? French : English;
}
