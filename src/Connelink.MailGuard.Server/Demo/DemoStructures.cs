using System.Text;

namespace Connelink.MailGuard.Server.Demo;

/// <summary>Messages in which programs would see different parts, and sloppy ones that mean one thing.</summary>
internal static class DemoStructures
{
    private const string Rule = "mime-integrity";

    public static IEnumerable<DemoMessage> Messages()
    {
        yield return Raw("Sloppy newsletter without MIME-Version", "250",
            """
            Subject: Nouveautés de janvier
            Content-Type: multipart/alternative; boundary=----=_Part_1

            ------=_Part_1
            Content-Type: text/plain; charset=windows-1252

            Bonjour
            ------=_Part_1
            Content-Type: text/html

            <p>Bonjour</p>
            """, delivered: 1);
        yield return Raw("Two Content-Type fields that differ", "550 5.6.0",
            """
            MIME-Version: 1.0
            Content-Type: text/plain
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: application/octet-stream

            hidden
            --b--
            """);
        yield return Raw("Boundary that begins another one, same parts in every reading", "250",
            """
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=outer

            --outer
            Content-Type: multipart/mixed; boundary=outer-inner

            --outer-inner

            which one is this?
            --outer-inner--
            --outer--
            """, delivered: 1);
        yield return Raw("Piece of a message (message/partial)", "550 5.6.0",
            """
            MIME-Version: 1.0
            Content-Type: message/partial; id="a@partner.example"; number=1; total=2

            UEsDBBQAAQAI
            """);
        yield return new("Delivery report on a message of ours", "-", "250") { ReversePath = "", Delivered = 1, Program = MailProgram.Hand, Data = Report };
    }

    private static DemoMessage Raw(string what, string expected, string message, int delivered = 0) => new(what, Rule, expected)
    {
        Delivered = delivered,
        Program = MailProgram.Hand,
        Data = m => DemoMail.WriteRaw(m, message),
    };

    private static byte[] Report(DemoMessage message)
    {
        var status = "Reporting-MTA: dns; mx.partner.example\r\n\r\nFinal-Recipient: rfc822; nobody@partner.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"u8;
        var original = "From: john.smith@client.example\r\nTo: nobody@partner.example\r\nSubject: Bonjour\r\n"u8;
        byte[][] parts =
        [
            DemoPart.Text("I could not deliver your message.\n").Octets(),
            new DemoPart("Content-Type: message/delivery-status\n", status.ToArray(), IsBase64: false).Octets(),
            new DemoPart("Content-Type: text/rfc822-headers\n", original.ToArray(), IsBase64: false).Octets(),
        ];
        const string from = "MAILER-DAEMON@mx.partner.example (Mail Delivery System)";
        const string type = "multipart/report; report-type=delivery-status";
        return DemoMail.WriteParts(message, from, "Auto-Submitted: auto-replied\n", type, parts);
    }
}
