using System.Text;
using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Honest;

/// <summary>Header sections and texts as they come from all over the world.</summary>
internal static class HeadersAndCharsets
{
    private static readonly Family Family = new("headers-and-charsets", "RFC 2047, 1468, 2152, 6532, 7103; mbox habits");

    public static IEnumerable<SampleMessage> All()
    {
        var fields = Mail.InboundFields;
        (string Name, string More)[] headers =
        [
            ("latin-1-subject", "Subject: Voil\u00E0 l'\u00E9t\u00E9\r\n"),
            ("utf-8-subject", Text.Utf8("Subject: Voilà l'été 🌞\r\n")),
            ("encoded-words", "Subject: =?utf-8?B?Vm9pbMOg?=\r\n =?utf-8?Q?_l'=C3=A9t=C3=A9?= =?iso-2022-jp?B?GyRCJDMkcxsoQg==?=\r\n"),
            ("encoded-word-broken", "Subject: =?utf-8?B?Vm9pbM?= =?x-unknown?Q?abc?= =?utf-8?Q?a b?=\r\n"),
            ("subject-very-long", $"Subject: {new string('s', 3_000)}\r\n"),
            ("subject-empty", "Subject:\r\n"),
            ("subject-twice", "Subject: un\r\nSubject: deux\r\n"),
            ("received-many", string.Concat(Enumerable.Repeat("Received: from a.example by b.example; Mon, 5 Jan 2026 10:00:00 +0100\r\n", 60))),
            ("field-of-blanks", "X-Empty: \r\n"),
            ("continuation-of-blanks", "X-Spam-Report: rien\r\n \r\n\tsuite\r\n"),
            ("odd-field-names", "X-Spam_Score: 1\r\nX.Y: 2\r\nX-{curly}: 3\r\n"),
            ("blank-before-colon-of-unknown", "X-Old : 1\r\n"),
            ("two-message-ids", "Message-ID: <autre@elsewhere.example>\r\n"),
            ("two-to-fields", "To: <marie.curie@client.example>\r\nCc: <a@elsewhere.example>\r\nCc: <b@elsewhere.example>\r\n"),
            ("to-undisclosed", "Cc: undisclosed-recipients:;\r\n"),
            ("to-without-address", "Cc: \"Les amis\"\r\n"),
            ("dkim-and-arc", "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=elsewhere.example; s=s; h=from:to;\r\n bh=abc=; b=def=\r\nARC-Seal: i=1; a=rsa-sha256; cv=none; d=x.example; s=a; b=x=\r\nAuthentication-Results: mx; dkim=pass\r\n"),
            ("date-odd", "X-Date: yesterday\r\nDate: Monday, 05-Jan-26 10:00:00 CET\r\n"),
            ("headers-of-30-kilobytes", string.Concat(Enumerable.Range(0, 400).Select(i => $"X-Field-{i}: {new string('v', 60)}\r\n"))),
            ("resent-by-a-friend", $"Resent-From: <friend@elsewhere.example>\r\nResent-Date: {Mail.Date}\r\n"),
            ("from-phrase-latin-1", "X-From: J\u00E9r\u00F4me <j@elsewhere.example>\r\n"),
        ];
        foreach (var (name, more) in headers) yield return Family.Inbound(name, Mail.Plain(more + fields));

        (string Name, string From)[] originators =
        [
            ("from-obsolete-route", "From: <@relay.example:alice@elsewhere.example>\r\n"),
            ("from-phrase-with-dot", "From: Alice B. Martin <alice@elsewhere.example>\r\n"),
            ("from-comma-unquoted", "From: Martin, Alice <alice@elsewhere.example>\r\n"),
            ("from-comment", "From: alice@elsewhere.example (Alice Martin)\r\n"),
            ("from-two-authors", "From: <alice@elsewhere.example>, <carol@elsewhere.example>\r\nSender: <alice@elsewhere.example>\r\n"),
            ("from-group", "From: Ne pas repondre:;\r\n"),
            ("from-missing", ""),
            ("from-x400", "From: /G=Alice/S=Martin/O=ACME/@elsewhere.example\r\n"),
        ];
        foreach (var (name, from) in originators) yield return Family.Inbound(name,
            Mail.Plain($"{from}To: <{Addresses.Jean}>\r\nSubject: Bonjour\r\nDate: {Mail.Date}\r\n"));

        (string Name, string Type, string Body)[] texts =
        [
            ("iso-2022-jp", "text/plain; charset=iso-2022-jp", "\u001B$B$3$s$K$A$O\u001B(B"),
            ("shift-jis", "text/plain; charset=Shift_JIS", "\u0082\u00B1\u0082\u00F1"),
            ("utf-7", "text/plain; charset=utf-7", "Voil+AOA- l'+AOk-t+AOk-"),
            ("utf-8-8bit", "text/plain; charset=utf-8", Text.Utf8("Voilà")),
            ("utf-8-byte-order-mark", "text/plain; charset=utf-8", Text.Utf8("\uFEFFVoilà")),
            ("latin-1-raw", "text/plain; charset=us-ascii", "Voil\u00E0 l'\u00E9t\u00E9"),
            ("koi8-r", "text/plain; charset=koi8-r", "\u00F0\u00D2\u00C9\u00D7\u00C5\u00D4"),
            ("gb2312", "text/plain; charset=gb2312", "\u00C4\u00E3\u00BA\u00C3"),
            ("control-octets", "text/plain", "a\fb\vc\u0001\u001F\u007F"),
            ("ebcdic-like", "text/plain; charset=cp037", "\u00C1\u00C2\u00C3"),
        ];
        foreach (var (name, type, body) in texts) yield return Family.Inbound("text-" + name,
            Mail.Single(fields, $"Content-Type: {type}\nContent-Transfer-Encoding: 8bit", body));
        yield return Family.Inbound("text-utf-16-base64",
            Mail.Single(fields, "Content-Type: text/plain; charset=utf-16\nContent-Transfer-Encoding: base64",
            Text.Base64([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("Voilà l'été\r\n")])));

        yield return Family.Inbound("body-empty", fields + "\r\n");
        yield return Family.Inbound("body-missing", fields);
        yield return Family.Inbound("body-of-empty-lines", fields + "\r\n\r\n\r\n\r\n");
        yield return Family.Inbound("fields-missing", "\r\nBonjour.\r\n");
        yield return Family.Inbound("text-only", "Bonjour, ceci n'a pas de champs.\r\n\r\nVoila.\r\n");
        yield return Family.Inbound("first-line-from", "From alice@elsewhere.example Mon Jan  5 10:00:00 2026\r\n" + Mail.Plain(fields));
        yield return Family.Inbound("lines-from-and-dots", Mail.Plain(fields, "From ici, on voit la mer.\r\n>From la.\r\n.\r\n..\r\n.x\r\n"));
        yield return Family.Inbound("no-final-line-end", Mail.Plain(fields, "Bonjour"));
        yield return Family.Null("message-of-one-octet", MailDirection.Inbound, "x");
        yield return Family.Null("message-empty", MailDirection.Inbound, "");
    }
}
