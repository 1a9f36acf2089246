namespace Connelink.MailGuard.Archives;

/// <summary>Where inflating stands.</summary>
internal enum InflateStatus : byte
{
    More,

    /// <summary>The last block has ended.</summary>
    Ended,
    Damaged,

    /// <summary>The sink wants no more.</summary>
    Stopped,
}
