using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Hostile;

/// <summary>What one server takes for the end of mail data and another for text: a second message travels inside the first.</summary>
/// <remarks>Raw octets behind the 354. Whoever refuses must also not read on: what follows is no command.</remarks>
internal static class Smuggling
{
    private static readonly Family Family = new("smtp-smuggling",
        "SEC Consult 2023; CVE-2023-51764, CVE-2023-51765, CVE-2023-51766; The-Login/SMTP-Smuggling-Tools", RuleName.Framing)
    {
        Readers = "LF.LF and LF.CRLF: Postfix, Sendmail, Exim before 2024; CR.CR: Cisco; CRLF.CR CRLF: Microsoft",
    };

    private const string End = "\r\n.\r\n";

    public static IEnumerable<SampleMessage> All()
    {
        (string Name, string Sequence)[] sequences =
        [
            ("lf-dot-lf", "\n.\n"), ("lf-dot-cr", "\n.\r"), ("cr-dot-lf", "\r.\n"), ("cr-dot-cr", "\r.\r"), ("lf-dot-crlf", "\n.\r\n"),
                ("cr-dot-crlf", "\r.\r\n"),
            ("crlf-dot-lf", "\r\n.\n"), ("crlf-dot-cr", "\r\n.\r"), ("crlf-nul-dot-crlf", "\r\n\0.\r\n"), ("crlf-dot-nul-crlf", "\r\n.\0\r\n"),
            ("crlf-dot-crcrlf", "\r\n.\r\r\n"), ("crcrlf-dot-crcrlf", "\r\r\n.\r\r\n"), ("crcrlf-dot-crlf", "\r\r\n.\r\n"),
                ("lflf-dot-lflf", "\n\n.\n\n"),
            ("crlf-dot-crlf-as-lf-cr", "\n\r.\n\r"),
        ];
        foreach (var (name, sequence) in sequences)
        {
            yield return Family.Inbound("inbound-" + name, Smuggled(Mail.InboundFields, Addresses.Jean, sequence)) with { IsWire = true };
            yield return Family.Outbound("outbound-" + name, Smuggled(Mail.OutboundFields, Addresses.Bob, sequence)) with { IsWire = true };
        }
        (string Name, string Text)[] inside =
        [
            ("bare-lf-in-field", "X: a\nBcc: x@elsewhere.example\r\n\r\ntext"),
            ("bare-cr-in-field", "X: a\rBcc: x@elsewhere.example\r\n\r\ntext"),
            ("nul-in-field", "X: a\0b\r\n\r\ntext"),
            ("bare-cr-in-body", "\r\na\rb"),
            ("nul-in-body", "\r\na\0b"),
            ("bare-cr-last", "\r\na\r"),
        ];
        foreach (var (name, text) in inside) yield return Family.Inbound(name, Mail.InboundFields + text + End) with { IsWire = true };
    }

    private static string Smuggled(string fields, string recipient, string sequence) =>
        $"{fields}\r\nBonjour.{sequence}MAIL FROM:<{Addresses.Ceo}>\r\nRCPT TO:<{recipient}>\r\nDATA\r\nFrom: <{Addresses.Ceo}>\r\nTo: <{recipient}>\r\nSubject: Virement\r\n\r\nUrgent.{End}";
}
