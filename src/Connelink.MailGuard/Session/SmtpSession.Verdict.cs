using System.Runtime.CompilerServices;
using Connelink.MailGuard.Audit;
using Connelink.MailGuard.Mime;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Policy.Edits;
using Connelink.MailGuard.Relay;
using Connelink.MailGuard.Smtp;
using Connelink.MailGuard.Transport;

namespace Connelink.MailGuard.Session;

/// <summary>Judging what is held, and handing it on: header section first, then content, then the final dot.</summary>
public sealed partial class SmtpSession
{
    /// <summary>A header section that outgrew its slab is looked at again after so many octets, not after each packet.</summary>
    private const int HeaderStride = 4096;

    private Reply? _verdict;
    private bool _isHeaderJudged;
    private bool _isWritten;
    private readonly HeaderEdits _edits = new();
    private int _headerChecked;
    private int _factsJudged;

    /// <summary>Null: nothing against it so far.</summary>
    private Reply? Judge(bool ended)
    {
        if (_record.Octets - MailDataReader.EndOfDataOctets > _at.MaxMessageOctets) return Replies.MessageTooBig;
        if (!_isHeaderJudged && JudgeHeader(ended) is { } objection) return objection;
        if (ended) _content.Complete();
        return JudgeContent() is { } found ? Refuse(found) : null;
    }

    private Objection? JudgeContent()
    {
        if (_content.Facts is not { } facts || facts.Version == _factsJudged) return null;

        _factsJudged = facts.Version;
        return _transaction!.Rules.JudgeContent(_mail, facts);
    }

    private Reply Refuse(Objection objection)
    {
        _record.Rule = objection.Rule;
        _at.Metrics.Refused(objection.Rule);
        return RefusalText.Reply(objection, RefusalLanguage.Of(_mail), _record.Id.ToString(), _at.Options.Rules.HelpUrl);
    }

    /// <summary>Once the header section is complete, or the message has ended without a body.</summary>
    private Reply? JudgeHeader(bool ended)
    {
        if (_hold.Segments == 1) return JudgeHeader(_hold.Segment(0), ended);
        if (!ended && _hold.Octets - _headerChecked < HeaderStride) return null;

        // Rare: it lies in two slabs and is copied into one piece.
        var copy = System.Buffers.ArrayPool<byte>.Shared.Rent(_at.Limits.MaxHeaderOctets + HeaderStride);
        try
        {
            return JudgeHeader(copy.AsMemory(0, _hold.CopyTo(copy)), ended);
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(copy);
        }
    }

    private Reply? JudgeHeader(ReadOnlyMemory<byte> held, bool ended)
    {
        var end = HeaderEnd(held.Span, ended);
        if ((end < 0 ? held.Length : end) > _at.Limits.MaxHeaderOctets) return Replies.HeaderTooBig;

        _headerChecked = held.Length;
        if (end < 0) return null;

        var header = new HeaderSection(Unstuffed(held[..end]));
        if (header.Octets.Span is [(byte)' ' or (byte)'\t', ..]) return Replies.BadFirstLine;
        _isHeaderJudged = true;
        if (_transaction!.Rules.JudgeHeader(_mail, header, _edits) is { } objection) return Refuse(objection);
        var startsWithField = StartsWithField(header);
        if (!_edits.IsEmpty) Edit(header.Octets.Span, end);
        WritePrefix(startsWithField);
        return null;
    }

    /// <summary>What editors take out leaves a gap at the start of the message, which our own fields are written into.</summary>
    /// <param name="held">Octets of the header section in the hold, where it may be dot-stuffed.</param>
    private void Edit(ReadOnlySpan<byte> header, int held)
    {
        var edited = System.Buffers.ArrayPool<byte>.Shared.Rent(header.Length);
        var stuffed = System.Buffers.ArrayPool<byte>.Shared.Rent(2 * header.Length);
        var length = DotStuffing.Put(edited.AsSpan(0, _edits.Apply(header, edited)), stuffed);
        _hold.ReplaceStart(held, stuffed.AsSpan(0, length));
        System.Buffers.ArrayPool<byte>.Shared.Return(edited);
        System.Buffers.ArrayPool<byte>.Shared.Return(stuffed);
    }

    /// <summary>Octets of the header section with the CRLF of its last field; -1: it is not complete.</summary>
    private int HeaderEnd(ReadOnlySpan<byte> held, bool ended)
    {
        if (held.StartsWith("\r\n"u8)) return 0;

        var from = Math.Max(0, _headerChecked - 3);
        var empty = held[from..].IndexOf("\r\n\r\n"u8);
        if (empty >= 0) return from + empty + 2;
        return ended ? held.Length - MailDataReader.EndOfDataOctets : -1;
    }

