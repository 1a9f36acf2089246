namespace Connelink.MailGuard.Mime;

/// <summary>The tree: delimiters close parts and open others.</summary>
public sealed partial class MimeScanner
{
    /// <summary>Whether the line is a delimiter of an open multipart. One that begins like a delimiter and goes on is told.</summary>
    private bool IsDelimiter(ReadOnlySpan<byte> line, out Delimiter delimiter)
    {
        delimiter = line.StartsWith("--"u8) ? _delimiters.Match(line[2..]) : default;
        if (delimiter.Kind == DelimiterKind.Junk) _context.Tell(MimeIrregularity.JunkBehindDelimiter, _open[delimiter.Level].Part);
        return delimiter.Kind is DelimiterKind.Delimiter or DelimiterKind.Close;
    }

    /// <summary>The beginning of a line that is too long for a delimiter, but is one for those who compare prefixes.</summary>
    private void TellJunk(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith("--"u8) && _delimiters.Match(line[2..]) is { Kind: not DelimiterKind.None } match)
        {
            _context.Tell(MimeIrregularity.JunkBehindDelimiter, _open[match.Level].Part);
        }
    }

    /// <param name="line">With its line end; it and the line end before it are content for those who decode the parts around.</param>
    private void ReadDelimiter(ReadOnlySpan<byte> line, Delimiter delimiter)
    {
        _nearDelimiter.Complete();
        CloseTo(delimiter.Level + 1);
        GiveDecoders(_heldEnd.Octets());
        GiveDecoders(line);
        ResetBody();

        ref var open = ref _open[delimiter.Level];
        if (delimiter.IsPadded) _context.Tell(MimeIrregularity.PaddedDelimiter, open.Part);
        open.HasDelimiter = true;
        if (delimiter.Kind == DelimiterKind.Close)
        {
            if (open.IsClosed) _context.Tell(MimeIrregularity.RepeatedClose, open.Part);
            open.IsClosed = true;
            BeginEpilogue();
            return;
        }
        if (open.IsClosed) _context.Tell(MimeIrregularity.DelimiterBehindClose, open.Part);
        open.IsClosed = false;
        if (_context.HasRoom)
        {
            BeginHeader();
            return;
        }
        // All that follows is read as one text: nothing of it goes unseen.
        _context.Tell(MimeIrregularity.TooManyParts, open.Part);
        _delimiters.Clear();
        BeginEpilogue();
    }

    private void BeginEpilogue()
    {
        _place = Place.Epilogue;
        _foreignDelimiter.Begin();
    }

    /// <summary>Ends what is being read, and the open parts from this place on.</summary>
    private void CloseTo(int count)
    {
        if (_leafPart is not null) EndLeaf();
        while (_openCount > count)
        {
            ref var open = ref _open[--_openCount];
            if (open.Part.Kind == MimePartKind.Multipart && !open.IsClosed)
            {
                _context.Tell(open.HasDelimiter ? MimeIrregularity.MissingCloseDelimiter : MimeIrregularity.UnusedBoundary, open.Part);
            }
            // Not before: what is told first must not depend on blocks.
            if (open.Part.Kind == MimePartKind.Multipart && _delimiters.WasNear(_openCount)) _context.Tell(MimeIrregularity.NearDelimiter, open.Part);
            if (open.Decoded is not null)
            {
                open.Decoded.Complete();
                _context.Return(open.Decoded);
                _decoders--;
            }
            _context.EndPart(open.Part);
            open = default;
        }
        _delimiters.PopFrom(count);
    }
}
