using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Hostile;

/// <summary>Names that shall leave with the message: where the editor might not see a mailbox of ours beside them. Refused, or gone.</summary>
internal static class Phrases
{
    private const string Secret = "Geheim";

    private static readonly Family Family = new("phrases", "RFC 5322 3.4, 4.4; RFC 6854; RFC 2047; habits of clients that quote nothing", RuleName.DeclaredSender,
        RuleName.MimeIntegrity, RuleName.Framing);

    public static IEnumerable<SampleMessage> All()
    {
        const string jean = $"<{Addresses.Jean}>";
        (string Name, string Fields)[] cases =
        [
            ("blank-before-colon", $"Reply-To : {Secret} {jean}\r\n"),
            ("folded-before-colon", $"Reply-To\r\n : {Secret} {jean}\r\n"),
            ("twice", $"Reply-To: {jean}\r\nReply-To: {Secret} {jean}\r\n"),
            ("other-case", $"REPLY-to: {Secret} {jean}\r\n"),
            ("name-of-group", $"Reply-To: {Secret}: {jean};\r\n"),
            ("name-of-group-encoded", $"Reply-To: =?utf-8?q?{Secret}?=: {jean};\r\n"),
            ("name-of-empty-group", $"Reply-To: {Secret}:;, {jean}\r\n"),
            ("domain-with-final-dot", $"Reply-To: {Secret} <{Addresses.Jean}.>\r\n"),
            ("domain-in-capitals", $"Reply-To: {Secret} <{Addresses.Jean.ToUpperInvariant()}>\r\n"),
            ("local-part-quoted", $"Reply-To: {Secret} <\"jean.dupont\"@client.example>\r\n"),
            ("undeclared-of-ours", $"Reply-To: {Secret} <ventes@client.example>\r\n"),
            ("comment-behind-comma", $"Reply-To: {jean}, ({Secret})\r\n"),
            ("comment-in-angle", $"Reply-To: <{Addresses.Jean} ({Secret})>\r\n"),
            ("comment-nested", $"Reply-To: (a (b) {Secret} (c)) {jean}\r\n"),
            ("route", $"Reply-To: {Secret} <@relay.example:{Addresses.Jean}>\r\n"),
            ("no-angles", $"Reply-To: {Secret} {Addresses.Jean}\r\n"),
            ("words-behind", $"Reply-To: {jean} {Secret}\r\n"),
            ("words-behind-bare", $"Reply-To: {Addresses.Jean} {Secret}\r\n"),
            ("angle-left-open", $"Reply-To: {Secret} <{Addresses.Jean}\r\n"),
            ("quote-left-open", $"Reply-To: \"{Secret} {jean}\r\n"),
            ("backslash", $"Reply-To: {Secret}\\, {jean}\r\n"),
            ("second-of-many", $"Reply-To: {string.Join(", ", Enumerable.Repeat($"{Secret} {jean}", 200))}\r\n"),
            ("below-line-that-is-no-field", $"XXXX\r\nReply-To: {Secret} {jean}\r\n"),
            ("errors-to", $"Errors-To: {Secret} {jean}\r\n"),
            ("resent-reply-to", $"Resent-Reply-To: {Secret} {jean}\r\n"),
            ("sender-of-ours", $"Sender: {Secret} <{Addresses.Paul}>\r\n"),
        ];
        foreach (var (name, fields) in cases)
        {
            yield return Family.Outbound(name, Mail.Plain($"From: {jean}\r\n{fields}To: <{Addresses.Bob}>\r\nSubject: Offre\r\nDate: {Mail.Date}\r\nMessage-ID: <1@client.example>\r\n")) with
            { Expectation = new Expectation(Family.Rules) { Gone = [Secret] } };
        }
        (string Name, string From)[] froms =
        [
            ("from-other-address-encoded", $"=?utf-8?q?{Secret}=40bank.example?= {jean}"),
            ("from-other-address-in-comment", $"{jean} ({Secret}@bank.example)"),
            ("from-other-address-quoted", $"\"{Secret}@bank.example\" {jean}"),
            ("from-other-address-in-angles-encoded", $"=?utf-8?q?{Secret}_=3Cceo=40bank=2Eexample=3E?= {jean}"),
            ("from-line-end-encoded", $"=?utf-8?q?{Secret}=0D=0AFrom=3A_ceo=40bank=2Eexample?= {jean}"),
        ];
        foreach (var (name, from) in froms)
        {
            yield return Family.Outbound(name, Mail.Plain($"From: {from}\r\nTo: <{Addresses.Bob}>\r\nSubject: Offre\r\nDate: {Mail.Date}\r\nMessage-ID: <1@client.example>\r\n")) with
            { Expectation = new Expectation(Family.Rules) { Gone = [Secret, "bank"] } };
        }
    }
}
