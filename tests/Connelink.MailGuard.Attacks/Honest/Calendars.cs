using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Honest;

/// <summary>Invitations, answers, and a delegate who passes an invitation on.</summary>
internal static class Calendars
{
    private static readonly Family Family = new("calendars", "RFC 5546, 6047; samples of Outlook, Google, Notes");

    public static IEnumerable<SampleMessage> All()
    {
        foreach (var method in (string[])["REQUEST", "REPLY", "CANCEL", "COUNTER"])
        {
            yield return Family.Inbound(method.ToLowerInvariant(), Message(Mail.InboundFields, method, Addresses.Alice));
            yield return Family.Outbound(method.ToLowerInvariant() + "-outbound", Message(Mail.OutboundFields, method, Addresses.Jean));
        }
        var strange = Mail.Fields(Addresses.Alice, Addresses.Bob, "Invitation: reunion");
        yield return Family.Outbound("delegated-forward", Message($"Sender: <{Addresses.Jean}>\r\n" + strange, "REQUEST", Addresses.Alice));
        yield return Family.Outbound("delegated-answer",
            Message($"Sender: <{Addresses.Paul}>\r\n" + Mail.Fields(Addresses.Jean, Addresses.Alice, "Accepte: reunion"), "REPLY", Addresses.Jean));
        yield return Family.Make("room-accepts", MailDirection.Outbound, new Envelope("salle.1@client.example", Addresses.Bob),
            Message(Mail.Fields("salle.1@client.example", Addresses.Bob, "Accepte"), "REPLY", "salle.1@client.example"));
        yield return Family.Inbound("attached-as-file",
            Mail.WithAttachment(Mail.InboundFields, "application/ics", "invite.ics", Text.Octets(Ics("REQUEST", Addresses.Alice))));
        yield return Family.Inbound("alone",
            Mail.Single(Mail.InboundFields,
            "Content-Type: text/calendar; method=REQUEST; charset=utf-8; component=VEVENT\nContent-Transfer-Encoding: base64\nContent-class: urn:content-classes:calendarmessage", Text.Base64(Text.Octets(Ics("REQUEST", Addresses.Alice)))));
    }

    private static string Message(string fields, string method, string organizer) => Mail.Multipart(fields, "mixed", "b0",
        Mail.Composite("alternative", "b1", Mail.TextPart("Reunion lundi."),
            Mail.Part($"Content-Type: text/calendar; charset=\"utf-8\"; method={method}\nContent-Transfer-Encoding: 7bit", Ics(method, organizer))),
        Mail.Attachment("application/ics", "invite.ics", Text.Octets(Ics(method, organizer))));

    private static string Ics(string method, string organizer) => Text.Lines(
        $"""
        BEGIN:VCALENDAR
        PRODID:-//Example//FR
        VERSION:2.0
        METHOD:{method}
        BEGIN:VEVENT
        UID:1@elsewhere.example
        DTSTAMP:20260105T090000Z
        DTSTART:20260112T090000Z
        DTEND:20260112T100000Z
        SUMMARY:Reunion
        ORGANIZER;CN=x:mailto:{organizer}
        ATTENDEE;PARTSTAT=ACCEPTED:mailto:jean.dupont@client.example
        END:VEVENT
        END:VCALENDAR
        """);
}
