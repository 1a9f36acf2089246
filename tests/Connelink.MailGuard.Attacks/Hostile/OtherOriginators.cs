using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Hostile;

/// <summary>Groups in From, other originator fields, reverse-paths, other tenants.</summary>
internal static class OtherOriginators
{
    private static readonly Family Groups = new("group-syntax", "CERT VU#517845 (2025); RFC 6854", RuleName.DeclaredSender,
        RuleName.MimeIntegrity)
    { Readers = "last address of a group: several mail programs and services, see the note" };

    private static readonly Family Fields = new("sender-fields",
        "Composition Kills A12, A13; RFC 5322 3.6.2, 3.6.6; HCL: Resent headers take precedence", RuleName.DeclaredSender, RuleName.MimeIntegrity);

    private static readonly Family Paths = new("reverse-paths", "Composition Kills (USENIX Security 2020), espoofer A1-A7",
        RuleName.DeclaredSender, RuleName.Syntax);

    private static readonly Family Accounts = new("accounts", "RFC 6409 6.1; CERT VU#244112", RuleName.DeclaredSender);

    public static IEnumerable<SampleMessage> All()
    {
        const string jean = $"<{Addresses.Jean}>", ceo = $"<{Addresses.Ceo}>";
        (string Name, string Field)[] groups =
        [
            ("declared-as-name", $"From: {Addresses.Jean}:{Addresses.Ceo};\r\n"),
            ("declared-as-quoted-name", $"From: \"{Addresses.Jean}\":{ceo};\r\n"),
            ("declared-in-front", $"From: {jean}:{ceo};\r\n"),
            ("member-undeclared", $"From: Direction: {ceo};\r\n"),
            ("members-mixed", $"From: Direction: {jean}, {ceo};\r\n"),
            ("declared-behind", $"From: Direction: {ceo};, {jean}\r\n"),
            ("declared-before", $"From: {jean}, Direction: {ceo};\r\n"),
            ("empty", "From: Undisclosed:;\r\n"),
            ("empty-then-address", $"From: {Addresses.Jean}:;{ceo}\r\n"),
            ("left-open", $"From: {Addresses.Jean}:{ceo}\r\n"),
            ("nested", $"From: a: b: {ceo};;\r\n"),
            ("route-or-group", $"From: <{Addresses.Jean}:{Addresses.Ceo};>\r\n"),
        ];
        foreach (var (name, field) in groups) yield return Groups.Outbound(name, Originators.Message(field));

        (string Name, string More)[] fields =
        [
            ("sender-undeclared", $"Sender: {ceo}\r\n"),
            ("sender-twice", $"Sender: {jean}\r\nSender: {ceo}\r\n"),
            ("sender-blank-before-colon", $"Sender : {ceo}\r\n"),
            ("sender-group", $"Sender: x:{ceo};\r\n"),
            ("resent-from-undeclared", $"Resent-From: {ceo}\r\nResent-Date: {Mail.Date}\r\n"),
            ("resent-sender-undeclared", $"Resent-From: {jean}\r\nResent-Sender: {ceo}\r\nResent-Date: {Mail.Date}\r\n"),
            ("resent-from-of-another-tenant", $"Resent-From: <{Addresses.Hank}>\r\nResent-Date: {Mail.Date}\r\n"),
        ];
        foreach (var (name, more) in fields) yield return Fields.Outbound(name, Originators.Message(more + $"From: {jean}\r\n"));
        yield return Fields.Outbound("from-of-another-tenant", Originators.Message($"From: <{Addresses.Hank}>\r\n"));
        yield return Fields.Outbound("sender-of-another-tenant", Originators.Message($"From: {jean}\r\nSender: <{Addresses.Homer}>\r\n"));
        yield return Fields.Null("null-path-of-a-person", MailDirection.Outbound, Originators.Message($"From: {ceo}\r\n"));
        yield return Fields.Null("null-path-from-strange-postmaster", MailDirection.Outbound,
            Originators.Message("From: <postmaster@bank.example>\r\nAuto-Submitted: auto-replied\r\n"));

        string[] paths =
        [
            "nobody@client.example", Addresses.Ceo, "any@notexist.client.example", "(jean.dupont@client.example",
                "jean.dupont@client.example(a.bank.example",
            "jean.dupont@client.example'@bank.example", "@client.example,@any.example:ceo@bank.example",
                "\"jean.dupont@client.example\"@bank.example", "jean.dupont%client.example@bank.example",
            "bounce-1@client.example.bank.example", "bounce-@x@client.example", Addresses.Bob,
                "SRS0=abcd=xx=bank.example=ceo@client.example", "jean.dupont+x=y@client.example",
        ];
        foreach (var (i, path) in paths.Index()) yield return Paths.Outbound($"{i + 1:00}", path, Mail.Plain(Mail.OutboundFields));

        var account = new Envelope(Addresses.Paul, Addresses.Bob) { Account = Addresses.Paul };
        yield return Accounts.Make("from-of-a-colleague", MailDirection.Submission, account, Mail.Plain(Mail.OutboundFields));
        yield return Accounts.Make("path-of-a-colleague", MailDirection.Submission, account with { ReversePath = Addresses.Jean },
            Mail.Plain(Mail.OutboundFields));
        yield return Accounts.Make("from-undeclared", MailDirection.Submission, account, Originators.Message($"From: {ceo}\r\n"));
        yield return Accounts.Make("mailbox-that-is-not-lent", MailDirection.Submission, account,
            Originators.Message("From: <contact@client.example>\r\n"));
        yield return Accounts.Make("sender-of-a-colleague", MailDirection.Submission, account,
            Originators.Message($"From: <{Addresses.Paul}>\r\nSender: {jean}\r\n"));
        yield return Accounts.Make("colleague-of-another-tenant", MailDirection.Submission, account,
            Originators.Message($"From: <{Addresses.Hank}>\r\n"));
    }
}
