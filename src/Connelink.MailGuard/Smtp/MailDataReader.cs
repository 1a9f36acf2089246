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
/// <remarks>
/// The result is the same however the octets are split. Reused for each message after <see cref="Reset"/>. Not thread-safe.
/// A dot at a line start never reaches the sink: it is stuffing, or end-of-data (RFC 5321 4.5.2 removes it from any longer line).
/// </remarks>
public sealed class MailDataReader
{
    /// <summary>Octets of end-of-data behind the last line: ".\r\n". They end what was consumed, or began in the block before.</summary>
    public const int EndOfDataOctets = 3;

    private LinePlace _place;

    /// <summary>0, 1 (".") or 2 (".\r") octets at the end of what was read that may yet turn out to be end-of-data: not to be sent on.</summary>
    /// <remarks>
    /// 0 after end-of-data and after an offence. With More these are to be sent on: what was withheld before and then the block, without
    /// what is withheld now.
    /// </remarks>
    public int Withheld => _place switch
    {
        LinePlace.AfterDot => 1,
        LinePlace.AfterDotCr => 2,
        _ => 0,
    };

    public void Reset() => _place = LinePlace.LineStart;

    /// <summary>Reads one block. Content without dot-stuffing and end-of-data goes to the sink by slicing.</summary>
    /// <param name="consumed">
    /// All of it with <see cref="MailDataStatus.More"/>; up to and including the final CRLF with EndOfData; up to the offence otherwise: the NUL,
    /// the bare LF, or the octet behind the bare CR, which may be in an earlier block.
    /// </param>
    /// <exception cref="InvalidOperationException">The message has ended and <see cref="Reset"/> was not called.</exception>
    public MailDataStatus Read(ReadOnlySpan<byte> block, IContentSink sink, out int consumed)
    {
        if (_place == LinePlace.Ended) throw new InvalidOperationException("Nothing is read behind the end of a message.");

        var status = MailDataStatus.More;
        var content = 0;
        var at = 0;
        while (at < block.Length && status == MailDataStatus.More)
        {
            if (_place <= LinePlace.AfterCr) at += PlainLines.Skip(block[at..], ref _place);
            if (at < block.Length) status = ReadOneByOne(block, sink, ref content, ref at);
        }
        consumed = at;

        // What was withheld is no content, whether it ends the message or goes on being withheld.
        var isContent = status != MailDataStatus.EndOfData && _place != LinePlace.AfterDotCr;
        if (isContent && content < at) sink.Write(block[content..at]);
        if (status != MailDataStatus.More) _place = LinePlace.Ended;
        return status;
    }

    /// <summary>Reads at least one octet, and goes on to where whole strides can be passed over again.</summary>
    /// <param name="content">Start of the content that the sink has not seen.</param>
    private MailDataStatus ReadOneByOne(ReadOnlySpan<byte> block, IContentSink sink, ref int content, ref int at)
    {
        do
        {
            var octet = block[at];
            switch (_place)
            {
                case LinePlace.AfterCr or LinePlace.AfterDotCr when octet != '\n':
                    return MailDataStatus.BareCarriageReturn;
                case LinePlace.AfterCr:
                    _place = LinePlace.LineStart;
                    break;
                case LinePlace.AfterDotCr:
                    at++;
                    return MailDataStatus.EndOfData;
                default:
                    if (octet == '\n') return MailDataStatus.BareLineFeed;
                    if (octet == 0) return MailDataStatus.Nul;
                    if (octet == '.' && _place == LinePlace.LineStart)
                    {
                        if (content < at) sink.Write(block[content..at]);
                        content = at + 1;
                        _place = LinePlace.AfterDot;
                    }
                    else if (octet == '\r')
                    {
                        _place = _place == LinePlace.AfterDot ? LinePlace.AfterDotCr : LinePlace.AfterCr;
                    }
                    else
                    {
                        _place = LinePlace.InLine;
                    }
                    break;
            }
            at++;
        }
        while (at < block.Length && (_place > LinePlace.AfterCr || block.Length - at < PlainLines.Stride));
        return MailDataStatus.More;
    }
}
