namespace Connelink.MailGuard.Server.Check;

/// <summary>Where a reverse-path was taken from; stored mail has lost its envelope.</summary>
internal enum SenderSource : byte
{
    /// <summary>--from.</summary>
    Given,
    ReturnPath,
    From,
    Sender,

    /// <summary>No field names one: the null reverse-path stands in.</summary>
    Unknown,
}

/// <summary>Where the forward-paths were taken from.</summary>
internal enum RecipientSource : byte
{
    /// <summary>--to.</summary>
    Given,
    EnvelopeTo,
    OriginalTo,
    DeliveredTo,
    ReceivedFor,
    ToCcBcc,

    /// <summary>No field names one who could be meant: rules about recipients have nothing to judge.</summary>
    Unknown,
}