    /// <summary>The next hop reads lines without their stuffed dot, so that is what rules judge: ".From:" is a From field there.</summary>
    private static ReadOnlyMemory<byte> Unstuffed(ReadOnlyMemory<byte> header)
    {
        if (!DotStuffing.HasDot(header.Span)) return header;

        var copy = new byte[header.Length];
        return copy.AsMemory(0, DotStuffing.Remove(header.Span, copy));
    }

    /// <summary>Our Received field, on top; a message that does not start with a field becomes the body below it, unchanged.</summary>
    private void WritePrefix(bool startsWithField)
    {
        Span<byte> prefix = stackalloc byte[ReceivedField.MaxOctets + 2];
        var recipients = _mail.Recipients;
        var length = ReceivedField.Write(prefix, new ReceivedTrace
        {
            Hello = _helloOctets,
            Client = _client.RemoteAddress,
            HostName = _at.Options.HostName,
            Protocol = (_isExtended ? ReceivedProtocol.Extended : 0) | (_client.IsTls ? ReceivedProtocol.Tls : 0)
                | (_transaction!.Parameters.SmtpUtf8 ? ReceivedProtocol.Utf8 : 0),
            TransactionId = _record.Id,
            Mark = OwnTrace.Mark(_mail),
            For = recipients.Count == 1 ? recipients[0].Mailbox.Text.Span : default,
            Time = _record.Started,
        });
        if (!startsWithField)
        {
            "\r\n"u8.CopyTo(prefix[length..]);
            length += 2;
        }
        _hold.Prepend(prefix[..length]);
    }

    private static bool StartsWithField(HeaderSection header)
    {
        foreach (var field in header)
        {
            return !field.Name.IsEmpty && !field.Name.ContainsAnyExceptInRange((byte)'!', (byte)'~');
        }
        return false;
    }

    /// <summary>No room in the slab: another one while the hold may grow, else what is held goes to the next hop. Not null: it did not work.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Reply?> MakeRoomAsync()
    {
        if (_isWritten) return await StreamAsync();
        if (!_hold.IsFull) return null;

        var mayGrow = _hold.Segments * SlabPool.SlabOctets < _at.Limits.HoldOctets || !_isHeaderJudged;
        if (mayGrow && _at.Slabs.TryRent() is { } slab)
        {
            _hold.Add(slab);
            return null;
        }
        if (_isHeaderJudged) return await StreamAsync();

        // The budget is spent and the header section is not complete: reading stops until a slab comes free.
        if (await _at.Slabs.RentAsync(SlabTimeout) is not { } waited) return Replies.NoMemory;
        _hold.Add(waited);
        return null;
    }

    /// <summary>Sends on what is held, but for what may turn out to be end-of-data.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Reply?> StreamAsync()
    {
        if (!_isWritten && await _relay.StartDataAsync() is { } refused) return refused;

        _isWritten = true;
        var withheld = _framing.Withheld;
        var failed = await WriteHeldAsync(_hold.Octets - withheld);
        if (failed is not null) return failed;
        _hold.Restart(".\r"u8[..withheld]);
        return null;
    }

    /// <summary>Judged and complete: DATA if it has not been sent, the rest, the final dot. The next hop's reply is the reply.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask DeliverAsync()
    {
        var until = Deadlines.Now + (long)_relay.NextHop!.Options.FinalReplyTimeout.TotalMilliseconds;
        var reply = _isWritten ? null : await _relay.StartDataAsync();
        if (reply is null && _client.IsClosedByPeer)
        {
            // The client will send it again: better that the next hop never had it.
            _isClosing = true;
            Conclude(TransactionOutcome.Aborted, null);
            _relay.End();
            return;
        }
        var last = Math.Max(0, _hold.Segments - 2); // two leave in one write
        for (var i = 0; i < last && reply is null; i++) reply = await _relay.WriteAsync(_hold.Segment(i));
        await EndDataAsync(reply ?? await _relay.FinishAsync(_hold.Segment(last), _hold.Segment(last + 1), until));
    }

    /// <summary>Sends on so much of what is held. Not null: it did not work.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Reply?> WriteHeldAsync(int octets)
    {
        for (var i = 0; octets > 0; i++)
        {
            var segment = _hold.Segment(i);
            segment = segment[..Math.Min(segment.Length, octets)];
            octets -= segment.Length;
            if (await _relay.WriteAsync(segment) is { } failed) return failed;
        }
        return null;
    }
}
