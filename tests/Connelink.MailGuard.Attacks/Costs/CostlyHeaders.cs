using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Costs;

/// <summary>Header sections of some 100 KB, as large as they may be: many fields, long ones, lists that do not end.</summary>
internal static class CostlyHeaders
{
    private const int Octets = 120_000;

    private const string From = "From: A <jean.dupont@client.example>\r\n";

    public static IEnumerable<CostlyMessage> All()
    {
        (string Name, string Start, string Piece)[] cases =
        [
            ("comments in From", "From: ", "("),
            ("quotes in From", "From: ", "\""),
            ("list in From", "From: ", "a@b,"),
            ("quoted blanks in From", "From: ", "\"@\" "),
            ("encoded words in From", "From: ", "=?a?q?b@c?= "),
            ("encoded words of base64 in From", "From: ", "=?a?b?YUBi?= "),
            ("groups in From", "From: ", "a:b@c;,"),
            ("routes in From", "From: ", "<@a:b@c>,"),
            ("escapes in From", "From: \"", "\\\""),
            ("declared addresses in From", "From: ", "jean.dupont@client.example,"),
            ("comment behind From", "From: jean.dupont@client.example (", "@"),
            ("list in To", From + "To: ", "a@b,"),
            ("declared addresses in To", From + "To: ", "jean.dupont@client.example,"),
            ("comments in To", From + "To: ", "(a)b@c,"),
            ("groups in To", From + "To: ", "a:;"),
            ("From fields", "", "From:\r\n"),
            ("From fields with addresses", "", "From:jean.dupont@client.example\r\n"),
            ("To fields", From, "To:\r\n"),
            ("To fields with addresses", From, "To:a@b\r\n"),
            ("Sender fields", From, "Sender:a@b\r\n"),
            ("Resent-From fields", From, "Resent-From:\r\n"),
            ("Resent-From fields with addresses", From, "Resent-From:a@b\r\n"),
            ("Reply-To fields", From, "Reply-To: A <jean.dupont@client.example>\r\n"),
            ("Received fields", From, "Received:\r\n"),
            ("Received fields for somebody", From, "Received: from a by b for <a@b>; x\r\n"),
            ("DKIM-Signature fields", From, "DKIM-Signature:h=From\r\n"),
            ("signed fields", From + "DKIM-Signature: d=client.example; h=", "a:"),
            ("X-Forwarded-For fields", From, "X-Forwarded-For:a@b\r\n"),
            ("X-Forwarded-To list", From + "X-Forwarded-To: ", "a@b,"),
            ("removed fields", From, "X-Notes-Item:x\r\n"),
            ("unknown fields", From, "X: y\r\n"),
            ("shortest fields", From, "a:\r\n"),
            ("empty fields of NUL", From, "X\0:\r\n"),
            ("fields with a blank before the colon", From, "From :a\r\n"),
            ("lines that are no fields", From, "a\r\n"),
            ("folds", From + "X: ", "\r\n "),
            ("folds in To", From + "To: ", "\r\n a@b,"),
            ("folds in From", "From: ", "\r\n "),
            ("encoded words in Subject", From + "Subject: ", "=?"),
            ("Subject fields", From, "Subject: Fwd: x\r\n"),
            ("References without end", From + "References: ", "<a@b> "),
            ("types", From, "Content-Type: text/plain; charset=utf-8\r\n"),
            ("short types", From, "Content-Type:a/b\r\n"),
            ("encodings", From, "Content-Transfer-Encoding: base64\r\n"),
            ("dispositions", From, "Content-Disposition: attachment; filename=a\r\n"),
            ("parameters", From + "Content-Type: text/plain", ";a=b"),
            ("folded parameters", From + "Content-Type: text/plain", ";\r\n a=b"),
            ("boundaries", From + "Content-Type: multipart/mixed", ";boundary=b"),
            ("comments in a type", From + "Content-Type: text/plain", ";("),
            ("nested comments in a type", From + "Content-Type: text/plain", "("),
            ("pieces of a name", From + "Content-Disposition: attachment", ";filename*1*=x"),
            ("numbered pieces of a name", From + "Content-Disposition: attachment", ";filename*99*=%41"),
            ("encoded words in a name", From + "Content-Disposition: attachment; filename=\"", "=?q?"),
            ("whole encoded words in a name", From + "Content-Disposition: attachment; filename=\"", "=?a?q?b?= "),
        ];
        foreach (var (name, start, piece) in cases)
        {
            yield return new("header", name, () => Message(start, piece));
            yield return new("header, outbound", name, () => Message(start, piece), IsOutbound: true);
        }
    }

    private static byte[] Message(string start, string piece) => Text.Octets(start + string.Concat(Enumerable.Repeat(piece, (Octets - start.Length) / piece.Length)) + "\r\n\r\n");
}
