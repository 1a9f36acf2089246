using Connelink.MailGuard.Archives;
using Connelink.MailGuard.Mime;

namespace Connelink.MailGuard.Inspection;

/// <summary>A text that holds files encoded, which a double click decodes: uuencode, yEnc and BinHex, a page, a calendar, a contact, RTF. Reused.</summary>
internal sealed class ContainedText : IContainedFileSink
{
    private readonly PartInspector _parts;
    private readonly FileInText _file;
    private readonly FileInText _other;
    private EmbeddedFileWatcher? _embedded;
    private DataUriWatcher? _dataUris;
    private Base64LiteralWatcher? _literals;
    private EncodedPropertyWatcher? _properties;
    private RtfObjectWatcher? _objects;
    private IEncodedFileWatcher _first = null!;
    private IEncodedFileWatcher? _second;

    public ContainedText(PartInspector parts) => (_parts, _file, _other) = (parts, new FileInText(parts), new FileInText(parts));

    /// <param name="depth">Containers around the text.</param>
    public void Begin(ContainedKind kind, int depth)
    {
        (_first, _second) = kind switch
        {
            ContainedKind.Page => (_dataUris ??= new(), _literals ??= new()),
            ContainedKind.Properties => (_properties ??= new(), _dataUris ??= new()),
            ContainedKind.Rtf => (_objects ??= new(), null),
            _ => ((IEncodedFileWatcher, IEncodedFileWatcher?))(_embedded ??= new(), null),
        };
        _file.Begin(depth);
        _other.Begin(depth);
        _first.Begin(_file);
        _second?.Begin(_other);
    }

    public void Write(ReadOnlySpan<byte> octets)
    {
        _first.Write(octets);
        _second?.Write(octets);
    }

    public void Complete()
    {
        _first.Complete();
        _second?.Complete();
        _parts.Return(this);
    }

    /// <summary>The message went no further.</summary>
    public void Abandon()
    {
        _file.Abandon();
        _other.Abandon();
    }
}
