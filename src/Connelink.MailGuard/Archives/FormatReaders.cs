namespace Connelink.MailGuard.Archives;

/// <summary>The readers of one inspector for formats that begin with the file; each is made when first needed and kept.</summary>
internal sealed class FormatReaders(FileInspector file)
{
    private GzipReader? _gzip;
    private TarReader? _tar;
    private TnefReader? _tnef;

    public IFileReader? ReaderFor(FileKind kind) => kind switch
    {
        FileKind.Gzip => _gzip ??= new(file),
        FileKind.Tar => _tar ??= new(file),
        FileKind.Tnef => _tnef ??= new(file),
        _ => null,
    };
}
