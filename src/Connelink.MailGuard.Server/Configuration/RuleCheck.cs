using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Policy.Forwarding;
using Connelink.MailGuard.Policy.Rules;

namespace Connelink.MailGuard.Server.Configuration;

/// <summary>What concerns all rules, and the words that rules know.</summary>
internal static class RuleCheck
{
    public static void Run(Settings settings, Mistakes mistakes)
    {
        var rules = settings.MailGuard.Rules;
        if (rules.Rehearsal) mistakes.Warn($"{PolicyOptions.Section}:Rehearsal", "every rule only observes", "Write false when the rehearsal is over.");
        CheckSignals(rules.AutoForward.Observe, mistakes);
        var archive = rules.EncryptedArchive;
        CheckWords("Formats", archive.Formats, [EncryptedArchiveOptions.Zip, EncryptedArchiveOptions.SevenZip, EncryptedArchiveOptions.Rar], mistakes);
        CheckWords("ProtectedDocuments", archive.ProtectedDocuments, [EncryptedArchiveOptions.Pdf, EncryptedArchiveOptions.Office], mistakes);
        CheckHelpUrl(rules, mistakes);
    }

    private static void CheckHelpUrl(PolicyOptions rules, Mistakes mistakes)
    {
        if (string.IsNullOrEmpty(rules.HelpUrl)) return;
        var isAddress = Uri.TryCreate(rules.HelpUrl, UriKind.Absolute, out var url) && url.Scheme is "http" or "https";
        // Replies are ASCII of 512 octets: a long address would leave no room for the reason.
        if (!isAddress || rules.HelpUrl.Length > 200 || rules.HelpUrl.Any(c => c is <= ' ' or > '~'))
        {
            mistakes.Add($"{PolicyOptions.Section}:HelpUrl", $"\"{rules.HelpUrl}\" is no web address", "Write \"https://...\" in ASCII, at most 200 characters.");
        }
    }

    /// <summary>A misspelt signal would be enforced, which is the opposite of what its writer wants.</summary>
    private static void CheckSignals(string[] observed, Mistakes mistakes)
    {
        for (var i = 0; i < observed.Length; i++)
        {
            if (ForwardScore.Find(observed[i]) is not null) continue;
            var mend = Nearest.Mend(observed[i], [.. ForwardScore.Signals.Select(signal => signal.Name)]);
            mistakes.Add($"{PolicyOptions.Section}:{AutoForwardRule.RuleName}:Observe:{i}", $"\"{observed[i]}\" is no signal", mend);
        }
    }

    /// <summary>A misspelt format would be let pass.</summary>
    private static void CheckWords(string setting, string[] words, string[] known, Mistakes mistakes)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if (known.Contains(words[i])) continue;
            mistakes.Add($"{PolicyOptions.Section}:{EncryptedArchiveRule.RuleName}:{setting}:{i}", $"\"{words[i]}\" is none of {string.Join(", ", known)}", Nearest.Mend(words[i], known));
        }
    }
}
