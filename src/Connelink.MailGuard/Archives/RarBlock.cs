namespace Connelink.MailGuard.Archives;

/// <summary>What the octets of a RAR header say so far.</summary>
/// <param name="Needed">Octets of the header to have before more can be said.</param>
/// <param name="IsHeader">Whether they are a header at all.</param>
/// <param name="IsDamaged">Its checksum is wrong. Some programs do not look at it.</param>
/// <param name="IsLast">Nothing can be read behind: the archive ends here, or all that follows is encrypted.</param>
/// <param name="Behind">Octets between what was read and the next header.</param>
internal readonly record struct RarBlock(int Needed, bool IsHeader = false, bool IsEncrypted = false, bool IsLast = false, long Behind = 0, bool IsDamaged = false);
