using System.Text;
using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.Server.Demo;

/// <summary>What a rule or an agent forwarded, and what a person did.</summary>
internal static class DemoForwards
{
    private const string John = "john.smith@client.example";

    private static readonly DemoMessage Forward = new("", "auto-forward", "550 5.7.1")
    {
        Direction = Direction.Outbound,
        ReversePath = John,
        Recipients = ["john@home.example"],
    };

    public static IEnumerable<DemoMessage> Messages()
    {
        yield return Forward with
        {
            What = "FW: forwarded by a rule of Exchange",
            Program = MailProgram.Outlook,
            Data = m => DemoMail.Write(m, more: $"X-MS-Exchange-Inbox-Rules-Loop: {John}\nAuto-Submitted: auto-generated\n"),
        };
        yield return Forward with
        {
            What = "FW: forwarded by a rule of Domino",
            ReversePath = "",
            Program = MailProgram.Notes,
            Data = m => DemoMail.Write(m, $"<{John}>", "Auto-Submitted: auto-forwarded\nARC-Seal: i=1; a=rsa-sha256; d=partner.example; s=a; cv=none; b=AAAA\n"),
        };
        yield return Forward with
        {
            What = "FW: forwarded by a Sieve script",
            Data = m => DemoMail.Write(m, more: $"X-Sieve-Redirected-From: {John}\n"),
        };
        yield return Forward with
        {
            What = "FW: forwarded by a person",
            Expected = "250",
            Delivered = 1,
            Data = m => DemoMail.Write(m, more: "X-Forwarded-Message-Id: <1@partner.example>\nReferences: <1@partner.example>\n"),
        };
        yield return Forward with
        {
            What = "Vacation notice",
            Expected = "250",
            ReversePath = "",
            Recipients = ["bob@partner.example"],
            Delivered = 1,
            Program = MailProgram.Notes,
            Data = m => DemoMail.Write(m, $"<{John}>", "Auto-Submitted: auto-replied\nIn-Reply-To: <1@partner.example>\n"),
        };
        yield return Forward with { What = "Invitation sent on somebody's behalf", Expected = "250", Recipients = ["bob@partner.example"], Delivered = 1, Program = MailProgram.Outlook, Data = Invitation };
    }

    private static byte[] Invitation(DemoMessage message)
    {
        const string calendar =
            """
            BEGIN:VCALENDAR
            VERSION:2.0
            METHOD:REQUEST
            BEGIN:VEVENT
            UID:1
            DTSTART:20260105T090000Z
            SUMMARY:Point
            END:VEVENT
            END:VCALENDAR

            """;
        var content = Encoding.ASCII.GetBytes(calendar.ReplaceLineEndings("\r\n"));
        var part = new DemoPart("Content-Type: text/calendar; method=REQUEST; charset=utf-8\n", content, IsBase64: false);
        return DemoMail.WriteAlone(message, part, $"<contact@client.example>\nSender: <{John}>");
    }
}
