using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Hostile;

/// <summary>The 501st recipient, in the envelope and in the header section.</summary>
internal static class TooManyRecipients
{
    private const int TooMany = 501;

    private static readonly Family Family = new("too-many-recipients", "design.md section 4 recipient-limit; RFC 5322 3.6.3",
        RuleName.RecipientLimit);

    public static IEnumerable<SampleMessage> All()
    {
        string[] readers = [.. Addresses.Readers(TooMany)];
        var plain = string.Join(",\r\n ", readers);
        yield return Family.Make("rcpt-inbound", MailDirection.Inbound,
            new Envelope(Addresses.Alice, [.. readers.Select((_, i) => i == 0 ? Addresses.Jean : $"jean.dupont+{i}@client.example")]),
            Mail.Plain(Mail.InboundFields))
            with
        { Expectation = new Expectation(RuleName.RecipientLimit, RuleName.DeclaredRecipient) };
        yield return Family.Make("rcpt-outbound", MailDirection.Outbound, new Envelope(Addresses.Jean, readers), Mail.Plain(Mail.OutboundFields));
        yield return Family.Make("rcpt-submission", MailDirection.Submission,
            new Envelope(Addresses.Jean, readers) { Account = Addresses.Jean }, Mail.Plain(Mail.OutboundFields));

        (string Name, string Fields)[] cases =
        [
            ("to", $"To: {plain}\r\n"),
            ("cc", $"To: <{Addresses.Bob}>\r\nCc: {string.Join(",\r\n ", readers[1..])},\r\n <last@list.example>\r\n"),
            ("bcc", $"Bcc: {plain}\r\n"),
            ("to-cc-bcc", $"To: {string.Join(",\r\n ", readers[..200])}\r\nCc: {string.Join(",\r\n ", readers[200..400])}\r\nBcc: {string.Join(",\r\n ", readers[400..])}\r\n"),
            ("two-to-fields", $"To: {string.Join(",\r\n ", readers[..250])}\r\nTo: {string.Join(",\r\n ", readers[250..])}\r\n"),
            ("group", $"To: tous: {plain};\r\n"),
            ("several-groups", $"To: a: {string.Join(",\r\n ", readers[..250])};,\r\n b: {string.Join(",\r\n ", readers[250..])};\r\n"),
            ("phrases", $"To: {string.Join(",\r\n ", readers.Select(reader => $"\"Lecteur, {reader}\" <{reader}>"))}\r\n"),
            ("encoded-phrases", $"To: {string.Join(",\r\n ", readers.Select(reader => $"=?utf-8?Q?L=C3=A9a=2C?= <{reader}>"))}\r\n"),
            ("comments", $"To: {string.Join(",(a, b)\r\n ", readers)}\r\n"),
            ("semicolons", $"To: {string.Join(";\r\n ", readers)}\r\n"),
            ("one-line", $"To: {string.Join(",", readers)}\r\n"),
            ("blank-before-colon", $"To : {plain}\r\n"),
            ("odd-case", $"tO: {plain}\r\n"),
            ("empty-elements", $"To: {string.Join(",,\r\n ,", readers)}\r\n"),
        ];
        foreach (var (name, fields) in cases)
        {
            yield return Family.Outbound("header-" + name,
                Mail.Plain($"From: <{Addresses.Jean}>\r\n{fields}Subject: Nouvelles\r\nDate: {Mail.Date}\r\nMessage-ID: <1@client.example>\r\n"));
        }
    }
}
