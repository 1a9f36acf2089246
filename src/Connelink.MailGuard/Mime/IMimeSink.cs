namespace Connelink.MailGuard.Mime;

/// <summary>Takes what <see cref="MimeScanner"/> finds in one message, in the order of its octets.</summary>
/// <remarks>
/// Every call happens inside Write or Complete of the scanner. Spans are valid during the call only; a part until its EndPart returns, then the scanner
/// uses it again. The calls are the same however the message was split, but for where the octets of Content are cut, and how different readings take turns.
/// </remarks>
public interface IMimeSink
{
    /// <summary>The header section of a part was read, or content was found in a preamble or epilogue. Its parent has begun and not ended.</summary>
    /// <remarks>Parts make a tree, not a stack: those of different readings of the octets around them are open side by side.</remarks>
    void BeginPart(MimePart part);

    /// <summary>Decoded octets of one reading of a leaf, in order.</summary>
    /// <param name="leaf">Any kind but Multipart and Message.</param>
    /// <param name="reading">
    /// 0 is how most programs read it. Others come only where programs differ, at most <see cref="MimeLimits.MaxReadings"/> in all. They begin at the start of the
    /// leaf, or, when a text parts ways behind <see cref="MimeLimits.HeldOctets"/>, where reading 0 stood then.
    /// </param>
    void Content(MimePart leaf, int reading, ReadOnlySpan<byte> octets);

    /// <summary>No more content or parts come for it, in any reading.</summary>
    void EndPart(MimePart part);

    /// <summary>Told once for each irregularity of each part, between its BeginPart and its EndPart.</summary>
    void Irregular(MimeIrregularity irregularity, MimePart part);
}
