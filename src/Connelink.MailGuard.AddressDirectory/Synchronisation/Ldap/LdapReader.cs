using System.DirectoryServices.Protocols;

namespace Connelink.MailGuard.AddressDirectory.Synchronisation.Ldap;

/// <summary>Reads all entries that a filter finds: by pages where the server has them, else by first letters.</summary>
/// <remarks>All or an exception: an answer that stops at a limit is no state of the directory (mail-facts: sizeLimitExceeded).</remarks>
internal sealed class LdapReader(SourceSettings settings, LdapSession session)
{
    private const string PagedResults = "1.2.840.113556.1.4.319";

    /// <summary>Letters of a common name that are asked for one after the other before it is given up.</summary>
    private const int MaxPrefix = 3;

    private const string Letters = "abcdefghijklmnopqrstuvwxyz0123456789";

    private readonly Dictionary<string, LdapEntry> _found = new(StringComparer.Ordinal);

    /// <summary>How the last reading was done, for people.</summary>
    public string Way { get; private set; } = "";

    public async Task<IReadOnlyCollection<LdapEntry>> ReadAsync(string filter, CancellationToken cancel)
    {
        _found.Clear();
        if (await HasPagesAsync(cancel))
        {
            Way = $"by pages of {settings.PageSize}";
            if (await ReadPagesAsync(filter, cancel)) return _found.Values;
        }
        Way = "whole";
        if (await ReadWholeAsync(filter, cancel)) return _found.Values;
        Way = "by first letters";
        await ReadLettersAsync(filter, "", cancel);
        return _found.Values;
    }

    private async Task<bool> HasPagesAsync(CancellationToken cancel)
    {
        var answer = await session.SearchAsync("", "(objectClass=*)", SearchScope.Base, ["supportedControl"], page: null, cancel);
        return answer.Entries is [var root, ..] && root.All("supportedControl").Contains(PagedResults);
    }

    /// <summary>False: the server refuses pages, or a limit holds for all pages together.</summary>
    private async Task<bool> ReadPagesAsync(string filter, CancellationToken cancel)
    {
        var page = new PageResultRequestControl(settings.PageSize) { IsCritical = false };
        while (true)
        {
            var answer = await SearchAsync(filter, page, cancel);
            if (!answer.IsComplete) return false;
            Take(answer);
            if (answer.Cookie is not { Length: > 0 } cookie) return true;
            if (cookie.AsSpan().SequenceEqual(page.Cookie)) throw Incomplete("it gives the same page again and again");
            page.Cookie = cookie;
        }
    }

    private async Task<bool> ReadWholeAsync(string filter, CancellationToken cancel)
    {
        var answer = await SearchAsync(filter, page: null, cancel);
        if (answer.IsComplete) Take(answer);
        return answer.IsComplete;
    }

    /// <summary>Names that begin with this prefix, letter after letter, and those that go on with none of them.</summary>
    private async Task ReadLettersAsync(string filter, string prefix, CancellationToken cancel)
    {
        foreach (var letter in Letters)
        {
            var part = $"(&{filter}(cn={prefix}{letter}*))";
            if (await ReadWholeAsync(part, cancel)) continue;
            if (prefix.Length + 1 == MaxPrefix) throw Incomplete($"it does not give all names in '{prefix}{letter}' at once; raise its size limit");
            await ReadLettersAsync(filter, prefix + letter, cancel);
        }
        var listed = string.Concat(Letters.Select(letter => $"(cn={prefix}{letter}*)"));
        var begins = prefix.Length > 0 ? $"(cn={prefix}*)" : "";
        if (await ReadWholeAsync($"(&{filter}{begins}(!(|{listed})))", cancel)) return;
        throw Incomplete($"it does not give all names that begin with {(prefix.Length > 0 ? $"'{prefix}' and " : "")}no letter or digit at once; raise its size limit");
    }

    private async Task<LdapAnswer> SearchAsync(string filter, PageResultRequestControl? page, CancellationToken cancel)
    {
        var answer = await session.SearchAsync(settings.BaseDn, filter, SearchScope.Subtree, settings.Mapping.Attributes, page, cancel);
        if (answer.Elsewhere is { } elsewhere) throw Incomplete($"it refers to {elsewhere} for more; add that server as a source, or set baseDn to a part that this one has itself");
        if (answer.IsComplete || IsLimit(answer.Result) || (page is not null && IsRefusal(answer.Result))) return answer;
        throw Incomplete($"it answers {answer.Result}{(answer.Told.Length > 0 ? $" ({answer.Told})" : "")} to a search below '{settings.BaseDn}'");
    }

    private static bool IsLimit(ResultCode result) => result is ResultCode.SizeLimitExceeded or ResultCode.AdminLimitExceeded or ResultCode.TimeLimitExceeded;

    private static bool IsRefusal(ResultCode result) =>
        result is ResultCode.UnwillingToPerform or ResultCode.UnavailableCriticalExtension or ResultCode.ProtocolError or ResultCode.OperationsError;

    private void Take(LdapAnswer answer)
    {
        foreach (var entry in answer.Entries) _found[entry.Dn] = entry;
    }

    private SourceException Incomplete(string reason) => new($"{settings.Address}: {reason}. The answer is not complete");
}
