using System.Net;
using System.Text;
using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.AddressDirectory.Formats;

/// <summary>Puts values that were written as text into a draft. What is wrong with one is returned; null when nothing is.</summary>
internal sealed class FieldReader
{
    private readonly AddressReader _addresses = new();

    /// <summary>One value, or one item of a list.</summary>
    public string? Read(EntryDraft draft, DirectoryField field, ReadOnlySpan<byte> text)
    {
        if (DirectoryFields.ListOf(draft, field) is { } list) return Mailbox(list, text, isOne: field == DirectoryField.Address);
        switch (field)
        {
            case DirectoryField.Kind: return Word("kind", DirectoryWords.Kinds, text, word => draft.Kind = (EntryKind)word);
            case DirectoryField.Plan: return Word("plan", DirectoryWords.Plans, text, word => draft.Plan = (Plan)(word + 1));
            case DirectoryField.Language: return Word("language", DirectoryWords.Languages, text, word => draft.Language = (Language)word);
            case DirectoryField.MultiPurpose: return Flag(text, flag => draft.IsMultiPurpose = flag);
            case DirectoryField.Source: draft.Source = Encoding.UTF8.GetString(text); return null;
            case DirectoryField.SourceKey: draft.SourceKey = Encoding.UTF8.GetString(text); return null;
            case DirectoryField.Networks: return Term<IPNetwork>(draft, text, TermText.Network, (terms, network) => terms with { Networks = [.. terms.Networks, network] });
            case DirectoryField.MayRelayFrom: return Term<string>(draft, text, TermText.Pattern, (terms, pattern) => terms with { MayRelayFrom = [.. terms.MayRelayFrom, pattern] });
            default: return Term<string>(draft, text, TermText.Pattern, (terms, pattern) => terms with { ReversePaths = [.. terms.ReversePaths, pattern] });
        }
    }

    /// <summary>A property of a tenant other than its name and domains.</summary>
    public static string? Read(TenantDraft tenant, DirectoryField field, ReadOnlySpan<byte> text) => field switch
    {
        DirectoryField.Language => Word("language", DirectoryWords.Languages, text, word => tenant.Language = (Language)word),
        DirectoryField.Tags => Flag(text, flag => tenant.AllowsTags = flag),
        _ => Flag(text, flag => tenant.IsSuspended = flag),
    };

    public string? Domain(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> domain) =>
        _addresses.TryReadDomain(text, out domain) ? null : $"{Words.Quote(text)} is not a domain; write it like client.example";

    private string? Mailbox(KeyList list, ReadOnlySpan<byte> text, bool isOne)
    {
        if (isOne && list.Count > 0) return "stands twice; write a second address into aliases";
        if (!_addresses.TryRead(text, out var key)) return $"{Words.Quote(text)} is not a mailbox; write local-part@domain";
        list.Add(key);
        return null;
    }

    private static string? Word(string what, string[] known, ReadOnlySpan<byte> text, Action<int> take)
    {
        var index = IndexOf(known, text);
        if (index < 0) index = IndexOf(known, Encoding.UTF8.GetBytes(FrenchWords.Value(Encoding.UTF8.GetString(text))));
        if (index < 0) return $"{Words.Quote(text)} is no {what}; {Words.Suggest(Encoding.UTF8.GetString(text), known)}";
        take(index);
        return null;
    }

    private static int IndexOf(string[] known, ReadOnlySpan<byte> text)
    {
        for (var i = 0; i < known.Length; i++)
        {
            if (System.Text.Ascii.EqualsIgnoreCase(text, known[i])) return i;
        }
        return -1;
    }

    /// <summary>Spreadsheets write true and false in the language of their user.</summary>
    private static string? Flag(ReadOnlySpan<byte> text, Action<bool> take)
    {
        var word = Encoding.UTF8.GetString(text).ToLowerInvariant();
        if (word is "true" or "yes" or "1" or "vrai" or "oui") take(true);
        else if (word is "false" or "no" or "0" or "faux" or "non") take(false);
        else return $"{Words.Quote(text)} is not true or false";
        return null;
    }

    private static string? Term<T>(EntryDraft draft, ReadOnlySpan<byte> text, TermReader<T> read, Func<ApplicationTerms, T, ApplicationTerms> add)
    {
        if (read(Encoding.UTF8.GetString(text), out var term) is { } mistake) return mistake;
        draft.Application = add(draft.Application ?? ApplicationTerms.None, term);
        return null;
    }

    private delegate string? TermReader<T>(string text, out T term);
}

/// <summary>Networks and patterns of applications. What is wrong is returned; null when nothing is.</summary>
internal static class TermText
{
    public static string? Network(string text, out IPNetwork network)
    {
        if (IPNetwork.TryParse(text, out network)) return null;
        if (!IPAddress.TryParse(text, out var host)) return $"{Quote(text)} is no network; write it like 192.0.2.0/24 or 2001:db8::/32";
        network = new(host, host.GetAddressBytes().Length * 8);
        return null;
    }

    /// <summary>A mailbox in which * stands for any octets but "@".</summary>
    /// <remarks>The domain is not checked further: "*.client.example" is no domain but means something here.</remarks>
    public static string? Pattern(string text, out string pattern)
    {
        pattern = text.ToLowerInvariant();
        var at = text.LastIndexOf('@');
        var isPattern = at > 0 && at < text.Length - 1 && !text.Any(char.IsControl) && ListText.IsOneItem(Encoding.UTF8.GetBytes(text));
        return isPattern ? null : $"{Quote(text)} is no pattern of mailboxes; write it like bounce-*@client.example";
    }

    private static string Quote(string text) => Words.Quote(Encoding.UTF8.GetBytes(text));
}
