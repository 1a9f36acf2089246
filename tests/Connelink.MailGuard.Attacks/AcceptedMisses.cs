namespace Connelink.MailGuard.Attacks;

/// <summary>Attacks that pass, and why that is accepted.</summary>
public static class AcceptedMisses
{
    private const string Costly =
        "a deflated file is inflated until its kind is known, 64 KiB at most: to find archives behind pictures and texts, all of every ZIP and DOCX would be inflated";

    public static IReadOnlyDictionary<string, string> Reasons { get; } = new Dictionary<string, string>
    {
        ["zip-nesting/zip-picture-with-archive-behind-inside"] = Costly,
        ["zip-nesting/zip-text-with-archive-behind-inside"] = Costly,
        ["zip-nesting/zip-zeros-with-archive-behind-inside"] = Costly,
        ["zip-nesting/gzip-picture-with-archive-behind"] = Costly,
        ["embedded-text/data-uri-in-a-page-by-script"] = "what a script puts together in a browser has no end of forms; an antivirus looks for such pages, and blocks them by type",
        ["split-archives/in-both-other-names"] =
            "no piece shows a whole header, and none is named .zip.001: people write of PK with its two control octets, and .001 is the ending of many honest files",
    };
}
