using System.Text;
using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.AddressDirectory;

/// <summary>What is said of entries that do not fit with others: the same words for files and for edits.</summary>
internal static class Refusals
{
    private const int ShownSteps = 10;

    public static string Titled(string tenant) => $"tenant '{tenant}'";

    public static string NameTaken(string name, string by) => $"'{name}' is already {by}; choose another";

    public static string DomainTaken(ReadOnlySpan<byte> domain, string owner) => $"{Words.Quote(domain)} is already of {owner}; a domain has one tenant";

    public static string Twice(ReadOnlySpan<byte> key) => $"{Words.Quote(key)} stands twice in this entry; remove one";

    public static string Taken(ReadOnlySpan<byte> key, bool isAlias, string entry) =>
        $"{Words.Quote(key)} is already {(isAlias ? "an alias of" : "the address of")} {entry}; remove one";

    /// <param name="owner">Whose domain it is; null when nobody's.</param>
    public static string Misplaced(ReadOnlySpan<byte> key, EntryKind kind, string tenant, string? owner)
    {
        var text = (kind, owner) switch
        {
            (EntryKind.External, _) => $"is in a domain of {tenant} but declared external; give it another kind",
            (_, null) => $"is in no domain of {tenant}; add the domain to its domains, or declare the address external",
            _ => $"is in a domain of {owner}; move the entry there",
        };
        return $"{Words.Quote(key)} {text}";
    }

    public static string Nowhere(ReadOnlySpan<byte> target) =>
        $"{Words.Quote(target)} is not declared, neither as an address nor as an alias; declare it, or take it out of the targets";

    /// <param name="steps">From an entry back to it; no more than can be shown are needed.</param>
    public static string Loop(IReadOnlyList<string> steps)
    {
        var names = string.Join(" -> ", steps.Take(ShownSteps));
        return $"redirect loop {names}{(steps.Count > ShownSteps ? " -> ..." : "")}; let one of them end at a mailbox";
    }
}

/// <summary>Where a mistake stands when it stands in no file: at the entry's address.</summary>
internal static class EntryPlace
{
    /// <param name="property">".aliases"; empty for the entry itself.</param>
    public static string Of(ReadOnlySpan<byte> address, string property = "") => $"{Encoding.UTF8.GetString(address)} {property.TrimStart('.')}".TrimEnd();

    public static string Of(EntryDraft entry, string property = "") =>
        entry.Address.Count > 0 ? Of(entry.Address[0], property) : $"entry {property.TrimStart('.')}".TrimEnd();
}
