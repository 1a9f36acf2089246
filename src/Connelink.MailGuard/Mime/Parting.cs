namespace Connelink.MailGuard.Mime;

/// <summary>Where readings of encoded octets part ways.</summary>
[Flags]
internal enum Parting : byte
{
    None = 0,

    /// <summary>Base64: an octet outside every alphabet.</summary>
    Junk = 1,

    /// <summary>Base64: "-" or "_".</summary>
    UrlSafe = 2,

    /// <summary>Base64: a letter behind padding.</summary>
    Padding = 4,

    /// <summary>Base64: a letter behind a line that ended within a quantum.</summary>
    Line = 32,

    /// <summary>Quoted-printable: "=" that begins nothing.</summary>
    Escape = 8,

    /// <summary>Quoted-printable: blanks at a line end.</summary>
    Blank = 16,
}
