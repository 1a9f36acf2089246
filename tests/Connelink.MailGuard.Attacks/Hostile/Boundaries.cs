using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Hostile;

/// <summary>Boundary parameters of which programs make different boundaries, or none.</summary>
internal static class Boundaries
{
    private static readonly Family Family = new("boundaries", "Inbox Invasion (CCS 2024), MIMEminer; noxxi/mime-is-broken; ClamAV PR 1720",
        RuleName.EncryptedArchive, RuleName.MimeIntegrity, RuleName.Framing);

    public static IEnumerable<SampleMessage> All()
    {
        var mail = new TwoPartMail(Payload.Aes256);
        (string Name, string Parameter, string Boundary)[] cases =
        [
            ("unquoted-equals", "; boundary=----=_b1", "----=_b1"),
            ("no-blank-before", ";boundary=b1", "b1"),
            ("upper-case", "; BOUNDARY=b1", "b1"),
            ("blank-before-equals", "; boundary =b1", "b1"),
            ("tab-before-equals", "; boundary\t=b1", "b1"),
            ("fold-before-equals", "; boundary\r\n =b1", "b1"),
            ("blank-after-equals", "; boundary= b1", "b1"),
            ("fold-after-equals", "; boundary=\r\n b1", "b1"),
            ("nul-before-equals", "; boundary\0=b1", "b1"),
            ("nul-inside", "; boundary=b\u00001", "b\u00001"),
            ("nul-behind", "; boundary=b1\0", "b1"),
            ("blank-inside-quoted", "; boundary=\"b 1\"", "b 1"),
            ("blank-inside-unquoted", "; boundary=b 1", "b 1"),
            ("blank-inside-unquoted-cut", "; boundary=b 1", "b"),
            ("blank-in-front-quoted", "; boundary=\" b1\"", " b1"),
            ("blank-behind-quoted", "; boundary=\"b1 \"", "b1 "),
            ("blank-behind-quoted-unused", "; boundary=\"b1 \"", "b1"),
            ("fold-inside-joined", "; boundary=b\r\n 1", "b1"),
            ("fold-inside-cut", "; boundary=b\r\n 1", "b"),
            ("fold-inside-quoted", "; boundary=\"b\r\n 1\"", "b 1"),
            ("fold-of-blanks-only", "; boundary=b1\r\n \r\n ; x=y", "b1"),
            ("semicolon-unquoted", "; boundary=b;1", "b"),
            ("semicolon-unquoted-kept", "; boundary=b;1", "b;1"),
            ("semicolon-escaped", "; boundary=b\\;1", "b;1"),
            ("semicolon-quoted", "; boundary=\"b;1\"", "b;1"),
            ("half-quoted", "; boundary=\"b1", "b1"),
            ("half-quoted-kept", "; boundary=\"b1", "\"b1"),
            ("quote-behind-only", "; boundary=b1\"", "b1"),
            ("text-behind-quote", "; boundary=\"b\"1", "b"),
            ("text-behind-quote-joined", "; boundary=\"b\"1", "b1"),
            ("text-before-quote", "; boundary=b\"1\"", "b1"),
            ("quote-in-quote", "; boundary=\"b\\\"1\"", "b\"1"),
            ("escape-in-token", "; boundary=b\\1", "b1"),
            ("escape-kept", "; boundary=b\\1", "b\\1"),
            ("single-quotes", "; boundary='b1'", "b1"),
            ("single-quotes-kept", "; boundary='b1'", "'b1'"),
            ("empty", "; boundary=", ""),
            ("empty-quoted", "; boundary=\"\"", ""),
            ("blank-only", "; boundary=\" \"", " "),
            ("empty-semicolon", "; boundary=;", ""),
            ("missing", "", "b1"),
            ("other-name", "; bound=b1", "b1"),
            ("escape-in-name", "; bou\\ndary=b1", "b1"),
            ("first-of-two", "; boundary=b1; boundary=b9", "b1"),
            ("last-of-two", "; boundary=b9; boundary=b1", "b1"),
            ("longer-than-70", "; boundary=\"" + new string('b', 71) + "\"", new string('b', 71)),
            ("longer-than-200", "; boundary=\"" + new string('b', 201) + "\"", new string('b', 201)),
            ("longer-than-a-line", "; boundary=\"" + new string('b', 1200) + "\"", new string('b', 1200)),
            ("rfc2231-language", "; boundary*=us-ascii'en'b1", "b1"),
            ("rfc2231-percent", "; boundary*=''b%31", "b1"),
            ("rfc2231-percent-kept", "; boundary*=''b%31", "b%31"),
            ("rfc2231-utf-16", "; boundary*=UTF-16BE''%00b%001", "b1"),
            ("rfc2231-one-piece", "; boundary*0=b1", "b1"),
            ("rfc2231-two-pieces", "; boundary*0=b; boundary*1=1", "b1"),
            ("rfc2231-pieces-swapped", "; boundary*1=1; boundary*0=b", "b1"),
            ("rfc2231-encoded-pieces", "; boundary*0*=''%62; boundary*1*=%31", "b1"),
            ("rfc2231-piece-twice", "; boundary*0=x; boundary*0=b; boundary*1=1", "b1"),
            ("rfc2231-wins", "; boundary=b9; boundary*=''b1", "b1"),
            ("rfc2231-loses", "; boundary=b1; boundary*=''b9", "b1"),
            ("encoded-word-q", "; boundary=\"=?us-ascii?Q?b1?=\"", "b1"),
            ("encoded-word-b", "; boundary=\"=?us-ascii?B?YjE=?=\"", "b1"),
            ("comment-before-value", "; boundary=(x)b1", "b1"),
            ("comment-behind-value", "; boundary=b1(x)", "b1"),
            ("comment-behind-value-kept", "; boundary=b1(x)", "b1(x)"),
            ("comment-between", "; boundary(x)=b1", "b1"),
            ("comment-hides-another", "; (boundary=b9;) boundary=b1", "b1"),
            ("comment-left-open", "; x=y (; boundary=b1", "b1"),
            ("hidden-in-quoted-value", "; x=\"; boundary=b9; y=\"; boundary=b1", "b1"),
            ("8-bit", "; boundary=\"b\u00E9\"", "b\u00E9"),
        ];
        foreach (var (name, parameter, boundary) in cases) yield return Family.Inbound(name, mail.Bounded(parameter, boundary));

        yield return Family.Inbound("in-content-disposition", mail
            with
        { Type = "Content-Type: multipart/mixed\r\nContent-Disposition: inline; boundary=b1\r\n" });
        yield return Family.Inbound("folded-by-cr", mail with { Type = "Content-Type: multipart/mixed;\r boundary=b1\r\n" });
        yield return Family.Inbound("folded-by-lf", mail with { Type = "Content-Type: multipart/mixed;\n boundary=b1\r\n" });
        yield return Family.Inbound("far-away", mail
            with
        {
            Type = "Content-Type: multipart/mixed;\r\n " + string.Concat(Enumerable.Range(0, 300).Select(i => $"x{i}=y;\r\n "))
            + "boundary=b1\r\n"
        });
    }
}
