namespace Connelink.MailGuard.AddressDirectory.Formats;

/// <summary>What French spreadsheets say for columns, kinds and plans; exports and mistakes say it in one language.</summary>
internal static class FrenchWords
{
    private static readonly Dictionary<string, DirectoryField> Columns = new(StringComparer.OrdinalIgnoreCase)
    {
        ["client"] = DirectoryField.Tenant,
        ["type"] = DirectoryField.Kind,
        ["genre"] = DirectoryField.Kind,
        ["adresse"] = DirectoryField.Address,
        ["courriel"] = DirectoryField.Address,
        ["email"] = DirectoryField.Address,
        ["alias"] = DirectoryField.Aliases,
        ["offre"] = DirectoryField.Plan,
        ["formule"] = DirectoryField.Plan,
        ["langue"] = DirectoryField.Language,
        ["cibles"] = DirectoryField.Targets,
        ["destinations"] = DirectoryField.Targets,
        ["membres"] = DirectoryField.Members,
        ["expediteurs"] = DirectoryField.Senders,
        ["peutenvoyercomme"] = DirectoryField.MaySendAs,
        ["reseaux"] = DirectoryField.Networks,
        ["domaines"] = DirectoryField.Domains,
        ["suspendu"] = DirectoryField.Suspended,
    };

    private static readonly Dictionary<string, string> Values = new(StringComparer.OrdinalIgnoreCase)
    {
        ["personne"] = "person",
        ["externe"] = "external",
        ["boite"] = "mailbox",
        ["redirection"] = "redirect",
        ["groupe"] = "group",
        ["ressource"] = "resource",
        ["essentiel"] = "essential",
        ["essentielle"] = "essential",
        ["base"] = "basic",
        ["complet"] = "complete",
        ["complete"] = "complete",
        ["francais"] = "fr",
        ["anglais"] = "en",
    };

    /// <param name="letters">Without blanks.</param>
    public static DirectoryField? Column(string letters) => Columns.TryGetValue(Plain(letters), out var field) ? field : null;

    /// <summary>Our word for it; the word itself when there is none.</summary>
    public static string Value(string word) => Values.GetValueOrDefault(Plain(word)) ?? word;

    /// <summary>Without accents: half of all lists are typed without them.</summary>
    private static string Plain(string text) => text.Length > 64 ? text : string.Concat(text.Select(c => c switch
    {
        'é' or 'è' or 'ê' or 'É' or 'È' or 'Ê' => 'e',
        'î' or 'Î' => 'i',
        'ç' or 'Ç' => 'c',
        _ => c,
    }));
}
