namespace Connelink.MailGuard.Server.Demo;

/// <summary>How a mail program writes its header section and parts its messages, down to the order of the fields.</summary>
/// <param name="Name">As people know it.</param>
/// <param name="Fields">With {from}, {to}, {subject} and {content} (Content-Type and what goes with it) where they stand.</param>
/// <param name="Preamble">What old programs show instead of the parts.</param>
internal sealed record MailProgram(string Name, string Fields, string Boundary, string Preamble = "")
{
    /// <summary>Only what must be: a script, or who thinks up attacks.</summary>
    public static readonly MailProgram Hand = new(
        "by hand",
        """
        From: {from}
        To: {to}
        Date: Mon, 5 Jan 2026 10:00:00 +0100
        {content}
        """,
        "b");

    public static readonly MailProgram Outlook = new(
        "Outlook",
        """
        From: {from}
        To: {to}
        Subject: {subject}
        Date: Mon, 5 Jan 2026 10:00:00 +0100
        Message-ID: <000801dc7e2b$5b3f6c10$11be4430$@client.example>
        MIME-Version: 1.0
        {content}
        X-Mailer: Microsoft Outlook 16.0
        Thread-Index: Adx+K1s/bBAAAAAAQ0uS2cP0Rm6ZAAAAAQ==
        Content-Language: fr
        """,
        "----=_NextPart_000_0009_01DC7E33.BD03D410",
        "This is a multipart message in MIME format.\n\n");

    public static readonly MailProgram AppleMail = new(
        "Apple Mail",
        """
        From: {from}
        {content}
        Mime-Version: 1.0 (Mac OS X Mail 16.0 \(3826.300.87.4.3\))
        Subject: {subject}
        Message-Id: <6E1B0C52-7F0E-4B7C-9C55-0D1F0A3B9E11@client.example>
        Date: Mon, 5 Jan 2026 10:00:00 +0100
        To: {to}
        X-Mailer: Apple Mail (2.3826.300.87.4.3)
        """,
        "Apple-Mail=_0A7B1C9D-51E2-4D59-8A1F-6C3C1C0B2D44");

    public static readonly MailProgram Gmail = new(
        "Gmail",
        """
        MIME-Version: 1.0
        From: {from}
        Date: Mon, 5 Jan 2026 10:00:00 +0100
        X-Gm-Features: AQt7F2o1
        Message-ID: <CAJvQdQ8yQ1b2_Zk=xT4r+VnW0uYd5s3e@mail.gmail.com>
        Subject: {subject}
        To: {to}
        {content}
        """,
        "000000000000a1b2c3061f2e3d4c");

    public static readonly MailProgram Thunderbird = new(
        "Thunderbird",
        """
        Message-ID: <b0c7e5a2-3f1d-4a86-9e0b-7d2c5f8a1e64@partner.example>
        Date: Mon, 5 Jan 2026 10:00:00 +0100
        MIME-Version: 1.0
        User-Agent: Mozilla Thunderbird
        Content-Language: fr, en-US
        To: {to}
        From: {from}
        Subject: {subject}
        {content}
        """,
        "------------0DGbK7hFq2mXw4Yt9RzVc1Ls",
        "This is a multi-part message in MIME format.\n");

    public static readonly MailProgram Notes = new(
        "Notes",
        """
        To: {to}
        Subject: {subject}
        MIME-Version: 1.0
        X-KeepSent: 5F1B2C3D:4E5F6071-C1258D3A:0031A2B4;
         type=4; name=$KeepSent
        From: {from}
        Message-ID: <OF5F1B2C3D.4E5F6071-ONC1258D3A.0031A2B4-C1258D3A.0031A2B5@client.example>
        Date: Mon, 5 Jan 2026 10:00:00 +0100
        X-MIMETrack: Serialize by Router on SRV01/CLIENT(Release 12.0.2FP3|February 2024) at
         05/01/2026 10:00:01
        {content}
        """,
        "=_mixed 0031A2B6C1258D3A_=");
}
