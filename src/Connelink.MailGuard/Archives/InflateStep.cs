namespace Connelink.MailGuard.Archives;

/// <summary>What one step of inflating came to.</summary>
internal enum InflateStep : byte
{
    Done,

    /// <summary>More input is needed.</summary>
    Starved,

    /// <summary>Room in the window is needed.</summary>
    Full,
    Damaged,
}
