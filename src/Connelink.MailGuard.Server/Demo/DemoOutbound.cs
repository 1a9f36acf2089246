using System.Text;
using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.Server.Demo;

/// <summary>What leaves the header section on the way out, and what the essential plan does not include.</summary>
internal static class DemoOutbound
{
    private const string John = "john.smith@client.example";
    private const string Homer = "homer@globex.example";
    private const string Signed = "multipart/signed; protocol=\"application/pkcs7-signature\"; micalg=sha-256";

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
        yield return edit with { What = "\"Smith, John\" <...>, from Outlook", Data = From(MailProgram.Outlook, $"\"Smith, John\" <{John}>") };
        yield return edit with { What = "=?utf-8?Q?J=C3=B6hn?= <...>, Apple Mail", Data = From(MailProgram.AppleMail, $"=?utf-8?Q?J=C3=B6hn_Smith?= <{John}>") };
        yield return edit with { What = "\"CN=John Smith/O=CLIENT\" <...>, Notes", Data = From(MailProgram.Notes, $"\"CN=John Smith/O=CLIENT\" <{John}>") };
        yield return edit with { What = "Address with a comment, old programs", Arrives = $"From: {John}", Data = From(MailProgram.Thunderbird, $"{John} (John Smith)") };
        yield return edit with
        {
            What = "Bob's name in Reply-To: not ours, it stays",
            Arrives = "Reply-To: Bob <bob@partner.example>",
            Data = m => DemoMail.Write(m, MailProgram.Thunderbird, more: "Reply-To: Bob <bob@partner.example>\n"),
        };
        yield return Outbound with
        {
            What = "X-Notes-Item, naming a hidden recipient",
            Rule = "leaking-fields",
            Arrives = "no X-Notes-Item",
            Data = m => DemoMail.Write(m, MailProgram.Notes, more: "X-Notes-Item: CN=Patron/O=CLIENT;\n type=501; name=AltBlindCopyTo\n"),
        };
    }

    private static Func<DemoMessage, byte[]> From(MailProgram program, string from) => message => DemoMail.Write(message, program, from);

    private static IEnumerable<DemoMessage> Plans()
    {
        var complete = Outbound with { Rule = "essential-plan" };
        var essential = complete with { ReversePath = Homer };
        yield return complete with { What = "S/MIME signed, complete plan", Data = WriteSigned };
        yield return essential with { What = "Plain text, essential plan", Data = m => DemoMail.Write(m, MailProgram.Outlook) };
        essential = essential with { Expected = "550 5.7.1", Delivered = 0 };
        yield return essential with { What = "S/MIME signed, essential plan", Data = WriteSigned };
        yield return essential with { What = "S/MIME signed and opaque, essential plan", Data = m => WriteSmime(m, "signed-data", "opaque.p7m") };
        yield return essential with { What = "S/MIME encrypted, essential plan", Data = m => WriteSmime(m, "enveloped-data", "encrypted.p7m") };
        yield return essential with { What = "PGP encrypted, essential plan", Data = WritePgp };
    }

    private static byte[] WriteSigned(DemoMessage message)
    {
        var signature = DemoPart.Attachment("application/pkcs7-signature", "smime.p7s", DemoPart.File("signature.p7s"));
        return DemoMail.WriteParts(message, MailProgram.AppleMail, null, "", Signed, [DemoPart.Text("Le contrat est signé.\n").Octets(), signature.Octets()]);
    }

    private static byte[] WritePgp(DemoMessage message) =>
        DemoMail.Write(message, MailProgram.Thunderbird, text: Encoding.ASCII.GetString(DemoPart.File("encrypted.asc")));

    private static byte[] WriteSmime(DemoMessage message, string type, string file) =>
        DemoMail.WriteAlone(message, MailProgram.Outlook, DemoPart.Attachment($"application/pkcs7-mime; smime-type={type}", "smime.p7m", DemoPart.File(file)));
}
