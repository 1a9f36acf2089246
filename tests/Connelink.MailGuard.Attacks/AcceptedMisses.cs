namespace Connelink.MailGuard.Attacks;

/// <summary>Attacks that pass, and why that is accepted.</summary>
public static class AcceptedMisses
{
    private const string Costly =
        "a deflated file is inflated until its kind is known, 64 KiB at most: to find archives behind pictures and texts, all of every ZIP and DOCX would be inflated";

    private const string Script =
        "what a script puts together in a browser has no end of forms: only base64 as it stands is looked for, which is what most do; an antivirus blocks such pages by type";

    public static IReadOnlyDictionary<string, string> Reasons { get; } = new Dictionary<string, string>
    {
        ["zip-nesting/zip-picture-with-archive-behind-inside"] = Costly,
        ["zip-nesting/zip-text-with-archive-behind-inside"] = Costly,
        ["zip-nesting/zip-zeros-with-archive-behind-inside"] = Costly,
        ["zip-nesting/gzip-picture-with-archive-behind"] = Costly,
        ["files-in-documents/pdf-in-zip"] = "all of every PDF in a ZIP would be inflated; one that is attached or stored is looked into",
        ["files-in-documents/script-turned-round"] = Script,
        ["files-in-documents/script-behind-junk"] = Script,
        ["oversize-elsewhere/headers-of-attached-messages"] = "no program makes files of header fields, and a header section has at most 128 KiB",
        ["essential-plan-elsewhere/armor-with-references"] = "no program writes an armor so, and only a browser would read it",
        ["essential-plan-elsewhere/cms-in-pem-behind-text"] = "no mail program looks for it: it is a file with a key, as a document with a password is",
        ["essential-plan-elsewhere/cms-in-pem-in-the-text"] = "no mail program looks for it: it is a file with a key, as a document with a password is",
        ["phrases/name-of-empty-group"] = "a group without members is nobody's name, and no mailbox of ours says that it is one",
        ["split-archives/in-both-other-names"] =
            "no piece shows a whole header, and none is named .zip.001: people write of PK with its two control octets, and .001 is the ending of many honest files",
    };
}
