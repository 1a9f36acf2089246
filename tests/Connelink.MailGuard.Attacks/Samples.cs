using Connelink.MailGuard.Attacks.Honest;
using Connelink.MailGuard.Attacks.Hostile;

namespace Connelink.MailGuard.Attacks;

/// <summary>All messages, made anew each time they are asked for.</summary>
public static class Samples
{
    public static IEnumerable<SampleMessage> All => Attacks.Concat(Innocents);

    public static IEnumerable<SampleMessage> Attacks =>
    [
        .. TransferEncodingFields.All(), .. TransferEncodingValues.All(), .. FieldNames.All(), .. ContentTypes.All(), .. Boundaries.All(),
            .. Delimiters.All(),
        .. Separators.All(), .. Composites.All(), .. Base64Bodies.All(), .. QuotedPrintableBodies.All(), .. OtherEncodings.All(),
            .. EmbeddedText.All(),
        .. NamesAndTypes.All(), .. NestedStructure.All(), .. ZipEncryption.All(), .. ZipAmbiguities.All(), .. ZipNesting.All(), .. OtherArchives.All(),
            .. SplitArchives.All(), .. Bombs.All(), .. PartialMessages.All(), .. Limits.All(),
        .. Smuggling.All(), .. Originators.All(), .. OtherOriginators.All(), .. Envelopes.All(), .. Oversize.All(),
            .. TooManyRecipients.All(), .. Forwarding.All(),
        .. Hostile.Protection.All(), .. OtherOversize.All(), .. OtherProtection.All(), .. Phrases.All(), .. FilesInDocuments.All(),
    ];

    public static IEnumerable<SampleMessage> Innocents =>
    [
        .. MailPrograms.All(), .. ListMail.All(), .. Reports.All(), .. Calendars.All(), .. HumanForwards.All(), .. OwnAutomaticMail.All(), .. Prose.All(),
            .. ClearArchives.All(), .. OtherClearArchives.All(),
        .. SloppyMime.All(), .. HeadersAndCharsets.All(), .. OpenProtection.All(), .. AtTheLimit.All(), .. Edited.All(), .. OpenDocuments.All(),
    ];
}
