using System.DirectoryServices.Protocols;
using System.Text;
using System.Text.Unicode;
using Connelink.MailGuard.AddressDirectory.Formats;

namespace Connelink.MailGuard.AddressDirectory.Synchronisation.Ldap;

/// <summary>What came of one search or one page of it.</summary>
/// <param name="Result">Anything but success: the entries are not all.</param>
/// <param name="Told">The server's own words on the result.</param>
/// <param name="Cookie">Where the next page begins; null: the server knows no pages, empty: it was the last.</param>
/// <param name="Elsewhere">A server that has more of what was asked for (RFC 4511 4.5.3); null: there is none.</param>
internal sealed record LdapAnswer(ResultCode Result, string Told, IReadOnlyList<LdapEntry> Entries, byte[]? Cookie, string? Elsewhere)
{
    public bool IsComplete => Result == ResultCode.Success;

    public static LdapAnswer Of(SearchResponse response)
    {
        var cookie = response.Controls.OfType<PageResultResponseControl>().FirstOrDefault()?.Cookie;
        var elsewhere = response.References.Cast<SearchResultReference>().SelectMany(reference => reference.Reference).Concat(response.Referral).FirstOrDefault();
        return new(response.ResultCode, response.ErrorMessage ?? "", [.. response.Entries.Cast<SearchResultEntry>().Select(Entry)], cookie, elsewhere?.ToString());
    }

    private static LdapEntry Entry(SearchResultEntry entry)
    {
        var attributes = new Dictionary<string, IReadOnlyList<string>>(entry.Attributes.Count, StringComparer.OrdinalIgnoreCase);
        foreach (DirectoryAttribute attribute in entry.Attributes.Values)
        {
            attributes[attribute.Name] = [.. ((byte[][])attribute.GetValues(typeof(byte[]))).Select(Text)];
        }
        return new(entry.DistinguishedName, attributes);
    }

    /// <summary>RFC 4511 says UTF-8; one old value that is not must not keep all others out.</summary>
    private static string Text(byte[] value) => (Utf8.IsValid(value) ? Encoding.UTF8 : CsvText.Windows1252).GetString(value);
}
