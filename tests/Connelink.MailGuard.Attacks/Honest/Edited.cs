using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Honest;

/// <summary>What leaves loses the phrases of hosted mailboxes and the fields that tell of the inside; everything else stays as it was.</summary>
internal static class Edited
{
    private static readonly Family Family = new("edited", "RFC 5322 3.4, 2047, 6854, 6376; HCL: RFC822 phrase handling");

    public static IEnumerable<SampleMessage> All()
    {
        (string Name, string Fields, string[] Kept, string[] Gone)[] cases =
        [
            ("phrase", $"From: Jean Dupont <{Addresses.Jean}>\r\n", [Addresses.Jean], ["Jean Dupont"]),
            ("phrase-quoted", $"From: \"Dupont, Jean\" <{Addresses.Jean}>\r\n", [Addresses.Jean], ["Dupont, Jean"]),
            ("phrase-quoted-pairs", $"From: \"Jean \\\"le grand\\\" Dupont\" <{Addresses.Jean}>\r\n", [Addresses.Jean], ["le grand"]),
            ("phrase-comma-unquoted", $"From: Dupont, Jean <{Addresses.Jean}>\r\n", [Addresses.Jean], ["Dupont, Jean"]),
            ("phrase-with-dot", $"From: J. Dupont <{Addresses.Jean}>\r\n", [Addresses.Jean], ["J. Dupont"]),
            ("phrase-encoded-words", $"From: =?utf-8?Q?Jean-No=C3=ABl?=\r\n =?utf-8?Q?_Dupont?= <{Addresses.Jean}>\r\n", [Addresses.Jean],
                ["=?utf-8?"]),
            ("phrase-encoded-word-in-quotes", $"From: \"=?iso-8859-1?Q?No=EBl?=\" <{Addresses.Jean}>\r\n", [Addresses.Jean], ["=?iso-8859-1?"]),
            ("phrase-unknown-charset", $"From: =?x-nobody?B?abcd?= <{Addresses.Jean}>\r\n", [Addresses.Jean], ["x-nobody"]),
            ("phrase-latin-1", $"From: No\u00EBl Dupont <{Addresses.Jean}>\r\n", [Addresses.Jean], ["No\u00EBl"]),
            ("phrase-utf-8", Text.Utf8($"From: Noël Dupont <{Addresses.Jean}>\r\n"), [Addresses.Jean], ["Dupont <"]),
            ("phrase-is-an-address", $"From: \"{Addresses.Jean}\" <{Addresses.Jean}>\r\n", [Addresses.Jean], [$"\"{Addresses.Jean}\""]),
            ("comment-behind", $"From: {Addresses.Jean} (Jean Dupont)\r\n", [Addresses.Jean], ["Jean Dupont"]),
            ("comment-nested", $"From: <{Addresses.Jean}> (Jean (le \\) grand) Dupont)\r\n", [Addresses.Jean], ["grand"]),
            ("comment-before", $"From: (Ventes) <{Addresses.Jean}>\r\n", [Addresses.Jean], ["Ventes"]),
            ("phrase-folded", $"From: \"Jean\r\n Dupont\"\r\n <{Addresses.Jean}>\r\n", [Addresses.Jean], ["Dupont\""]),
            ("domino-name", $"From: \"Jean Dupont/Ventes/ACME\" <{Addresses.Jean}>\r\n", [Addresses.Jean], ["Ventes/ACME"]),
            ("sender", $"From: <{Addresses.Jean}>\r\nSender: Paul Martin <{Addresses.Paul}>\r\n", [Addresses.Jean, Addresses.Paul], ["Paul Martin"]),
            ("reply-to", $"From: <{Addresses.Jean}>\r\nReply-To: Service Clients <support@client.example>, Bob <{Addresses.Bob}>\r\n",
                ["support@client.example", $"Bob <{Addresses.Bob}>"], ["Service Clients"]),
            ("receipt-fields", $"From: <{Addresses.Jean}>\r\nDisposition-Notification-To: Jean D <{Addresses.Jean}>\r\nReturn-Receipt-To: Jean D <{Addresses.Jean}>\r\nX-Confirm-Reading-To: Jean D <{Addresses.Jean}>\r\nErrors-To: Jean D <{Addresses.Jean}>\r\n", ["Disposition-Notification-To:"], ["Jean D"]),
            ("resent", $"Resent-From: Jean D <{Addresses.Jean}>\r\nResent-Date: {Mail.Date}\r\nResent-To: Bob P <{Addresses.Bob}>\r\nFrom: <{Addresses.Jean}>\r\n", [$"Bob P <{Addresses.Bob}>"], ["Jean D"]),
            ("recipients-keep-theirs", $"From: Jean D <{Addresses.Jean}>\r\nCc: Paul Martin <{Addresses.Paul}>\r\n",
                [$"Cc: Paul Martin <{Addresses.Paul}>"], ["Jean D"]),
            ("no-phrase", $"From: {Addresses.Jean}\r\n", [$"From: {Addresses.Jean}"], []),
            ("notes-item", $"From: <{Addresses.Jean}>\r\nX-Notes-Item: secret@elsewhere.example; type=501; name=AltBlindCopyTo\r\n",
                [Addresses.Jean], ["X-Notes-Item", "secret@"]),
            ("notes-item-folded-odd-case",
                $"From: <{Addresses.Jean}>\r\nx-NOTES-item: secret@elsewhere.example;\r\n type=501; name=AltBlindCopyTo\r\n",
                [Addresses.Jean], ["x-NOTES-item", "AltBlindCopyTo"]),
            ("own-dkim-is-dropped", $"DKIM-Signature: v=1; a=rsa-sha256; d=client.example; s=s; h=from; bh=a=; b=b=\r\nFrom: Jean D <{Addresses.Jean}>\r\n", [Addresses.Jean], ["Jean D", "d=client.example"]),
        ];
        foreach (var (name, fields, kept, gone) in cases)
        {
            yield return Family.Outbound(name,
                Mail.Plain($"{fields}To: <{Addresses.Bob}>\r\nSubject: Offre\r\nDate: {Mail.Date}\r\nMessage-ID: <1@client.example>\r\n"))
                with
            { Expectation = new Expectation { Kept = kept, Gone = gone } };
        }

        yield return Family.Inbound("inbound-keeps-all",
            Mail.Plain("X-Notes-Item: a; name=b\r\nFrom: Alice Martin <alice@elsewhere.example>\r\nTo: <jean.dupont@client.example>\r\n"))
            with
        { Expectation = new Expectation { IsUnchanged = true } };
        yield return Family.Make("strangers-mail-keeps-all", MailDirection.Outbound, new Envelope(Addresses.Alice, Addresses.Accountant),
            Mail.Plain($"DKIM-Signature: v=1; a=rsa-sha256; d=elsewhere.example; s=s; h=from; bh=a=; b=b=\r\nFrom: Alice Martin <{Addresses.Alice}>\r\nTo: <comptable@client.example>\r\n")) with
        { Expectation = new Expectation { IsUnchanged = true } };
        yield return Family.Outbound("attached-message-keeps-all",
            Mail.Multipart(Mail.OutboundFields, "mixed", "b1", Mail.TextPart(),
            Mail.Part("Content-Type: message/rfc822",
            Mail.Plain($"X-Notes-Item: a\r\nFrom: Jean Dupont <{Addresses.Jean}>\r\nTo: <{Addresses.Bob}>\r\n"))))
            with
        { Expectation = new Expectation { IsUnchanged = true } };
    }
}
