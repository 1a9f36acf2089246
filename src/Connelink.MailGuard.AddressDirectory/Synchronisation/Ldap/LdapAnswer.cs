using System.DirectoryServices.Protocols;

namespace Connelink.MailGuard.AddressDirectory.Synchronisation.Ldap;

/// <summary>What came of one search or one page of it.</summary>
/// <param name="Result">Anything but success: the entries are not all.</param>
/// <param name="Told">The server's own words on the result.</param>
/// <param name="Cookie">Where the next page begins; null: the server knows no pages, empty: it was the last.</param>
internal sealed record LdapAnswer(ResultCode Result, string Told, IReadOnlyList<LdapEntry> Entries, byte[]? Cookie)
{
    public bool IsComplete => Result == ResultCode.Success;

    public static LdapAnswer Of(SearchResponse response)
    {
        var cookie = response.Controls.OfType<PageResultResponseControl>().FirstOrDefault()?.Cookie;
        return new(response.ResultCode, response.ErrorMessage ?? "", [.. response.Entries.Cast<SearchResultEntry>().Select(Entry)], cookie);
    }

    private static LdapEntry Entry(SearchResultEntry entry)
    {
        var attributes = new Dictionary<string, IReadOnlyList<string>>(entry.Attributes.Count, StringComparer.OrdinalIgnoreCase);
        foreach (DirectoryAttribute attribute in entry.Attributes.Values)
        {
            attributes[attribute.Name] = (string[])attribute.GetValues(typeof(string));
        }
        return new(entry.DistinguishedName, attributes);
    }
}
