namespace Connelink.MailGuard.Smtp;

/// <summary>Where the reading of mail data stands.</summary>
public enum MailDataStatus : byte
{
    More,

    /// <summary>CRLF "." CRLF was read, and nothing else ends mail data.</summary>
    EndOfData,
    BareCarriageReturn,
    BareLineFeed,
    Nul,
}

/// <summary>Takes the content of a message, un-stuffed, as it passes. Slices are valid during the call only.</summary>
public interface IContentSink
{
    void Write(ReadOnlySpan<byte> content);
}

/// <summary>Frames dot-stuffed mail data: finds CRLF.CRLF, refuses bare CR, bare LF and NUL (RFC 5321 4.1.1.4, 4.5.2; CVE-2023-51764).</summary>
/// <remarks>The result is the same however the octets are split. Reused for each message after <see cref="Reset"/>. Not thread-safe.</remarks>
public sealed class MailDataReader
{
    /// <summary>0, 1 (".") or 2 (".\r") octets at the end of what was read that may yet turn out to be end-of-data: not to be sent on.</summary>
    public int Withheld => throw new NotImplementedException();

    public void Reset() => throw new NotImplementedException();

    /// <summary>Reads one block. Content without dot-stuffing and end-of-data goes to the sink by slicing.</summary>
    /// <param name="consumed">All of it with <see cref="MailDataStatus.More"/>; up to and including the final CRLF with EndOfData; up to the offence otherwise.</param>
    public MailDataStatus Read(ReadOnlySpan<byte> block, IContentSink sink, out int consumed) => throw new NotImplementedException();
}
