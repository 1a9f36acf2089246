namespace Connelink.MailGuard.Smtp;

/// <summary>How far <see cref="BareLineFeedNormaliser.Normalise"/> came.</summary>
public enum NormaliseStatus : byte
{
    /// <summary>All of the source was read.</summary>
    More,

    /// <summary>Call again with the rest of the source and an empty destination.</summary>
    DestinationFull,

    /// <summary>CRLF "." CRLF was read and written; what follows in the source is no mail data.</summary>
    EndOfData,

    /// <summary>A bare LF next to a dot: what one reader takes for the end of the message, another does not.</summary>
    Refused,
}

/// <summary>Makes bare LF into CRLF before mail data is framed, where a listener allows it (design.md section 3, Framing).</summary>
/// <remarks>
/// For each block: <see cref="TryPass"/>; if true, the block goes to the <see cref="MailDataReader"/> as it is. If not, <see cref="Normalise"/> until
/// its status is not DestinationFull, and the reader gets what was written each time. EndOfData comes here and there at the same octet:
/// source[read..] is what the client sent behind the message, untouched. Bare CR and NUL are written as they are, the reader refuses them.
/// The result is the same however the octets are split. Reused for each message after <see cref="Reset"/>. Not thread-safe.
/// </remarks>
public sealed class BareLineFeedNormaliser
{
    /// <summary>A destination must hold a CRLF, or nothing moves.</summary>
    public const int MinDestinationOctets = 2;

    /// <summary>As many octets as the longest sequence that decides about the place: CRLF ".\r".</summary>
    private const int TailOctets = 4;

    private LinePlace _place;

    public void Reset() => _place = LinePlace.LineStart;

    /// <summary>Whether the block has a bare LF, or a dot behind one that ended the block before. Changes nothing.</summary>
    /// <remarks>May be true for what stands behind end-of-data; <see cref="Normalise"/> then stops before it.</remarks>
    public bool NeedsIt(ReadOnlySpan<byte> block)
    {
        if (_place == LinePlace.AfterBareLf && block.StartsWith((byte)'.')) return true;
        return PlainLines.HasBareLf(block, _place is LinePlace.AfterCr or LinePlace.AfterDotCr);
    }

    /// <summary>True: the block needs no change and counts as read. False: nothing happened, it is for <see cref="Normalise"/>.</summary>
    public bool TryPass(ReadOnlySpan<byte> block)
    {
        ThrowIfEnded();
        if (NeedsIt(block)) return false;
        var tail = block;
        if (block.Length > TailOctets)
        {
            tail = block[^TailOctets..];
            // No bare LF is here, so one at the start of the tail has its CR just before.
            _place = tail[0] == '\n' ? LinePlace.AfterCr : LinePlace.InLine;
        }
        foreach (var octet in tail)
        {
            _place = PlaceAfter(octet);
        }
        return true;
    }

    /// <summary>Copies, with a CR before each bare LF.</summary>
    /// <param name="destination">Twice the source always suffices.</param>
    /// <param name="read">Octets of the source used: all with More, through the final CRLF with EndOfData, up to the offence with Refused.</param>
    /// <param name="written">Octets of the destination that are mail data.</param>
    /// <exception cref="InvalidOperationException">The message has ended and <see cref="Reset"/> was not called.</exception>
    public NormaliseStatus Normalise(ReadOnlySpan<byte> source, Span<byte> destination, out int read, out int written)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, MinDestinationOctets);
        ThrowIfEnded();
        read = 0;
        written = 0;
        while (true)
        {
            CopyPlain(source, destination, ref read, ref written);
            if (read == source.Length) return NormaliseStatus.More;
            if (destination.Length - written < MinDestinationOctets) return NormaliseStatus.DestinationFull;

            var octet = source[read];
            if (IsAmbiguous(octet)) return End(NormaliseStatus.Refused);
            var place = PlaceAfter(octet);
            if (place == LinePlace.AfterBareLf) destination[written++] = (byte)'\r';
            destination[written++] = octet;
            read++;
            if (_place == LinePlace.AfterDotCr && octet == '\n') return End(NormaliseStatus.EndOfData);
            _place = place;
        }
    }

    private void CopyPlain(ReadOnlySpan<byte> source, Span<byte> destination, ref int read, ref int written)
    {
        if (_place > LinePlace.AfterCr) return;
        var room = Math.Min(source.Length - read, destination.Length - written);
        var plain = PlainLines.Skip(source.Slice(read, room), ref _place);
        source.Slice(read, plain).CopyTo(destination[written..]);
        read += plain;
        written += plain;
    }

    /// <summary>LF "." is a line start for one reader and none for another; so is the end of "." LF.</summary>
    private bool IsAmbiguous(byte octet) =>
        (_place == LinePlace.AfterBareLf && octet == '.') || (_place == LinePlace.AfterDot && octet == '\n');

    private LinePlace PlaceAfter(byte octet) => octet switch
    {
        (byte)'\r' => _place == LinePlace.AfterDot ? LinePlace.AfterDotCr : LinePlace.AfterCr,
        (byte)'\n' => _place is LinePlace.AfterCr or LinePlace.AfterDotCr ? LinePlace.LineStart : LinePlace.AfterBareLf,
        (byte)'.' when _place == LinePlace.LineStart => LinePlace.AfterDot,
        _ => LinePlace.InLine,
    };

    private void ThrowIfEnded()
    {
        if (_place == LinePlace.Ended) throw new InvalidOperationException("Nothing is read behind the end of a message.");
    }

    private NormaliseStatus End(NormaliseStatus status)
    {
        _place = LinePlace.Ended;
        return status;
    }
}
