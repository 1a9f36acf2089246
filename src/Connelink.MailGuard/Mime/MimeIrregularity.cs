namespace Connelink.MailGuard.Mime;

/// <summary>Where a message leaves the grammar of RFC 5322 and 2045-2049, and what that has been used for. <see cref="MimeTreatments"/> says what follows.</summary>
/// <remarks>
/// Sources: [M] MIMEminer, "Inbox Invasion" (CCS 2024); [N] noxxi/mime-is-broken; [C] ClamAV pull requests 1720 and 1814; [A] amavis issue 112;
/// [P] RFC 7103; [B] draft-chen-email-mime-ambiguity-defense-00.
/// </remarks>
[Flags]
public enum MimeIrregularity : ulong
{
    None = 0,

    // ---- tolerated ----

    /// <summary>The multipart ends with its parent or with the message. Everyone reads the parts alike; cut bounces look so [P].</summary>
    MissingCloseDelimiter = 1UL << 0,

    /// <summary>White space behind a delimiter: transport padding, RFC 2046 5.1.1.</summary>
    PaddedDelimiter = 1UL << 1,

    /// <summary>A structural field twice, and both say the same.</summary>
    RepeatedField = 1UL << 2,

    /// <summary>The close delimiter comes again; nothing opens behind it.</summary>
    RepeatedClose = 1UL << 3,

    /// <summary>A line in a header section that is no field: some end the section there, some read on [P 7.1.1]. What follows it is read as text, too.</summary>
    NoField = 1UL << 4,

    /// <summary>A continuation line of white space only: an empty line, hence the end of the section, for some (MimeKit issue 278) [M].</summary>
    BlankContinuation = 1UL << 5,

    /// <summary>Parameters that break RFC 2045 5.1 and mean one thing: unquoted blanks, a trailing semicolon, a missing quote.</summary>
    OddParameter = 1UL << 6,

    /// <summary>Base64 that ends within a quantum, its padding missing.</summary>
    UnpaddedBase64 = 1UL << 7,

    /// <summary>A multipart in which its delimiter never comes: it is read as text, which is what programs show.</summary>
    UnusedBoundary = 1UL << 8,

    // ---- read all ways ----

    /// <summary>Two Content-Transfer-Encoding fields that differ: the first counts for some, the last for others [M] [N].</summary>
    ConflictingTransferEncodings = 1UL << 16,

    /// <summary>An encoding that is none of RFC 2045 6.1, or nearly one: "base64;", x-uuencode, quotes, comments, encoded words, 8bits [M] [N].</summary>
    OddTransferEncoding = 1UL << 17,

    /// <summary>Content-Transfer-Encoding behind a line that is no field, hence unseen by those who end the section there [M].</summary>
    EncodingBehindNoField = 1UL << 18,

    /// <summary>A structural field with a blank before its colon: another field, or none, for some [M] (CERT VU#517845 for From).</summary>
    BlankBeforeColon = 1UL << 19,

    /// <summary>base64 or quoted-printable on a multipart or message, which RFC 2045 6.4 forbids: some decode, some do not [N] [M].</summary>
    EncodedComposite = 1UL << 20,

    /// <summary>Octets outside the alphabet: skipped by RFC 2045 6.8, the end of data for some, letters of another alphabet for others [M].</summary>
    JunkInBase64 = 1UL << 21,

    /// <summary>"=" before the end: the end of data, the start of another quantum, or nothing at all [M] [A].</summary>
    PaddingInsideBase64 = 1UL << 22,

    /// <summary>"=" that begins neither octet nor soft break: kept, dropped alone, or dropped with what follows (Teterin, bugtraq 2003) [M].</summary>
    OddQuotedPrintable = 1UL << 23,

    /// <summary>Blanks at the end of a quoted-printable line, removed by RFC 2045 6.7 (3) and kept by many.</summary>
    BlankAtLineEnd = 1UL << 24,

    /// <summary>A preamble that is more than white space; parts have been hidden there [M] [N].</summary>
    ContentInPreamble = 1UL << 25,

    /// <summary>An epilogue that is more than white space (mailparser issue 423) [M].</summary>
    ContentInEpilogue = 1UL << 26,

    /// <summary>A delimiter before the header section of a part has ended: legal by the grammar of RFC 2046 5.1.1, but some read on and add the fields of the next part.</summary>
    DelimiterInHeader = 1UL << 27,

    /// <summary>A line of base64 that ends within a quantum, with letters behind it: the next line begins another for those who decode by lines (uudeview).</summary>
    BrokenBase64Line = 1UL << 28,

    /// <summary>
    /// A boundary that begins with one on the stack and goes on with letters, or the other way round. Who compares prefixes (RFC 2046 5.1.2) counts the parts to
    /// another multipart, but the parts are the same [N] [M].
    /// </summary>
    ExtendedBoundary = 1UL << 29,

