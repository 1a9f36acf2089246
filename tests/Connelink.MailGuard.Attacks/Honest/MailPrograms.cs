using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Honest;

/// <summary>Messages as common mail programs write them, with their habits of header fields, boundaries and names.</summary>
internal static class MailPrograms
{
    private static readonly Family Family = new("mail-programs", "habits of the programs named, from published samples");

    private static readonly byte[] Picture = [0x89, .. "PNG\r\n\x1A\n"u8, .. Payload.Noise(700, 21)];

    public static IEnumerable<SampleMessage> All()
    {
        foreach (var (name, fields, body) in Cases())
        {
            yield return Family.Inbound(name, Head(Addresses.Alice, Addresses.Jean) + Text.Lines(fields) + "\r\n\r\n" + body);
            yield return Family.Outbound(name + "-outbound", Head(Addresses.Jean, Addresses.Bob) + Text.Lines(fields) + "\r\n\r\n" + body);
        }
    }

    private static string Head(string from, string to) => Text.Lines(
        $"""
        From: <{from}>
        To: <{to}>
        Date: {Mail.Date}
        Message-ID: <20260105100000.1A2B3C@{from[(from.IndexOf('@', StringComparison.Ordinal) + 1)..]}>

        """);

    private static IEnumerable<(string Name, string Fields, string Body)> Cases()
    {
        var html = "<html><body><p>Bonjour,<br>voici l'offre.</p></body></html>";
        yield return ("outlook", """
            Subject: Offre
            Thread-Topic: Offre
            Thread-Index: AQHcfk1x0123456789abcdefghijkl==
            Accept-Language: fr-FR, en-US
            Content-Language: fr-FR
            X-MS-Has-Attach: yes
            X-MS-TNEF-Correlator:
            Content-Class: urn:content-classes:message
            X-MimeOLE: Produced By Microsoft MimeOLE
            Content-Type: multipart/mixed;
            	boundary="_004_AM0PR01MB1234ABCDEF_"
            MIME-Version: 1.0
            """, Body("_004_AM0PR01MB1234ABCDEF_",
            "Content-Type: multipart/alternative;\r\n\tboundary=\"_000_AM0PR01MB1234ABCDEF_\"\r\n\r\n"
                + Body("_000_AM0PR01MB1234ABCDEF_", Qp("plain", "Bonjour,=20\r\nvoici l=92offre."), Qp("html", html)),
            Mail.Attachment("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Offre.docx", Documents.Docx),
                Mail.Attachment("image/png", "image001.png", Picture)));
        yield return ("outlook-express", """
            Subject: Photo
            MIME-Version: 1.0
            Content-Type: multipart/mixed;
            	boundary="----=_NextPart_000_0005_01C6A1B2.C3D4E5F0"
            X-Priority: 3
            X-MSMail-Priority: Normal
            X-Mailer: Microsoft Outlook Express 6.00.2900.2180
            X-MimeOLE: Produced By Microsoft MimeOLE V6.00.2900.2180
            """,
            "This is a multi-part message in MIME format.\r\n\r\n"
                + Body("----=_NextPart_000_0005_01C6A1B2.C3D4E5F0", Qp("plain", "Bonjour"),
                Mail.Attachment("image/jpeg", "photo.jpg", [0xFF, 0xD8, 0xFF, .. Payload.Noise(900)])));
        yield return ("apple-mail", """
            Content-Type: multipart/alternative;
            	boundary="Apple-Mail=_0A1B2C3D-4E5F-6071-8293-A4B5C6D7E8F9"
            Mime-Version: 1.0 (Mac OS X Mail 16.0 \(3774.400.31\))
            Subject: Offre
            X-Mailer: Apple Mail (2.3774.400.31)
            """,
            "\r\n" + Body("Apple-Mail=_0A1B2C3D-4E5F-6071-8293-A4B5C6D7E8F9",
                Mail.Part("Content-Transfer-Encoding: 7bit\nContent-Type: text/plain;\n\tcharset=us-ascii", "Bonjour"),
            "Content-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"Apple-Mail=_1\"\r\n\r\n\r\n"
                + Body("Apple-Mail=_1", Qp("html", html),
                Mail.Part("Content-Transfer-Encoding: base64\nContent-Disposition: inline;\n\tfilename*0=\"une image au nom\";\n\tfilename*1=\" tres long.png\"\nContent-Type: image/png;\n\tx-unix-mode=0644;\n\tname=\"une image.png\"\nContent-Id: <A@elsewhere>", Text.Base64(Picture)))));
        yield return ("apple-mail-pdf-in-text", """
            Content-Type: multipart/mixed; boundary=Apple-Mail-12-345678901
            Mime-Version: 1.0 (Apple Message framework v753.1)
            Subject: PDF
            """,
            "\r\n" + Body("Apple-Mail-12-345678901", Mail.TextPart(),
                Mail.Part("Content-Transfer-Encoding: base64\nContent-Type: application/pdf;\n\tx-mac-hide-extension=yes;\n\tname*=utf-8''d%C3%A9cembre.pdf\nContent-Disposition: inline;\n\tfilename*=utf-8''d%C3%A9cembre.pdf", Text.Base64(Documents.Pdf)), Mail.TextPart("Fin.")));
        yield return ("gmail", """
            MIME-Version: 1.0
            Subject: =?UTF-8?Q?Proposition_d=27=C3=A9t=C3=A9?=
            Content-Type: multipart/mixed; boundary="000000000000a1b2c305f0e1d2c3"
            """,
            Body("000000000000a1b2c305f0e1d2c3",
                Mail.Composite("alternative", "000000000000a1b2c105f0e1d2c1",
                Mail.Part("Content-Type: text/plain; charset=\"UTF-8\"", "Bonjour"),
                Mail.Part("Content-Type: text/html; charset=\"UTF-8\"", "<div dir=\"ltr\">Bonjour</div>")),
            Mail.Part("Content-Type: application/pdf; name=\"offre.pdf\"\nContent-Disposition: attachment; filename=\"offre.pdf\"\nContent-Transfer-Encoding: base64\nContent-ID: <f_lk1>\nX-Attachment-Id: f_lk1", Text.Base64(Documents.Pdf))));
        yield return ("thunderbird", """
            MIME-Version: 1.0
            User-Agent: Mozilla Thunderbird
            Content-Language: fr
            Subject: Re: Offre
            References: <a@elsewhere.example>
            In-Reply-To: <a@elsewhere.example>
            Content-Type: multipart/mixed; boundary="------------0aB1cD2eF3gH4iJ5kL6mN7oP"
            """,
            "This is a multi-part message in MIME format.\r\n"
                + Body("------------0aB1cD2eF3gH4iJ5kL6mN7oP",
                Mail.Part("Content-Type: text/plain; charset=UTF-8; format=flowed\nContent-Transfer-Encoding: 8bit",
                Text.Utf8("Voilà l'été.")), Mail.Attachment("application/zip", "sources.zip", Payload.Clear)));
        yield return ("thunderbird-old-mixed-boundary", """
            User-Agent: Mozilla/5.0 (X11; U; Linux i686; fr; rv:1.8) Gecko/20051201 Thunderbird/1.5
            MIME-Version: 1.0
            Subject: a
            Content-Type: multipart/related;
             boundary="------------010203040506070809000102"
            """,
            "This is a multi-part message in MIME format.\r\n"
                + Body("------------010203040506070809000102", Mail.Part("Content-Type: text/html; charset=ISO-8859-1", html),
                Mail.Part("Content-Type: image/gif;\n name=\"a.gif\"\nContent-Transfer-Encoding: base64\nContent-ID: <part1.01@x>\nContent-Disposition: inline;\n filename=\"a.gif\"", Text.Base64([.. "GIF89a"u8, .. Payload.Noise(200)]))));
        yield return ("notes", """
            MIME-Version: 1.0
            Subject: Offre
            X-KeepSent: 01234567:89ABCDEF-C1258D00:00318A8B; type=4; name=$KeepSent
            X-Mailer: HCL Notes Release 12.0.2 November 15, 2022
            X-MIMETrack: Serialize by Router on MAIL01/ACME(Release 12.0.2FP3) at 05/01/2026 10:00:01
            Content-type: multipart/mixed;
            	Boundary="0__=4EBB0C01DF1234568f9e8a93df938690918c4EBB0C01DF123456"
            Content-Disposition: inline
            """,
            Body("0__=4EBB0C01DF1234568f9e8a93df938690918c4EBB0C01DF123456",
                "Content-type: multipart/alternative; Boundary=\"1__=4EBB\"\r\n\r\n"
                + Body("1__=4EBB", Mail.Part("Content-type: text/plain; charset=ISO-8859-1\nContent-transfer-encoding: quoted-printable",
                "\r\nVoil=E0.="), Mail.Part("Content-type: text/html; charset=ISO-8859-1\nContent-Disposition: inline\nContent-transfer-encoding: quoted-printable", "<html><body><p>Voil=E0</p></body></html>=")),
            Mail.Part("Content-type: application/octet-stream;\n\tname=\"=?ISO-8859-1?Q?R=E9sum=E9.xlsx?=\"\nContent-Disposition: attachment; filename=\"=?ISO-8859-1?Q?R=E9sum=E9.xlsx?=\"\nContent-transfer-encoding: base64", Text.Base64(Documents.Xlsx))));
        yield return ("notes-old", """
            MIME-Version: 1.0
            X-Mailer: Lotus Notes Release 5.0.8 June 18, 2001
            X-MIMETrack: Itemize by SMTP Server on M/ACME(Release 5.0.8 |June 18, 2001) at 01/05/2026 10:00:00 AM, Serialize complete at 01/05/2026 10:00:00 AM
            Subject: Ordre du jour
            Content-Type: multipart/alternative; boundary="=_alternative 00318A8BC1258D00_="
            """,
            "This is a multipart message in MIME format.\r\n"
                + Body("=_alternative 00318A8BC1258D00_=", Mail.Part("Content-Type: text/plain; charset=\"us-ascii\"", "Bonjour"),
                Mail.Part("Content-Type: text/html; charset=\"us-ascii\"", "<br><font size=2 face=\"sans-serif\">Bonjour</font>")));
        yield return ("zimbra", """
            Subject: Offre
            MIME-Version: 1.0
            Content-Type: multipart/mixed;
            	boundary="----=_Part_1234_567890123.1700000000000"
            X-Mailer: Zimbra 8.8.15_GA_4508 (ZimbraWebClient - FF115 (Linux)/8.8.15_GA_4508)
            Thread-Topic: Offre
            Thread-Index: abc==
            """,
            Body("----=_Part_1234_567890123.1700000000000",
                Mail.Part("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 7bit", "Bonjour"),
                Mail.Attachment("application/vnd.oasis.opendocument.text", "offre.odt", Documents.Odt)));
        yield return ("mutt", """
            Subject: patch
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary="uAKRQypu60I7Lcqm"
            Content-Disposition: inline
            Content-Transfer-Encoding: 8bit
            User-Agent: Mutt/2.2.12
            """,
            "\r\n" + Body("uAKRQypu60I7Lcqm",
                Mail.Part("Content-Type: text/plain; charset=iso-8859-1\nContent-Disposition: inline\nContent-Transfer-Encoding: 8bit",
                "Voil\u00E0."), Mail.Part("Content-Type: text/x-diff; charset=us-ascii\nContent-Disposition: attachment; filename=\"a.patch\"", "--- a/x\r\n+++ b/x\r\n@@ -1 +1 @@\r\n-a\r\n+b")));
        yield return ("pine", """
            Subject: minutes
            MIME-Version: 1.0
            Content-Type: MULTIPART/MIXED; BOUNDARY="8323328-1234567890-1700000000=:1234"
            """,
            "  This message is in MIME format.  The first part should be readable text,\r\n  while the remaining parts are likely unreadable without MIME-aware tools.\r\n\r\n" + Body("8323328-1234567890-1700000000=:1234", Mail.Part("Content-Type: TEXT/PLAIN; charset=US-ASCII", "Hello"), Mail.Part("Content-Type: APPLICATION/ZIP; name=\"a.zip\"\nContent-Transfer-Encoding: BASE64\nContent-ID: <Pine.1>\nContent-Description: \nContent-Disposition: attachment; filename=\"a.zip\"", Text.Base64(Payload.Clear) + "\r\n")));
        yield return ("eudora", """
            X-Mailer: QUALCOMM Windows Eudora Version 7.1.0.9
            Subject: fichier
            Mime-Version: 1.0
            Content-Type: multipart/mixed;
            	boundary="=====================_1234567==_"
            """,
            Body("=====================_1234567==_", Mail.Part("Content-Type: text/plain; charset=\"us-ascii\"; format=flowed", "Bonjour"),
                Mail.Part("Content-Type: application/mac-binhex40; name=\"plan.txt\"\nContent-Disposition: attachment; filename=\"plan.txt\"", OldEncodings.BinHex(Payload.Content, "plan.txt"))));
        yield return ("elm-uuencode", "Subject: dessin\nX-Mailer: ELM [version 2.4 PL25]",
            $"Voici le dessin.\r\n\r\n{OldEncodings.Uuencode(Picture, "dessin.gif")}\r\n");
        yield return ("exchange-web", """
            Subject: Offre
            Content-Type: text/html; charset="utf-8"
            Content-Transfer-Encoding: base64
            MIME-Version: 1.0
            X-MS-Exchange-Organization-SCL: -1
            """, Text.Base64(Text.Octets(html)));
        yield return ("outlook-tnef", """
            Subject: Offre
            MIME-Version: 1.0
            X-MS-TNEF-Correlator: <0000000012345678@elsewhere.example>
            Content-Type: multipart/mixed; boundary="----_=_NextPart_000_01BF.ABCD"
            """,
            Body("----_=_NextPart_000_01BF.ABCD", Mail.Part("Content-Type: text/plain; charset=\"iso-8859-1\"", "Bonjour"),
                Mail.Part("Content-Type: application/ms-tnef;\n\tname=\"winmail.dat\"\nContent-Transfer-Encoding: base64",
                Text.Base64(Tnef.WithAttribute("offre.docx", Documents.Docx)))));
        yield return ("telephone", """
            Subject: Photo
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary="--_com.android.email_123456789"
            Importance: normal
            """,
            Body("--_com.android.email_123456789",
                Mail.Part("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64", "Qm9uam91cg==\r\n"),
                Mail.Attachment("image/jpeg", "20260105_100000.jpg", [0xFF, 0xD8, 0xFF, 0xE1, .. Payload.Noise(2_000)])));
        yield return ("roundcube", """
            MIME-Version: 1.0
            Subject: Offre
            User-Agent: Roundcube Webmail/1.6.5
            Content-Type: multipart/mixed;
             boundary="=_0123456789abcdef0123456789abcdef"
            """,
            Body("=_0123456789abcdef0123456789abcdef",
                Mail.Part("Content-Transfer-Encoding: 7bit\nContent-Type: text/plain; charset=US-ASCII;\n format=flowed", "Bonjour"),
                Mail.Part("Content-Transfer-Encoding: base64\nContent-Type: application/pdf;\n name=offre.pdf\nContent-Disposition: attachment;\n filename=offre.pdf;\n size=1234", Text.Base64(Documents.Pdf))));
        yield return ("scanner", """
            Subject: Message from KM_C284e
            X-Mailer: KONICA MINOLTA bizhub C284e
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary="KONICA_MINOLTA_Internet_Fax_Boundary"
            Content-Transfer-Encoding: 7bit
            """,
            Body("KONICA_MINOLTA_Internet_Fax_Boundary", Mail.Part("Content-Type: text/plain\nContent-Transfer-Encoding: 7bit", "\r\n"),
                Mail.Part("Content-Type: application/pdf; name=\"SKM.pdf\"\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename=\"SKM.pdf\"", Text.Base64(Documents.Pdf) + "\r\n")));
        yield return ("php-script",
            "Subject: Commande 123\nX-PHP-Originating-Script: 0:a.php\nMIME-Version: 1.0\nContent-type: text/html; charset=iso-8859-1", html);
        yield return ("no-mime", "Subject: bonjour", "Bonjour, sans rien d'autre.\r\n");
    }

    /// <summary>The body of a multipart; its parts bring their fields.</summary>
    private static string Body(string boundary, params string[] parts) =>
        string.Concat(parts.Select(part => $"--{boundary}\r\n{part}\r\n")) + $"--{boundary}--\r\n";

    private static string Qp(string subtype, string text) =>
        Mail.Part($"Content-Type: text/{subtype}; charset=\"Windows-1252\"\nContent-Transfer-Encoding: quoted-printable", text);
}
