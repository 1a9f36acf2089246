namespace Connelink.MailGuard.AddressDirectory.Formats;

/// <summary>One reading of a directory file: where it goes, and what was found on the way.</summary>
/// <param name="Sink">Gets tenants and entries.</param>
/// <param name="Mistakes">What must be mended before any of it is taken.</param>
/// <param name="Remarks">What was passed over, of files that other programs wrote.</param>
/// <param name="Tenant">Whose the entries are where the file does not say; null when it must.</param>
public sealed record DirectoryReading(IDirectorySink Sink, DirectoryMistakes Mistakes, DirectoryMistakes Remarks, string? Tenant)
{
    /// <summary>Whether the file is all that there is to know: what JSON or LDIF leaves out is empty then. A table is silent about columns that it has not.</summary>
    public bool IsWhole { get; init; }

    /// <summary>The domains of <see cref="Tenant"/>: what another directory server writes is inside or outside of them.</summary>
    public IReadOnlyList<string> Domains { get; init; } = [];

    /// <summary>What an entry says before anything of it is read.</summary>
    internal FieldSet SaidAtFirst => IsWhole ? FieldSet.All : default;

    public void Read(DirectoryFormat format, Stream stream)
    {
        switch (format)
        {
            case DirectoryFormat.Csv: new CsvDirectoryReader(stream, this).Read(); break;
            case DirectoryFormat.Ldif: new LdifDirectoryReader(stream, this).Read(); break;
            default: DirectoryFile.Read(stream, this); break;
        }
    }

    /// <param name="name">The file's, or "-": what the form is guessed by.</param>
    /// <exception cref="DirectoryException">It has no form that is known.</exception>
    public void Read(string name, Stream stream, DirectoryFormat? format)
    {
        var text = HeadStream.OfText(stream);
        Read(format ?? FormatGuess.Of(name, text.Head), text);
    }

    public static IDirectoryWriter Writer(DirectoryFormat format, Stream stream) => format switch
    {
        DirectoryFormat.Csv => new CsvDirectoryWriter(stream),
        DirectoryFormat.Ldif => new LdifDirectoryWriter(stream),
        _ => new JsonDirectoryWriter(stream),
    };
}
