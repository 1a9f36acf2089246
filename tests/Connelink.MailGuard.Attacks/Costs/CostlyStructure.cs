using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Costs;

/// <summary>Parts, levels, lines that are nearly delimiters.</summary>
internal static class CostlyStructure
{
    public static IEnumerable<CostlyMessage> All()
    {
        var open = Mixed("a") + "--a\r\n\r\n";
        (string Name, string Head, string Unit, int Times)[] cases =
        [
            ("parts", Mixed("a"), "--a\r\n\r\n", 20_000),
            ("parts with fields", Mixed("a"), "--a\r\nContent-Type: text/plain; name=x\r\nContent-Transfer-Encoding: base64\r\n\r\nQUJD\r\n", 9_000),
            ("parts of HTML", Mixed("a"), "--a\r\nContent-Type: text/html\r\n\r\n<a>\r\n", 9_000),
            ("parts that are messages", Mixed("a"), "--a\r\nContent-Type: message/rfc822\r\n\r\nA: b\r\n\r\n", 5_000),
            ("candidates", open, "--x\r\n", 400_000),
            ("candidates that nearly fit", Mixed(new string('a', 60) + "b") + "--x\r\n\r\n", "--" + new string('a', 60) + "c\r\n", 50_000),
            ("candidates in other case", Mixed("abcdef12") + "--abcdef12\r\n\r\n", "--ABCDEF12\r\n", 200_000),
            ("candidates within a line", Mixed("abcdef12") + "--abcdef12\r\n\r\n", "x --abcdef12", 200_000),
            ("hyphens", open, "--", 1_000_000),
            ("hyphens at line starts", open, "--\r\n", 500_000),
            ("lines of one hyphen", open, "-\r\n", 500_000),
            ("empty lines", open, "\r\n", 1_000_000),
            ("short lines", open, "a\r\n", 700_000),
            ("candidates below 60 levels", Levels(60), "--b0\r\n", 300_000),
            ("near delimiters below 60 levels", Levels(60), "x --b0001\r\n", 200_000),
            ("boundaries that extend each other", Extending(4), "--a2\r\n", 300_000),
            ("levels", Levels(1000), "", 0),
            ("messages inside each other", "", "Content-Type: message/rfc822\r\n\r\n", 1_000),
            ("parts in the preamble", Mixed("a"), "--x\r\ncontent-", 200_000),
            ("line of 20 MB", open, "xxxxxxxxxx", 2_000_000),
            ("padded delimiter of 2 MB", Mixed("a") + "--a", "          ", 200_000),
            ("messages that look like messages", "", "Received: a\r\n\r\n", 200_000),
            ("quoted-printable messages in each other", "", "From: a\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n", 30_000),
            ("base64 of messages in each other", "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n",
                Text.Base64(Text.Octets("Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n")) + "\r\n", 10_000),
        ];
        foreach (var (name, head, unit, times) in cases) yield return new("structure", name, () => Text.Octets(head + string.Concat(Enumerable.Repeat(unit, times)) + "\r\n"));
    }

    private static string Mixed(string boundary) => $"Content-Type: multipart/mixed; boundary={boundary}\r\n\r\n";

    private static string Levels(int count) => string.Concat(Enumerable.Range(0, count).Select(n => $"{Mixed($"b{n:D4}")}--b{n:D4}\r\n")) + "\r\n";

    private static string Extending(int count) => $"{Mixed("a")}--a\r\n" + string.Concat(Enumerable.Range(3, count).Select(n => $"{Mixed($"a{n}")}--a{n}\r\n")) + "\r\n";
}
