namespace Connelink.MailGuard.Policy;

/// <summary>Language of refusals; French is written without accents, since replies are ASCII (RFC 5321 4.2).</summary>
public enum Language : byte
{
    English,
    French,
}
