using System.Globalization;

namespace Connelink.MailGuard.Server.Check.Reading;

/// <summary>A file to read messages from.</summary>
/// <param name="Path">Null: standard input.</param>
/// <param name="Name">As people named it, or the folder that it is in.</param>
/// <param name="ShortName">Without the folder that was named.</param>
/// <param name="IsMail">Meant to hold mail: named on the command line, called .eml, or in a maildir. Others are passed over if they do not look like it.</param>
/// <param name="IsNamed">On the command line, where a pipe is meant to be read.</param>
internal sealed record MailFile(string? Path, string Name, string ShortName, bool IsMail, bool IsNamed)
{
    public static readonly MailFile StandardInput = new(null, "standard input", "standard input", IsMail: true, IsNamed: true);

    /// <summary>Named on the command line.</summary>
    public static MailFile Named(string path) => new(path, Printable(path), Printable(System.IO.Path.GetFileName(path)), IsMail: true, IsNamed: true);

    /// <summary>Found in a folder that was named, or below it.</summary>
    public static MailFile In(string folder, string path, bool isMail) =>
        new(path, Printable(path), Printable(System.IO.Path.GetRelativePath(folder, path)), isMail, IsNamed: false);

    public Stream Open() => Path is null
        ? Console.OpenStandardInput()
        : new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);

    /// <summary>A file's name can hold anything: nothing of it may drive a terminal or turn the reading direction.</summary>
    public static string Printable(string path) => !path.Any(IsHidden) ? path : string.Concat(path.Select(c => IsHidden(c) ? '?' : c));

    private static bool IsHidden(char c) => char.IsControl(c) || char.IsSurrogate(c)
        || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}

/// <summary>What could not be read, and why.</summary>
internal sealed record UnreadableFile(string Name, string Reason);
