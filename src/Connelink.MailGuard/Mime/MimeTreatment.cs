namespace Connelink.MailGuard.Mime;

/// <summary>What an irregularity means for the message.</summary>
public enum MimeTreatment : byte
{
    /// <summary>Sloppy, but it means one thing.</summary>
    Tolerate,

    /// <summary>It means different things to different programs: every reading is reported, the worst counts.</summary>
    ReadAllWays,

    /// <summary>Programs see different messages, or it cannot be inspected.</summary>
    Refuse,
}

/// <summary>The treatment of each irregularity, in one table.</summary>
public static class MimeTreatments
{
    private const MimeIrregularity Tolerated =
        MimeIrregularity.MissingCloseDelimiter | MimeIrregularity.PaddedDelimiter | MimeIrregularity.RepeatedField | MimeIrregularity.RepeatedClose
        | MimeIrregularity.NoField | MimeIrregularity.BlankContinuation | MimeIrregularity.OddParameter | MimeIrregularity.UnpaddedBase64
        | MimeIrregularity.UnusedBoundary;

    private const MimeIrregularity ReadAllWays =
        MimeIrregularity.ConflictingTransferEncodings | MimeIrregularity.OddTransferEncoding | MimeIrregularity.EncodingBehindNoField
        | MimeIrregularity.BlankBeforeColon | MimeIrregularity.EncodedComposite | MimeIrregularity.JunkInBase64 | MimeIrregularity.PaddingInsideBase64
        | MimeIrregularity.OddQuotedPrintable | MimeIrregularity.BlankAtLineEnd | MimeIrregularity.ContentInPreamble | MimeIrregularity.ContentInEpilogue
        | MimeIrregularity.DelimiterInHeader | MimeIrregularity.BrokenBase64Line | MimeIrregularity.ExtendedBoundary
        | MimeIrregularity.LateBase64Reading;

    public static MimeTreatment Of(MimeIrregularity irregularity) => irregularity switch
    {
        _ when (irregularity & ~(Tolerated | ReadAllWays)) != 0 => MimeTreatment.Refuse,
        _ when (irregularity & ReadAllWays) != 0 => MimeTreatment.ReadAllWays,
        _ => MimeTreatment.Tolerate,
    };

    /// <summary>The treatment where it was found: what only looks like a message is prose for most programs, and never refused for its structure.</summary>
    public static MimeTreatment Of(MimeIrregularity irregularity, MimePart part) =>
        part.Origin == MessageOrigin.LookAlike ? MimeTreatment.Tolerate : Of(irregularity);
}
