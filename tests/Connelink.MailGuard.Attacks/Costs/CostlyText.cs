using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Costs;

/// <summary>Transfer encodings that part ways, and text with what may be a file or an armor in it.</summary>
internal static class CostlyText
{
    private const int Octets = 4_000_000;

    public static IEnumerable<CostlyMessage> All()
    {
        var line = new string('A', 76);
        (string Name, string Unit)[] base64 =
        [
            ("junk in each line", line + "!\r\n"), ("nothing but junk", "!!!!"), ("padding in each quantum", "QQ=="), ("padding in each line", line + "=\r\n"),
            ("blanks", "QU JD"), ("lines of one letter", "A\r\n"), ("lines of four", "QUJD\r\n"), ("broken lines", "QUJDQ\r\n"), ("letters of two alphabets", "QU-D_U+/"),
            ("broken lines with junk and padding", "QUJDQ=-!\r\n"), ("blanks behind lines", line + " \r\n"), ("lines of two widths", line + "\r\nQUJDQUJD\r\n"),
        ];
        foreach (var (name, unit) in base64) yield return new("base64", name, () => Body("application/x", "base64", unit));
        foreach (var (name, unit) in base64) yield return new("base64 text", name, () => Body("text/html", "base64", unit));

        (string Name, string Unit)[] quotedPrintable =
        [
            ("escapes", "=41"), ("stray equals signs", "="), ("equals signs at line ends", "=\r\n"), ("blanks at line ends", " \r\n"), ("soft breaks with padding", "= \r\n"),
            ("blanks", "        "), ("odd escapes", "=4g"), ("half escapes", "=4\r\n"), ("empty lines", "\r\n"),
        ];
        foreach (var (name, unit) in quotedPrintable) yield return new("quoted-printable", name, () => Body("application/x", "quoted-printable", unit));
        foreach (var (name, unit) in quotedPrintable) yield return new("quoted-printable text", name, () => Body("text/html", "quoted-printable", unit));

        (string Name, string Type, string Unit)[] texts =
        [
            ("begins", "text/plain", "begin 644 a\r\n"), ("begins and ends", "text/plain", "begin 644 a\r\n`\r\nend\r\n"), ("lines of uuencode", "text/plain", "begin 644 a\r\n#86)C\r\n"),
            ("yEnc", "text/plain", "=ybegin line=128 size=1 name=a\r\n"), ("yEnc blocks", "text/plain", "=ybegin line=128 size=1 name=a\r\nk\r\n=yend size=1\r\n"),
            ("BinHex", "text/plain", "(This file must be converted with BinHex 4.0)\r\n:"), ("dashes", "text/plain", "-----\r\n"),
            ("false armors", "text/plain", "-----BEGIN PGP MESSAGE-----\r\n\r\nxx\r\n"), ("armors of keys", "text/plain", "-----BEGIN PGP PUBLIC KEY BLOCK-----\r\n"),
            ("data URIs", "text/html", "<img src=\"data:a/b;base64,QUJD\">"), ("short data URIs", "text/html", "data:,"), ("data URIs of files", "text/html", "data:;base64,UEsDBA=="),
            ("headings of data URIs", "text/html", "data:;"), ("starts of data URIs", "text/html", "da"), ("data URIs in references", "text/html", "&#100;ata&colon;,&#x55;"),
            ("references", "text/html", "&#100;"), ("half references", "text/html", "&#1&"), ("percent escapes", "text/html", "data:,%41%zz"), ("archives in strings", "text/html", "\"UEsDBA==\";"),
            ("starts of archives in strings", "text/html", "\"UEs"), ("headers of archives in strings", "text/html", "\"UEsDBBQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAEAAAB4\";"),
            ("tags", "text/html", "<"), ("UTF-16", "text/plain; charset=utf-16", "-\0-\0-\0-\0-\0B\0\n\0"), ("fields in text", "text/plain", "\r\nContent-Type: a/b\r\n\r\n"),
            ("fields within text", "text/plain", "x Content-Type: a/b"), ("letters", "text/plain", "x"), ("words", "text/plain", "Bonjour, voici.\r\n"),
        ];
        foreach (var (name, type, unit) in texts) yield return new("text", name, () => Body(type, "8bit", unit));
        foreach (var (name, type, unit) in texts) yield return new("text of unknown encoding", name, () => Body(type, "x-none", unit));
    }

    private static byte[] Body(string type, string encoding, string unit) =>
        Text.Octets($"Content-Type: {type}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n" + string.Concat(Enumerable.Repeat(unit, Octets / unit.Length)) + "\r\n");
}
