namespace Connelink.MailGuard.Archives;

/// <summary>Takes octets that a reader takes out of another file.</summary>
internal interface IOctetSink
{
    /// <summary>False when no more are wanted.</summary>
    bool Write(ReadOnlySpan<byte> octets);
}
