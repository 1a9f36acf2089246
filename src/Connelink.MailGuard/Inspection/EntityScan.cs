using Connelink.MailGuard.Archives;
using Connelink.MailGuard.Mime;
using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Inspection;

/// <summary>A MIME entity inside a leaf: what an S/MIME signature is wrapped around, or a mail in an archive. Its parts are inspected like those of the message.</summary>
internal sealed class EntityScan(PartInspector parts) : IMimeSink, IContentSink, IContainedFileSink
{
    private readonly MimeScanner _scanner = new();
    private Around _around;

    public void Begin(Around around)
    {
        _around = around;
        _scanner.Begin(this);
    }

    public void Write(ReadOnlySpan<byte> octets) => _scanner.Write(octets);

    public void Complete()
    {
        _scanner.Complete();
        parts.Return(this);
    }

    public void BeginPart(MimePart part) => parts.BeginPart(part, _around);

    public void Content(MimePart leaf, int reading, ReadOnlySpan<byte> octets) => parts.Content(leaf, reading, octets);

    public void EndPart(MimePart part) => parts.EndPart(part);

    public void Irregular(MimeIrregularity irregularity, MimePart part) => parts.Irregular(irregularity, part);
}
