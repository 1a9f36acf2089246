using System.Text;

namespace Connelink.MailGuard.Benchmarks.Samples;

/// <summary>Messages as programs write them, with CRLF.</summary>
internal static class Mail
{
    private const string Words = "The quarterly figures are attached; please read them before Thursday and bring\r\n";

    public static string Header => """
        Received: from srv.client.example ([192.0.2.7]) by srv.client.example (HCL Domino Release 12.0.2FP3 HF86) with ESMTP id 2025042411332402-909 ; Thu, 24 Apr 2025 11:33:24 +0200
        Date: Thu, 24 Apr 2025 11:33:24 +0200
        From: Jean Dupont <jean.dupont@client.example>
        To: "Bob Partner" <bob@partner.example>, alice@partner.example
        Cc: Carol <carol@partner.example>
        Subject: =?UTF-8?Q?R=C3=A9union_de_jeudi?=
        Message-ID: <OF1A2B3C4D.5E6F7A8B-ONC1258B3C.0034AE12-C1258B3C.00355A01@client.example>
        In-Reply-To: <5d1f0e6a-8f5d-4f0c-8b4e-2f3f9c1f7a11@partner.example>
        References: <5d1f0e6a-8f5d-4f0c-8b4e-2f3f9c1f7a11@partner.example>
        MIME-Version: 1.0
        X-Mailer: HCL Notes Release 12.0.2 November 17, 2022
        X-MIMETrack: Serialize by Router on SRV/Client(Release 12.0.2FP3|August 2023) at 24/04/2025 11:33:24
        X-KeepSent: 1A2B3C4D:5E6F7A8B-C1258B3C:0034AE12; type=4; name=$KeepSent

        """.ReplaceLineEndings("\r\n");

    public static byte[] Text(int octets) => Octets(Header + "Content-Type: text/plain; charset=us-ascii\r\n\r\n" + Fill(octets - Header.Length));

    /// <summary>Quoted-printable text and HTML.</summary>
    public static byte[] Alternative(int octets)
    {
        var half = QuotedPrintable((octets - Header.Length) / 2);
        return Octets(Header + "Content-Type: multipart/alternative; boundary=\"=_a\"\r\n\r\n"
            + "--=_a\r\nContent-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + half
            + "\r\n--=_a\r\nContent-Type: text/html; charset=UTF-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<html><body><p>" + half + "</p></body></html>"
            + "\r\n--=_a--\r\n");
    }

    public static byte[] WithAttachment(byte[] file) => WithAttachments([file]);

    public static byte[] WithAttachments(byte[][] files) =>
        Octets(Header + "Content-Type: multipart/mixed; boundary=\"=_m\"\r\n\r\n--=_m\r\nContent-Type: text/plain\r\n\r\n" + Fill(400)
            + string.Concat(files.Select(Attachment)) + "\r\n--=_m--\r\n");

    private static string Attachment(byte[] file) =>
        "\r\n--=_m\r\nContent-Type: application/octet-stream; name=\"figures.bin\"\r\nContent-Disposition: attachment; filename=\"figures.bin\"\r\n"
            + "Content-Transfer-Encoding: base64\r\n\r\n" + Convert.ToBase64String(file, Base64FormattingOptions.InsertLineBreaks);

    public static string QuotedPrintable(int octets)
    {
        const string line = "R=C3=A9union de jeudi=C2=A0: les chiffres du trimestre sont joints; merci d=\r\n=E2=80=99en prendre connaissance.\r\n";
        return new StringBuilder().Insert(0, line, Math.Max(1, octets / line.Length)).ToString();
    }

    private static string Fill(int octets) => new StringBuilder().Insert(0, Words, Math.Max(1, octets / Words.Length)).ToString();

    private static byte[] Octets(string text) => Encoding.ASCII.GetBytes(text);
}
