namespace Connelink.MailGuard.Attacks.Building;

/// <summary>Addresses of directory.sample.json, and some that it does not know.</summary>
internal static class Addresses
{
    /// <summary>Persons of client.example: complete, essential, basic, basic.</summary>
    public const string Jean = "jean.dupont@client.example";
    public const string Marie = "marie.curie@client.example";
    public const string Paul = "paul.martin@client.example";
    public const string John = "john.smith@client.example";

    /// <summary>Persons of globex.example: complete, essential.</summary>
    public const string Hank = "hank.scorpio@globex.example";
    public const string Homer = "homer@globex.example";

    /// <summary>Known to the directory as an external person.</summary>
    public const string Bob = "bob@partner.example";

    /// <summary>Unknown, and in a domain that is not hosted.</summary>
    public const string Alice = "alice@elsewhere.example";
    public const string Ceo = "ceo@bank.example";

    /// <summary>Where the redirect comptable@client.example leads.</summary>
    public const string Accountant = "dossier.client@cabinet.example";

    public static IEnumerable<string> Readers(int count) => Enumerable.Range(1, count).Select(i => $"reader{i}@list.example");
}
