using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Hostile;

/// <summary>One Content-Transfer-Encoding field that says base64 for one program and something unknown for another.</summary>
internal static class TransferEncodingValues
{
    private static readonly Family Family = new("transfer-encoding-values", "Inbox Invasion (CCS 2024), MIMEminer; noxxi/mime-is-broken",
        RuleName.EncryptedArchive, RuleName.MimeIntegrity, RuleName.Framing);

    public static IEnumerable<SampleMessage> All()
    {
        var mail = new TwoPartMail(Payload.ZipCrypto);
        (string Name, string Field)[] cases =
        [
            ("no-blank", "Content-Transfer-Encoding:base64"),
            ("tab", "Content-Transfer-Encoding:\tbase64"),
            ("many-blanks", "Content-Transfer-Encoding:" + new string(' ', 2000) + "base64"),
            ("vertical-tab", "Content-Transfer-Encoding: \vbase64"),
            ("form-feed", "Content-Transfer-Encoding: base64\f"),
            ("no-break-space", "Content-Transfer-Encoding: base64\u00A0"),
            ("nul-behind", "Content-Transfer-Encoding: base64\0"),
            ("nul-inside", "Content-Transfer-Encoding: bas\0e64"),
            ("odd-case", "CoNTent-tRANsfer-encODing: BaSe64"),
            ("folded", "Content-Transfer-Encoding:\r\n base64"),
            ("folded-twice", "Content-Transfer-Encoding:\r\n \r\n base64"),
            ("folded-in-token", "Content-Transfer-Encoding: bas\r\n e64"),
            ("folded-then-rest", "Content-Transfer-Encoding: base64\r\n 7bit"),
            ("quoted", "Content-Transfer-Encoding: \"base64\""),
            ("half-quoted", "Content-Transfer-Encoding: \"base64"),
            ("single-quoted", "Content-Transfer-Encoding: 'base64'"),
            ("angled", "Content-Transfer-Encoding: <base64>"),
            ("escaped", "Content-Transfer-Encoding: base\\64"),
            ("semicolon", "Content-Transfer-Encoding: base64;"),
            ("semicolon-before", "Content-Transfer-Encoding: ;base64"),
            ("parameter", "Content-Transfer-Encoding: base64; charset=us-ascii"),
            ("comma", "Content-Transfer-Encoding: base64,"),
            ("comma-before", "Content-Transfer-Encoding: ,base64"),
            ("dot", "Content-Transfer-Encoding: base64."),
            ("list-first", "Content-Transfer-Encoding: base64, 7bit"),
            ("list-last", "Content-Transfer-Encoding: 7bit, base64"),
            ("list-of-blanks", "Content-Transfer-Encoding: 7bit base64"),
            ("list-quoted", "Content-Transfer-Encoding: \"quoted-printable\", base64"),
            ("comment-before", "Content-Transfer-Encoding: (encoded) base64"),
            ("comment-behind", "Content-Transfer-Encoding: base64 (encoded)"),
            ("comment-hides-another", "Content-Transfer-Encoding: (7bit) base64"),
            ("comment-inside", "Content-Transfer-Encoding: bas(x)e64"),
            ("comment-inside-folded", "Content-Transfer-Encoding: bas(\r\n )e64"),
            ("comment-around", "Content-Transfer-Encoding: (base64)"),
            ("comment-left-open", "Content-Transfer-Encoding: base64 (7bit"),
            ("comment-nested", "Content-Transfer-Encoding: ((7bit) 8bit) base64"),
            ("encoded-word-b", "Content-Transfer-Encoding: =?us-ascii?B?YmFzZTY0?="),
            ("encoded-word-q", "Content-Transfer-Encoding: =?us-ascii?Q?base64?="),
            ("x-base64", "Content-Transfer-Encoding: x-base64"),
            ("base-64", "Content-Transfer-Encoding: base-64"),
            ("letters-before", "Content-Transfer-Encoding: xxbase64"),
            ("letters-behind", "Content-Transfer-Encoding: base64xx"),
            ("named-base64", "Content-Transfer-Encoding: encoding=base64"),
        ];
        foreach (var (name, field) in cases) yield return Family.Inbound(name, mail with { PartEncoding = field + "\r\n" });
    }
}
