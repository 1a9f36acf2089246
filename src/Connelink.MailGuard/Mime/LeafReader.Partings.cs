namespace Connelink.MailGuard.Mime;

/// <summary>Where programs read what follows differently: a reading is added for each way that may show something else.</summary>
internal sealed partial class LeafReader
{
    /// <summary>The start of what is decoded, for readings that are added later: gone once a reading that is added then begins where they part.</summary>
    private readonly OctetBuffer _held = new(MimeLimits.HeldOctets);

    /// <summary>Readings of readings multiply, so that they are fewer the deeper a message stands in decoded ones: 5, 2 of each, then 1.</summary>
    private int _mostReadings;

    private void BeginPartings()
    {
        _held.Clear();
        _mostReadings = Math.Max(1, MimeLimits.MaxReadings >> _scanner.Level);
    }

    private void Hold(ReadOnlySpan<byte> octets)
    {
        if (_offset < MimeLimits.HeldOctets) _held.Add(octets);
        else if (_offset > MimeLimits.HeldOctets && _held.Length > 0) _held.Release();
    }

    private bool HasRoom()
    {
        if (_count < _mostReadings) return true;
        context.Tell(MimeIrregularity.TooManyReadings, _part);
        return false;
    }

    /// <summary>Of a composite the usual reading suffices.</summary>
    /// <param name="consumed">Octets of those being read that all have read alike.</param>
    private void Part(LeafReading reading, Parting parting, int consumed)
    {
        context.Tell(parting.Irregularity(), _part);
        if (_isComposite) return;

        var fork = new Fork(reading, consumed, IsLate: _offset + consumed > MimeLimits.HeldOctets);
        switch (parting)
        {
            case Parting.Line:
                AddReading(fork, TransferEncoding.Base64, Base64Reading.ByLine);
                break;
            case Parting.Escape or Parting.Blank:
                PartQuotedPrintable(fork, parting);
                break;
            // Late junk of no alphabet is skipped, or the end: the first reading shows both.
            default:
                if (reading.Forked == Forked.No && !(fork.IsLate && parting == Parting.Junk)) PartBase64(fork);
                break;
        }
    }

    private void PartBase64(Fork fork)
    {
        fork.Reading.Forked = fork.Kind;
        // A list adds its footer as it stands: that is no reason to refuse. Where it began something that goes on, the sink has to say so; a message that goes on is told here.
        if (fork.IsLate) context.Tell(fork.Reading.Child is null ? MimeIrregularity.LateBase64Reading : MimeIrregularity.LateBase64, _part);
        AddReading(fork, TransferEncoding.Base64, Base64Reading.WithoutPadding);
        AddReading(fork, TransferEncoding.Base64, Base64Reading.UrlSafe);
        // A program that gives up on the encoding shows the text.
        if (!Has(TransferEncoding.Identity)) AddReading(fork, TransferEncoding.Identity);
    }

    private void PartQuotedPrintable(Fork fork, Parting parting)
    {
        var isPlainText = _part.IsText && !_part.HasFileName;
        if (fork.IsLate && fork.Reading.Forked != Forked.Early && parting == Parting.Escape && !isPlainText) context.Tell(MimeIrregularity.LateQuotedPrintable, _part);
        if (fork.Reading.Forked != Forked.No) return;

        fork.Reading.Forked = fork.Kind;
        AddReading(fork, TransferEncoding.QuotedPrintable, quotedPrintable: QuotedPrintableReading.Dropping);
    }

    /// <summary>Another reading: from the start of the leaf, or late from the fork on, since what all have read alike need not be shown again.</summary>
    private void AddReading(
        Fork fork, TransferEncoding encoding, Base64Reading base64 = Base64Reading.Lenient, QuotedPrintableReading quotedPrintable = QuotedPrintableReading.Lenient)
    {
        if (!HasRoom()) return;

        _part.AddReading(encoding);
        var reading = Add(encoding, base64, quotedPrintable);
        if (fork.IsLate)
        {
            reading.ContinueFrom(fork.Reading, base64);
            reading.Skip = fork.Consumed;
        }
        else
        {
            // Those that are being read it gets in its turn.
            Feed(_count - 1, _held.Octets[..(int)_offset]);
        }
    }

    /// <summary>Where a reading parts from others.</summary>
    /// <param name="IsLate">The start is not held any more.</param>
    private readonly record struct Fork(LeafReading Reading, int Consumed, bool IsLate)
    {
        public Forked Kind => IsLate ? Forked.Late : Forked.Early;
    }
}
