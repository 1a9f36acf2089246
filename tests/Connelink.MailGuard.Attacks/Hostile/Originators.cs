using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Hostile;

/// <summary>Jean is declared and sends; what recipients see is someone else. Programs read the field differently, so that a check sees Jean.</summary>
internal static class Originators
{
    private static readonly Family Family = new("originators", "Composition Kills (USENIX Security 2020), espoofer A8-A19",
        RuleName.DeclaredSender, RuleName.MimeIntegrity, RuleName.Framing)
    {
        Readers = "first From: Gmail; last From: Outlook, iCloud; blank before colon: most; route and quoted pairs: Yahoo, Outlook",
    };

    public static IEnumerable<SampleMessage> All()
    {
        const string jean = $"<{Addresses.Jean}>", ceo = $"<{Addresses.Ceo}>";
        (string Name, string Fields)[] cases =
        [
            ("from-undeclared", $"From: {ceo}\r\n"),
            ("from-undeclared-phrase-declared", $"From: \"{Addresses.Jean}\" {ceo}\r\n"),
            ("from-twice-declared-first", $"From: {jean}\r\nFrom: {ceo}\r\n"),
            ("from-twice-declared-last", $"From: {ceo}\r\nFrom: {jean}\r\n"),
            ("from-twice-both-declared", $"From: {jean}\r\nFrom: <{Addresses.Paul}>\r\n"),
            ("from-missing", $"Sender: {jean}\r\n"),
            ("from-empty", "From:\r\n"),
            ("from-empty-angle", "From: <>\r\n"),
            ("from-phrase-only", "From: Jean Dupont\r\n"),
            ("from-in-other-case-twice", $"FROM: {ceo}\r\nfrom: {jean}\r\n"),
            ("blank-before-colon", $"From: {jean}\r\nFrom : {ceo}\r\n"),
            ("tab-before-colon", $"From\t: {ceo}\r\nFrom: {jean}\r\n"),
            ("folded-before-colon", $"From\r\n : {ceo}\r\nFrom: {jean}\r\n"),
            ("folded-name-only", $"From\r\n : {ceo}\r\nSender: {jean}\r\n"),
            ("nul-in-name", $"Fr\0om: {ceo}\r\nFrom: {jean}\r\n"),
            ("nul-in-address", $"From: <jean.dupont@client.example\0@bank.example>\r\n"),
            ("list", $"From: {jean}, {ceo}\r\n"),
            ("list-reversed", $"From: {ceo}, {jean}\r\n"),
            ("list-without-sender", $"From: {ceo}, {jean}, <{Addresses.Bob}>\r\n"),
            ("list-bare", $"From: {Addresses.Ceo},{jean}\r\n"),
            ("two-angles", $"From: {jean}{ceo}\r\n"),
            ("two-angles-blank", $"From: {ceo} {jean}\r\n"),
            ("address-behind-angle", $"From: {jean}{Addresses.Ceo}\r\n"),
            ("address-before-angle", $"From: {Addresses.Ceo} {jean}\r\n"),
            ("angle-in-phrase", $"From: \"{jean}\" {ceo}\r\n"),
            ("nested-angles", $"From: <<{Addresses.Ceo}>{Addresses.Jean}>\r\n"),
            ("angle-left-open", $"From: <{Addresses.Ceo}\r\n"),
            ("route", $"From: <@client.example,@any.example:{Addresses.Ceo}>\r\n"),
            ("route-declared-address", $"From: <{Addresses.Jean}:{Addresses.Ceo}>\r\n"),
            ("quoted-pair-comma", $"From: {ceo}\\,{jean}\r\n"),
            ("quoted-local-part", $"From: <\"jean.dupont@client.example \"@bank.example>\r\n"),
            ("quoted-local-part-of-angle", $"From: <\"{Addresses.Jean}>\"@bank.example>\r\n"),
            ("comment-in-domain", "From: <jean.dupont@client.example(.bank.example>\r\n"),
            ("comment-hides-declared", $"From: {Addresses.Ceo} (<{Addresses.Jean}>)\r\n"),
            ("comment-hides-undeclared", $"From: ({jean}) {ceo}\r\n"),
            ("comment-left-open", $"From: ({ceo} {jean}\r\n"),
            ("encoded-word-address-b", "From: =?us-ascii?B?PGNlb0BiYW5rLmV4YW1wbGU+?=, <jean.dupont@client.example>\r\n"),
            ("encoded-word-address-alone", "From: =?us-ascii?Q?=3Cceo=40bank.example=3E?=\r\n"),
            ("encoded-word-in-angle", "From: <=?us-ascii?Q?ceo=40bank.example?=>\r\n"),
            ("encoded-word-with-line-end", "From: =?us-ascii?Q?x=0D=0AFrom:_ceo@bank.example?= <ceo@bank.example>\r\n"),
            ("semicolon-list", $"From: {ceo}; {jean}\r\n"),
            ("percent-route", "From: <ceo%bank.example@elsewhere.example>\r\n"),
            ("subdomain", "From: <jean.dupont@mail.client.example>\r\n"),
            ("look-alike-domain", "From: <jean.dupont@xn--clent-2xa.example>\r\n"),
            ("domain-with-cyrillic-letter", Text.Utf8("From: <jean.dupont@cl\u0456ent.example>\r\n")),
            ("domain-with-dotless-i", Text.Utf8("From: <jean.dupont@cl\u0131ent.example>\r\n")),
            ("full-width-at", Text.Utf8("From: <ceo\uFF20bank.example@client.example>\r\n")),
            ("domain-with-ideographic-stop", Text.Utf8("From: <ceo@bank\u3002example>\r\n")),
            ("address-literal", "From: <jean.dupont@[192.0.2.1]>\r\n"),
            ("trailing-dot", "From: <jean.dupont@client.example.bank.example.>\r\n"),
            ("undeclared-in-hosted-domain", "From: <directeur@client.example>\r\n"),
            ("tag-where-tenant-has-none", "From: <jean.dupont+ceo@client.example>\r\n"),
            ("external-person", $"From: <{Addresses.Bob}>\r\n"),
            ("line-before", $"XXXX\r\nFrom: {ceo}\r\nFrom: {jean}\r\n"),
            ("8-bit-blank-in-name", $"From\u00A0: {ceo}\r\nFrom: {jean}\r\n"),
        ];
        foreach (var (name, fields) in cases) yield return Family.Outbound(name, Message(fields));

        yield return Family.Outbound("from-below-empty-line-of-blanks", Message($"X: y\r\n \r\nFrom: {ceo}\r\n"));
        yield return Family.Outbound("first-line-indented", $" From: {ceo}\r\n{Message($"From: {jean}\r\n")}");
        yield return Family.Outbound("no-fields", "Bonjour.\r\n");
    }

    internal static string Message(string originators) =>
        Mail.Plain($"{originators}To: <{Addresses.Bob}>\r\nSubject: Virement\r\nDate: {Mail.Date}\r\nMessage-ID: <1@client.example>\r\n");
}
