namespace Connelink.MailGuard.Mime;

/// <summary>Finds files that stand encoded in a text, and decodes them. Push, used again for each text: Begin, Write, Complete.</summary>
internal interface IEncodedFileWatcher
{
    void Begin(IEmbeddedFileSink sink);

    void Write(ReadOnlySpan<byte> octets);

    void Complete();
}
