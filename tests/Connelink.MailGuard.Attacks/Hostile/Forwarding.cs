using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Hostile;

/// <summary>Mail that a rule, an agent or a client of a mailbox sends on to the outside, as each source puts it on the wire.</summary>
/// <remarks>Where From stays the stranger's, `declared-sender` refuses as well; one of the two must.</remarks>
internal static class Forwarding
{
    private static readonly Family Family = new("forwarding",
        "HCL 10.0.1 RouterUserRuleForwardReversePath; Microsoft sender-rewriting-scheme; RFC 5228 4.2; rspamd forwarding.lua; Zimbra FilterUtil", RuleName.AutoForward, RuleName.DeclaredSender);

    /// <summary>From is a declared person, so that nothing but the traces of forwarding convicts.</summary>
    private static readonly Family Own = new("forwarding-own-from",
        "MS-OXCMAIL 2.1.3.2.21; samples of Microsoft 365, Zimbra, Pigeonhole, Gmail", RuleName.AutoForward);

    private const string Target = "jean.dupont.prive@free.example";

    public static IEnumerable<SampleMessage> All()
    {
        var alice = Original();
        (string Name, string ReversePath, string More)[] strangers =
        [
            ("domino-rule-null-path", "", ""),
            ("domino-rule-original-path", Addresses.Alice, ""),
            ("domino-rule-own-path", Addresses.Jean, ""),
            ("domino-person-document", Addresses.Alice,
                "Received: from mx.elsewhere.example (mx.elsewhere.example [192.0.2.9]) by mail.client.example (HCL Domino Release 12.0.2FP3) with ESMTP id 2026010510000000-909 ; Mon, 5 Jan 2026 10:00:01 +0100\r\nX-MIMETrack: Itemize by SMTP Server on MAIL01/ACME at 05/01/2026 10:00:01, Serialize by Router on MAIL01/ACME at 05/01/2026 10:00:02\r\n"),
            ("microsoft-365-redirect", "SRS=QRr+y=XX=elsewhere.example=alice@client.example",
                $"Resent-From: <{Addresses.Jean}>\r\nX-MS-Exchange-Inbox-Rules-Loop: {Addresses.Jean}\r\n"),
            ("microsoft-365-redirect-own-path", Addresses.Jean,
                $"Resent-From: <{Addresses.Jean}>\r\nX-MS-Exchange-Inbox-Rules-Loop: {Addresses.Jean}\r\n"),
            ("microsoft-365-mailbox-forwarding", "jean.dupont+SRS=AbC=XX=elsewhere.example=alice@client.example", ""),
            ("gmail", "jean.dupont+caf_=jean.prive=free.example@client.example",
                $"X-Forwarded-To: {Target}\r\nX-Forwarded-For: {Addresses.Jean} {Target}\r\nDelivered-To: {Addresses.Jean}\r\n"),
            ("gmail-own-path", Addresses.Jean, $"X-Forwarded-To: {Target}\r\nX-Forwarded-For: {Addresses.Jean} {Target}\r\n"),
            ("yahoo", Addresses.Jean, $"X-Yahoo-Forwarded: from {Addresses.Jean} to {Target}\r\n"),
            ("yandex", Addresses.Jean, "X-Yandex-Forward: 0123456789abcdef\r\n"),
            ("mail-ru", Addresses.Jean, $"X-MailRu-Forward: {Addresses.Jean}\r\n"),
            ("zimbra", Addresses.Jean, $"X-Zimbra-Forwarded: {Addresses.Jean}\r\n"),
            ("sieve", "", $"X-Sieve: Pigeonhole Sieve 0.5.21\r\nX-Sieve-Redirected-From: {Addresses.Jean}\r\n"),
            ("sieve-copied-path", Addresses.Alice, $"X-Sieve-Redirected-From: {Addresses.Jean}\r\n"),
            ("procmail", Addresses.Alice, $"Delivered-To: {Addresses.Jean}\r\nX-Loop: {Addresses.Jean}\r\nResent-From: <{Addresses.Jean}>\r\n"),
            ("postfix-alias", Addresses.Alice, $"Delivered-To: {Addresses.Jean}\r\n"),
            ("exim-srs0", "SRS0=HHH=TT=elsewhere.example=alice@client.example", ""),
            ("exim-srs1", "SRS1=HHH=elsewhere.example==HHH=TT=elsewhere.example=alice@client.example", ""),
            ("hmailserver", Addresses.Jean, ""),
            ("dkim-and-arc-kept", "", "DKIM-Signature: v=1; a=rsa-sha256; d=elsewhere.example; s=s1; h=from:to:subject; bh=abc=; b=def=\r\nARC-Seal: i=1; a=rsa-sha256; cv=none; d=elsewhere.example; s=a; b=ghi=\r\nAuthentication-Results: mx.client.example; dkim=pass header.d=elsewhere.example\r\nX-ALTOSPAM-STATUT: serverok, spfok, dkimok\r\n"),
            ("microsoft-365-mailbox-forwarding-with-field", "jean.dupont+SRS=AbC=XX=elsewhere.example=alice@client.example",
                $"X-MS-Exchange-ForwardingLoop: {Addresses.Jean};0f7fb9c2-1d0e-4c11-9f0e-5d2f6a1b7c33\r\n"),
            ("apple-mail-rule-redirect", Addresses.Jean, $"Resent-From: Jean <{Addresses.Jean}>\r\nResent-To: {Target}\r\nResent-Date: {Mail.Date}\r\nResent-Message-Id: <1B2A@client.example>\r\nX-Mailer: Apple Mail (2.3826.700.81)\r\n"),
            ("outlook-rule-redirect", Addresses.Jean, $"Resent-From: <{Addresses.Jean}>\r\nX-Mailer: Microsoft Outlook 16.0\r\nThread-Index: Adx9\r\n"),
            ("icloud", "", $"Received: from p00-icloudmta-asmtp by mail.client.example; {Mail.Date}\r\nDelivered-To: {Addresses.Jean}\r\nDelivered-To: {Target}\r\nAuthentication-Results: dmarc.icloud.com; dmarc=pass\r\n"),
            ("kmail-filter-redirect", Addresses.Jean, $"Resent-From: {Addresses.Jean}\r\nResent-To: {Target}\r\nX-KMail-Redirect-From: alice@elsewhere.example (by way of Jean <{Addresses.Jean}>)\r\n"),
            ("dot-forward", Addresses.Alice, $"Delivered-To: {Addresses.Jean}\r\nX-Original-To: {Addresses.Jean}\r\n"),
            ("domino-agent-copy", "", $"Auto-Submitted: auto-generated\r\nX-MIMETrack: Itemize by SMTP Server on MAIL01/ACME(Release 12.0.2) at 05/01/2026 10:00:01, Serialize by Router on MAIL01/ACME\r\n"),
            ("loop-field-forged-list", Addresses.Jean, $"List-Id: <faux.client.example>\r\nX-MS-Exchange-Inbox-Rules-Loop: {Addresses.Jean}\r\n"),
            ("disguised-as-auto-reply", "", $"Auto-Submitted: auto-replied\r\nX-Sieve-Redirected-From: {Addresses.Jean}\r\n"),
            ("other-tenant", Addresses.Jean, $"X-MS-Exchange-Inbox-Rules-Loop: {Addresses.Jean}\r\n"),
        ];
        foreach (var (name, reversePath, more) in strangers)
        {
            var recipient = name == "other-tenant" ? Addresses.Hank : Target;
            yield return Family.Make(name, MailDirection.Outbound, new Envelope(reversePath, recipient), more + alice);
        }

        (string Name, string More)[] own =
        [
            ("microsoft-365-forward", $"X-MS-Exchange-Parent-Message-Id: <original@elsewhere.example>\r\nAuto-Submitted: auto-generated\r\nX-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent\r\nX-MS-Exchange-Inbox-Rules-Loop: {Addresses.Jean}\r\n"),
            ("organization-auto-forwarded", "X-MS-Exchange-Organization-AutoForwarded: true\r\n"),
            ("zimbra", $"X-Zimbra-Forwarded: {Addresses.Jean}\r\n"),
            ("sieve", $"X-Sieve-Redirected-From: {Addresses.Jean}\r\n"),
            ("gmail", $"X-Forwarded-For: {Addresses.Jean} {Target}\r\nX-Forwarded-To: {Target}\r\n"),
            ("exchange-mailbox-forwarding", $"X-MS-Exchange-ForwardingLoop: {Addresses.Jean};0f7fb9c2-1d0e-4c11-9f0e-5d2f6a1b7c33\r\n"),
            ("exchange-mailbox-forwarding-folded", $"X-MS-Exchange-ForwardingLoop: {Addresses.Jean};\r\n\t0f7fb9c2-1d0e-4c11-9f0e-5d2f6a1b7c33\r\n"),
            ("x400-gateway", "Autoforwarded: TRUE\r\n"),
            ("loop-field-odd-case", $"x-ms-exchange-inbox-rules-loop: JEAN.DUPONT@CLIENT.EXAMPLE\r\n"),
            ("loop-field-of-an-alias", "X-MS-Exchange-Inbox-Rules-Loop: j.dupont@client.example\r\n"),
            ("loop-field-in-angles", $"X-MS-Exchange-Inbox-Rules-Loop: <{Addresses.Jean}>\r\n"),
            ("loop-field-folded", $"X-MS-Exchange-Inbox-Rules-Loop:\r\n {Addresses.Jean}\r\n"),
            ("loop-field-second", $"X-MS-Exchange-Inbox-Rules-Loop: x@elsewhere.example\r\nX-MS-Exchange-Inbox-Rules-Loop: {Addresses.Jean}\r\n"),
        ];
        foreach (var (name, more) in own) yield return Own.Make(name, MailDirection.Outbound, new Envelope(Addresses.Jean, Target),
            more + Mail.Plain(Mail.Fields(Addresses.Jean, Target, "TR: Facture de janvier")));
        yield return Own.Make("submission", MailDirection.Submission, new Envelope(Addresses.Jean, Target) { Account = Addresses.Jean },
            $"X-MS-Exchange-Inbox-Rules-Loop: {Addresses.Jean}\r\n" + Mail.Plain(Mail.Fields(Addresses.Jean, Target)));
    }

    /// <summary>As Alice sent it to Jean.</summary>
    private static string Original() => Mail.Plain(Mail.InboundFields);
}
