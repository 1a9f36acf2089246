namespace Connelink.MailGuard.Mime;

/// <summary>A file that stands in a text in base64, decoded on its way to a sink. Used again for each file: Begin, Write, End.</summary>
internal sealed class Base64File
{
    private readonly Base64Decoder _base64 = new();
    private IEmbeddedFileSink _sink = null!;

    public void Begin(IEmbeddedFileSink sink, EmbeddedFileKind kind)
    {
        _sink = sink;
        _base64.Begin(Base64Reading.Lenient);
        _sink.BeginFile(kind);
    }

    public void Write(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty) Give(_base64.Decode(ref octets, out _));
    }

    public void End()
    {
        Give(_base64.Complete(out _));
        _sink.EndFile();
    }

    private void Give(ReadOnlySpan<byte> decoded)
    {
        if (!decoded.IsEmpty) _sink.Content(decoded);
    }
}
