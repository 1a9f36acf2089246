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
    Line = 8,

    /// <summary>Quoted-printable: "=" that begins nothing.</summary>
    Escape = 16,

    /// <summary>Quoted-printable: blanks at a line end.</summary>
    Blank = 32,
}

internal static class Partings
{
    public static MimeIrregularity Irregularity(this Parting parting) => parting switch
    {
        Parting.Junk or Parting.UrlSafe => MimeIrregularity.JunkInBase64,
        Parting.Padding => MimeIrregularity.PaddingInsideBase64,
        Parting.Line => MimeIrregularity.BrokenBase64Line,
        Parting.Escape => MimeIrregularity.OddQuotedPrintable,
        Parting.Blank => MimeIrregularity.BlankAtLineEnd,
        _ => MimeIrregularity.None,
    };
}
