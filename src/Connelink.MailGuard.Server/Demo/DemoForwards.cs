using System.Text;
using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.Server.Demo;

/// <summary>What a rule or an agent forwarded, and what a person did.</summary>
internal static class DemoForwards
{
    private const string John = "john.smith@client.example";

    private static readonly DemoMessage Forward = new("", "auto-forward", "550 5.7.1") { Direction = Direction.Outbound, ReversePath = John, Recipients = ["john@home.example"] };

    public static IEnumerable<DemoMessage> Messages()
    {
        yield return Forward with
        {
            What = "FW: forwarded by a rule of Exchange",
            Data = m => DemoMail.Write(m, MailProgram.Outlook, more: $"X-MS-Exchange-Inbox-Rules-Loop: {John}\nAuto-Submitted: auto-generated\n"),
        };
        yield return Forward with
        {
            What = "FW: forwarded by a rule of Domino",
            ReversePath = "",
            Data = m => DemoMail.Write(m, MailProgram.Notes, $"<{John}>", "Auto-Submitted: auto-forwarded\nARC-Seal: i=1; a=rsa-sha256; d=partner.example; s=a; cv=none; b=AAAA\n"),
        };
        yield return Forward with { What = "FW: forwarded by a Sieve script", Data = m => DemoMail.Write(m, MailProgram.Thunderbird, more: $"X-Sieve-Redirected-From: {John}\n") };
        yield return Forward with
        {
            What = "FW: forwarded by a person",
            Expected = "250",
            Delivered = 1,
            Data = m => DemoMail.Write(m, MailProgram.Thunderbird, more: "X-Forwarded-Message-Id: <1@partner.example>\nReferences: <1@partner.example>\n"),
        };
        yield return Forward with
        {
            What = "Vacation notice",
            Expected = "250",
            ReversePath = "",
            Recipients = ["bob@partner.example"],
            Delivered = 1,
            Data = m => DemoMail.Write(m, MailProgram.Notes, $"<{John}>", "Auto-Submitted: auto-replied\nIn-Reply-To: <1@partner.example>\n"),
        };
        yield return Forward with { What = "Invitation sent on somebody's behalf", Expected = "250", Recipients = ["bob@partner.example"], Delivered = 1, Data = Invitation };
    }

    private static byte[] Invitation(DemoMessage message)
    {
        const string calendar = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20260105T090000Z\r\nSUMMARY:Point\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        return DemoMail.WriteAlone(message, MailProgram.Outlook, new DemoPart("Content-Type: text/calendar; method=REQUEST; charset=utf-8\n", Encoding.ASCII.GetBytes(calendar), IsBase64: false),
            "<contact@client.example>\nSender: <john.smith@client.example>");
    }
}
