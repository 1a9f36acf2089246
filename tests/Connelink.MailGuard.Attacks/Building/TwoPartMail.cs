namespace Connelink.MailGuard.Attacks.Building;

/// <summary>An honest multipart/mixed, a text and an archive, in pieces: an attack changes one or two of them and leaves the rest as it is.</summary>
/// <remarks>Each piece brings its line ends, so that those can be what is wrong.</remarks>
internal sealed record TwoPartMail(byte[] Archive)
{
    public string Fields { get; init; } = Mail.InboundFields;

    public string Version { get; init; } = "MIME-Version: 1.0\r\n";

    public string Type { get; init; } = "Content-Type: multipart/mixed; boundary=\"b1\"\r\n";

    public string Separator { get; init; } = "\r\n";

    public string Preamble { get; init; } = "";

    public string First { get; init; } = "--b1\r\n";

    public string TextPart { get; init; } = "Content-Type: text/plain; charset=us-ascii\r\n\r\nBonjour, voici.";

    public string Second { get; init; } = "\r\n--b1\r\n";

    public string PartType { get; init; } = "Content-Type: application/zip; name=\"facture.zip\"\r\n";

    public string PartEncoding { get; init; } = "Content-Transfer-Encoding: base64\r\n";

    public string PartDisposition { get; init; } = "Content-Disposition: attachment; filename=\"facture.zip\"\r\n";

    public string PartSeparator { get; init; } = "\r\n";

    public string Body { get; init; } = Text.Base64(Archive);

    public string Close { get; init; } = "\r\n--b1--\r\n";

    public string Epilogue { get; init; } = "";

    /// <summary>The fields of the archive's part, honest.</summary>
    public string Part => PartType + PartEncoding + PartDisposition + PartSeparator + Body;

    public static implicit operator MailContent(TwoPartMail mail) => mail.ToString();

    /// <summary>The same structure under another boundary: in the parameter as it stands, and as the delimiters have it.</summary>
    public TwoPartMail Bounded(string parameter, string boundary) => this with
    {
        Type = $"Content-Type: multipart/mixed{parameter}\r\n",
        First = $"--{boundary}\r\n",
        Second = $"\r\n--{boundary}\r\n",
        Close = $"\r\n--{boundary}--\r\n",
    };

    public override string ToString() =>
        Fields + Version + Type + Separator + Preamble + First + TextPart + Second + Part + Close + Epilogue;
}
