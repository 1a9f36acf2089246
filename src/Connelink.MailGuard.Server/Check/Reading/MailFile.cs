namespace Connelink.MailGuard.Server.Check.Reading;

/// <summary>A file to read messages from.</summary>
/// <param name="Path">Null: standard input.</param>
/// <param name="Name">As people named it, fit for a terminal.</param>
/// <param name="IsMail">It is meant to hold mail: named on the command line, called .eml, or in a maildir. Others are passed over when they do not look like it.</param>
internal sealed record MailFile(string? Path, string Name, bool IsMail)
{
    public static readonly MailFile StandardInput = new(null, "standard input", IsMail: true);

    public static MailFile At(string path, bool isMail) => new(path, Printable(path), isMail);

    public Stream Open() => Path is null
        ? Console.OpenStandardInput()
        : new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);

    /// <summary>A file's name can hold anything: nothing of it may drive a terminal or turn the reading direction.</summary>
    private static string Printable(string path) => !path.Any(IsHidden) ? path : string.Concat(path.Select(c => IsHidden(c) ? '?' : c));

    private static bool IsHidden(char c) =>
        char.IsControl(c) || char.IsSurrogate(c) || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.Format
            or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator;
}

/// <summary>What could not be read, and why.</summary>
internal sealed record UnreadableFile(string Name, string Reason);
