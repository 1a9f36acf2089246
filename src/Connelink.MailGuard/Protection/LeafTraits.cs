namespace Connelink.MailGuard.Protection;

/// <summary>What the header fields of a leaf say about it, as far as it matters to how its octets are read.</summary>
[Flags]
public enum LeafTraits : byte
{
    None = 0,

    /// <summary>text/*, or no media type: PGP armor is looked for at each line.</summary>
    Text = 1,

    /// <summary>text/html: a tag ends a line as well.</summary>
    Html = 2,

    /// <summary>Has a file name or is an attachment: a signature in it is of that file, not of the message.</summary>
    File = 4,

    /// <summary>Media type or file name says OpenPGP (.pgp, .gpg, .asc, .sig): its octets need not prove it as much.</summary>
    Pgp = 8,
}
