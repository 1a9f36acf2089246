using System.Buffers;
using Connelink.MailGuard.Audit;
using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Session;

/// <summary>Where a message ends, by one reading only; what can be read in two ways ends the session.</summary>
public sealed partial class SmtpSession
{
    private readonly MailDataReader _framing = new();
    private readonly BareLineFeedNormaliser _normaliser = new();

    /// <summary>Frames one block where it lies; what follows the end of the message goes back to the connection.</summary>
    private MailDataStatus Frame(Memory<byte> block)
    {
        if (_at.Listener.NormalisesBareLineFeed && !_normaliser.TryPass(block.Span)) return Normalise(block.Span);

        _content.Begin(block);
        var status = _framing.Read(block.Span, _content, out var consumed);
        _hold.Advance(consumed);
        _record.Octets += consumed;
        if (status == MailDataStatus.EndOfData) _client.Unread(block.Span[consumed..]);
        return status;
    }

    /// <summary>Bare LF becomes CRLF before anything is judged. The block fills half of the room at most, so what it becomes fits.</summary>
    private MailDataStatus Normalise(Span<byte> block)
    {
        var source = ArrayPool<byte>.Shared.Rent(block.Length);
        try
        {
            block.CopyTo(source);
            var outcome = _normaliser.Normalise(source.AsSpan(0, block.Length), _hold.Space.Span, out var read, out var written);
            _content.Begin(_hold.Space[..written]);
            var status = _framing.Read(_hold.Space.Span[..written], _content, out var consumed);
            _hold.Advance(consumed);
            _record.Octets += consumed;
            if (outcome == NormaliseStatus.Refused) return status == MailDataStatus.More ? MailDataStatus.BareLineFeed : status;
            if (status == MailDataStatus.EndOfData) _client.Unread(source.AsSpan(read, block.Length - read));
            return status;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(source);
        }
    }

    /// <summary>Two programs may see two ends of such a message: nothing that follows is parsed.</summary>
    private async ValueTask RefuseFramingAsync(MailDataStatus status)
    {
        var reply = status switch
        {
            MailDataStatus.BareCarriageReturn => Replies.BareCarriageReturn,
            MailDataStatus.BareLineFeed => Replies.BareLineFeed,
            _ => Replies.NulInData,
        };
        Conclude(TransactionOutcome.Refused, reply);
        _relay.End();
        await RefuseAndCloseAsync(reply);
    }
}