    /// <summary>
    /// Base64 parts ways behind <see cref="MimeLimits.HeldOctets"/>: the other readings begin there, which shows all of them unless something that began before
    /// goes on (then it is <see cref="LateBase64"/>). Mailing lists add their footer so.
    /// </summary>
    LateBase64Reading = 1UL << 30,

    // ---- refused ----

    /// <summary>Two Content-Type fields with different types or boundaries: two messages in one [M] [N] [A].</summary>
    ConflictingContentTypes = 1UL << 32,

    /// <summary>A media type that is no type/subtype, where a composite type may be meant: quotes, blanks, encoded words, comments with parameters [M] [C].</summary>
    MalformedMediaType = 1UL << 33,

    /// <summary>A multipart without boundary: text for some, guessed parts for others [M] [N].</summary>
    BoundaryMissing = 1UL << 34,

    /// <summary>boundary="" makes every line "--" a delimiter for some [M] [N].</summary>
    BoundaryEmpty = 1UL << 35,

    /// <summary>More than 70 octets (RFC 2046 5.1.1): cut by some [M].</summary>
    BoundaryTooLong = 1UL << 36,

    /// <summary>boundary*, boundary*0 ...: RFC 2231 forms that few read for a boundary [N] [C].</summary>
    BoundaryInPieces = 1UL << 37,

    /// <summary>Two boundary parameters that differ [N] [C].</summary>
    ConflictingBoundaries = 1UL << 38,

    /// <summary>A boundary whose octets depend on how quotes, backslashes, blanks, comments, encoded words or control octets in it are read [M] [N] [C].</summary>
    AmbiguousBoundary = 1UL << 39,

    /// <summary>
    /// A boundary that is one on the stack, or begins so that programs which compare prefixes (RFC 2046 5.1.2) see other parts than those which compare lines: its
    /// delimiters close the other one, or more than white space stands behind its close delimiter [N] [M].
    /// </summary>
    BoundaryPrefix = 1UL << 40,

    /// <summary>A line that begins like a delimiter and goes on: a delimiter for those who compare prefixes [M] [N].</summary>
    JunkBehindDelimiter = 1UL << 41,

    /// <summary>A delimiter behind the close delimiter: the epilogue ends and parts go on for some (mailparser issue 423) [M].</summary>
    DelimiterBehindClose = 1UL << 42,

    /// <summary>A line in a preamble or epilogue that looks like a delimiter, of no boundary declared, with a Content- field behind it: parts for those who guess [M].</summary>
    ForeignDelimiter = 1UL << 43,

    /// <summary>NUL in a header section ends strings for some [M].</summary>
    NulInField = 1UL << 44,

    /// <summary>A field name that is structural only when blanks, comments or control octets in it are dropped, or its line is unfolded [M] [C].</summary>
    HiddenField = 1UL << 45,

    /// <summary>CR alone in a header section of a decoded message: a line end for some [M].</summary>
    BareCarriageReturn = 1UL << 46,

    /// <summary>message/partial: no fragment shows what the whole is (RFC 2046 5.2.2) [C].</summary>
    PartialMessage = 1UL << 47,

    /// <summary>message/external-body: the content is elsewhere (RFC 2046 5.2.3).</summary>
    ExternalBody = 1UL << 48,

    /// <summary>A composite type in a header section that a delimiter cuts short.</summary>
    CompositeWithoutBody = 1UL << 49,

    /// <summary>Base64 parts ways behind <see cref="MimeLimits.HeldOctets"/> in the middle of a message or an archive: what the other readings make of that is not known.</summary>
    LateBase64 = 1UL << 50,

    /// <summary>Quoted-printable that is no plain text does.</summary>
    LateQuotedPrintable = 1UL << 51,

    /// <summary>More than <see cref="MimeLimits.MaxReadings"/> readings of the same octets [B].</summary>
    TooManyReadings = 1UL << 52,

    /// <summary>More than <see cref="MimeLimits.MaxDepth"/> parts inside each other.</summary>
    TooDeep = 1UL << 53,

    /// <summary>More than <see cref="MimeLimits.MaxParts"/>.</summary>
    TooManyParts = 1UL << 54,

    /// <summary>A header section over <see cref="MimeLimits.MaxHeaderOctets"/>.</summary>
    HeaderTooLong = 1UL << 55,

    /// <summary>
    /// A line that has the delimiter of an open multipart in it, behind blanks, hyphens, quotes or text, or in other case: a delimiter for those who look
    /// for it anywhere (stalwart mail-parser issue 159) or are lenient [M].
    /// </summary>
    NearDelimiter = 1UL << 56,

    /// <summary>All that say that the scanner stopped at a limit: parts behind it were not told apart.</summary>
    Limits = TooManyReadings | TooDeep | TooManyParts | HeaderTooLong,

    /// <summary>The transfer encoding is uuencode, yEnc or BinHex by name, and no file is seen: some decode without a heading [N].</summary>
    UnseenTextEncoding = 1UL << 57,
}
