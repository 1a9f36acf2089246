using System.Text;
using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.Server.Demo;

/// <summary>What leaves the header section on the way out, and what the essential plan does not include.</summary>
internal static class DemoOutbound
{
    private const string John = "john.smith@client.example";
    private const string Homer = "homer@globex.example";
    private const string Signed = "multipart/signed; protocol=\"application/pkcs7-signature\"; micalg=sha-256";
    private const string Encrypted = "multipart/encrypted; protocol=\"application/pgp-encrypted\"";

    private static readonly DemoMessage Outbound = new("", "", "250")
    {
        Direction = Direction.Outbound,
        ReversePath = John,
        Recipients = ["bob@partner.example"],
        Delivered = 1,
    };

    public static IEnumerable<DemoMessage> Messages() => [.. Edits(), .. Plans()];

    private static IEnumerable<DemoMessage> Edits()
    {
        var edit = Outbound with { Rule = "originator-phrase", Arrives = $"From: <{John}>" };
        yield return edit with { What = "\"Smith, John\" <...>", Program = MailProgram.Outlook, Data = From($"\"Smith, John\" <{John}>") };
        yield return edit with { What = "=?utf-8?Q?J=C3=B6hn_Smith?= <...>", Program = MailProgram.AppleMail, Data = From($"=?utf-8?Q?J=C3=B6hn_Smith?= <{John}>") };
        yield return edit with { What = "\"CN=John Smith/O=CLIENT\" <...>", Program = MailProgram.Notes, Data = From($"\"CN=John Smith/O=CLIENT\" <{John}>") };
        yield return edit with { What = "Address with a comment, as old programs write", Arrives = $"From: {John}", Data = From($"{John} (John Smith)") };
        yield return edit with { What = "Signature (DKIM) of ours, which the edit breaks", Arrives = "no DKIM-Signature", Data = SignedBy("client.example", $"John Smith <{John}>") };
        yield return edit with
        {
            What = "Signature (DKIM) of ours, and nothing to edit",
            Arrives = Signature("client.example"),
            Data = SignedBy("client.example", $"<{John}>"),
        };
        yield return edit with
        {
            What = "Bob's name in Reply-To: not ours, it stays",
            Arrives = "Reply-To: Bob <bob@partner.example>",
            Data = m => DemoMail.Write(m, more: "Reply-To: Bob <bob@partner.example>\n"),
        };
        yield return Outbound with
        {
            What = "X-Notes-Item, naming a hidden recipient",
            Rule = "leaking-fields",
            Arrives = "no X-Notes-Item",
            Program = MailProgram.Notes,
            Data = m => DemoMail.Write(m, more: "X-Notes-Item: CN=Patron/O=CLIENT;\n type=501; name=AltBlindCopyTo\n"),
        };
        yield return Outbound with
        {
            What = "X-Mailer, which stays unless asked for",
            Rule = "leaking-fields",
            Program = MailProgram.Outlook,
            Arrives = "X-Mailer: Microsoft Outlook 16.0",
        };
    }

    private static Func<DemoMessage, byte[]> From(string from) => message => DemoMail.Write(message, from);

    private static Func<DemoMessage, byte[]> SignedBy(string domain, string from) => message => DemoMail.Write(message, from, Signature(domain) + "\n");

    private static string Signature(string domain) => $"DKIM-Signature: v=1; a=rsa-sha256; d={domain}; s=a; h=from:to:subject; bh=AAAA; b=AAAA";

    private static IEnumerable<DemoMessage> Plans()
    {
        var essential = Outbound with { Rule = "essential-plan", ReversePath = Homer };
        yield return essential with { What = "Plain text, essential plan", Program = MailProgram.Outlook };
        foreach (var (what, program, data) in Protected())
        {
            var message = essential with { Program = program, Data = data };
            yield return message with { What = $"{what}, complete plan", ReversePath = John };
            yield return message with { What = $"{what}, essential plan", Expected = "550 5.7.1", Delivered = 0 };
        }
    }

    private static IEnumerable<(string What, MailProgram Program, Func<DemoMessage, byte[]> Data)> Protected() =>
    [
        ("S/MIME signed", MailProgram.AppleMail, WriteSigned),
        ("S/MIME signed and opaque", MailProgram.Outlook, m => WriteSmime(m, "signed-data", "opaque.p7m")),
        ("S/MIME encrypted", MailProgram.Outlook, m => WriteSmime(m, "enveloped-data", "encrypted.p7m")),
        ("PGP encrypted in the text", MailProgram.Gmail, m => DemoMail.Write(m, text: Armor())),
        ("PGP encrypted (PGP/MIME)", MailProgram.Thunderbird, WritePgp),
    ];

    private static byte[] WriteSigned(DemoMessage message)
    {
        var signature = DemoPart.Attachment("application/pkcs7-signature", "smime.p7s", DemoPart.File("signature.p7s"));
        return DemoMail.WriteParts(message, null, "", Signed, [DemoPart.Text("Le contrat est signé.\n").Octets(), signature.Octets()]);
    }

    private static byte[] WriteSmime(DemoMessage message, string type, string file) =>
        DemoMail.WriteAlone(message, DemoPart.Attachment($"application/pkcs7-mime; smime-type={type}", "smime.p7m", DemoPart.File(file)));

    /// <summary>RFC 3156 4.</summary>
    private static byte[] WritePgp(DemoMessage message)
    {
        var version = new DemoPart("Content-Type: application/pgp-encrypted\n", "Version: 1\r\n"u8.ToArray(), IsBase64: false);
        var encrypted = new DemoPart("Content-Type: application/octet-stream; name=\"encrypted.asc\"\n", Encoding.ASCII.GetBytes(Armor()), IsBase64: false);
        return DemoMail.WriteParts(message, null, "", Encrypted, [version.Octets(), encrypted.Octets()]);
    }

    private static string Armor() => Encoding.ASCII.GetString(DemoPart.File("encrypted.asc")).ReplaceLineEndings("\r\n");
}
