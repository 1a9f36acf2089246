using Connelink.MailGuard.Archives;
using Connelink.MailGuard.Mime;

namespace Connelink.MailGuard.Inspection;

/// <summary>A text that holds files encoded, which a double click decodes: uuencode, yEnc and BinHex, a page, a calendar, a contact, RTF. Reused.</summary>
internal sealed class ContainedText : IContainedFileSink
{
    private readonly PartInspector _parts;
    private readonly FileInText _file;
    private readonly FileInText _literal;
    private EmbeddedFileWatcher? _embedded;
    private DataUriWatcher? _dataUris;
    private Base64LiteralWatcher? _literals;
    private EncodedPropertyWatcher? _properties;
    private RtfObjectWatcher? _objects;
    private ContainedKind _kind;

    public ContainedText(PartInspector parts) => (_parts, _file, _literal) = (parts, new FileInText(parts), new FileInText(parts));

    /// <param name="depth">Containers around the text.</param>
    public void Begin(ContainedKind kind, int depth)
    {
        _kind = kind;
        _file.Begin(depth);
        _literal.Begin(depth);
        switch (kind)
        {
            case ContainedKind.Page:
                (_dataUris ??= new()).Begin(_file);
                (_literals ??= new()).Begin(_literal);
                break;
            case ContainedKind.Properties:
                (_properties ??= new()).Begin(_file);
                (_dataUris ??= new()).Begin(_literal);
                break;
            case ContainedKind.Rtf:
                (_objects ??= new()).Begin(_file);
                break;
            default:
                (_embedded ??= new()).Begin(_file);
                break;
        }
    }

    public void Write(ReadOnlySpan<byte> octets)
    {
        switch (_kind)
        {
            case ContainedKind.Page:
                _dataUris!.Write(octets);
                _literals!.Write(octets);
                break;
            case ContainedKind.Properties:
                _properties!.Write(octets);
                _dataUris!.Write(octets);
                break;
            case ContainedKind.Rtf:
                _objects!.Write(octets);
                break;
            default:
                _embedded!.Write(octets);
                break;
        }
    }

    public void Complete()
    {
        if (_kind is ContainedKind.Page or ContainedKind.Properties) _dataUris!.Complete();
        if (_kind == ContainedKind.Page) _literals!.Complete();
        else if (_kind == ContainedKind.Properties) _properties!.Complete();
        else if (_kind == ContainedKind.Rtf) _objects!.Complete();
        else _embedded!.Complete();
        _parts.Return(this);
    }

    /// <summary>The message went no further.</summary>
    public void Abandon()
    {
        _file.Abandon();
        _literal.Abandon();
    }
}
