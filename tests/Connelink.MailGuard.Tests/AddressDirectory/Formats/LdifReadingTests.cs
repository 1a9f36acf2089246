using System.Text;
using Connelink.MailGuard.AddressDirectory.Formats;
using Xunit;

namespace Connelink.MailGuard.Tests.AddressDirectory.Formats;

/// <summary>LDIF as directory servers and their tools write it.</summary>
public sealed class LdifReadingTests
{
    /// <summary>What ldapsearch prints for a Domino-like directory (docs of OpenLDAP; -LLL leaves the comments and the result away).</summary>
    private const string Domino = """
        # extended LDIF
        #
        # LDAPv3
        # base <> with scope subtree

        dn: o=ACME
        objectClass: organization
        o: ACME

        # Jean
        dn: cn=Jean Dupont,ou=Ventes,o=ACME
        objectClass: dominoPerson
        cn: Jean Dupont
        mail: jean.dupont@acme.example
        internetaddress: Jean.Dupont@acme.example
        jpegPhoto:: /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgK
         CgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBA=

        dn:: Y249SMOpbMOobmUgTMOpdsOqcXVlLG91PVZlbnRlcyxvPUFDTUU=
        objectClass: dominoPerson
        cn;lang-fr:: SMOpbMOobmUgTMOpdsOqcXVl
        preferredLanguage: en-GB
        mail: helene.leveque@acme.example
        mail: hleveque@acme.example
        mailaddress: hl@partenaire.example

        dn: cn=Paul Martin,o=ACME
        objectClass: dominoPerson
        mail: Paul Martin/ACME%ACME@mail01.acme.example

        dn: cn=Equipe
        objectClass: dominoGroup
        grouptype: 1
        internetaddress: equipe@acme.example
        member: CN=Jean Dupont, OU=Ventes, O=acme
        member: cn=Sans Adresse
        member: cn=Personne
        member: bob@partner.example

        dn: cn=Sans Adresse
        objectClass: groupOfNames
        member: cn=Equipe
        member:: Y249SMOpbMOobmUgTMOpdsOqcXVlLG91PVZlbnRlcyxvPUFDTUU=

        dn: cn=Terminaisons
        objectClass: dominoGroup
        grouptype: 3
        mail: leavers@acme.example

        dn: cn=Support Clients
        objectClass: dominoServerMailInDatabase
        mail: support@acme.example

        dn: cn=Salle Lumiere/Siege
        objectClass: dominoServerMailInDatabase
        mail: salle.lumiere@acme.example
        resourcetype: 1

        dn: cn=AD,dc=acme
        objectClass: user
        mail: ad@acme.example
        proxyAddresses: SMTP:ad@acme.example
        proxyAddresses: smtp:active@acme.example
        proxyAddresses: X400:c=fr

        # search result
        search: 2
        result: 0 Success
        """;

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Persons_databases_rooms_and_groups_are_found(string end)
    {
        var read = ReadDirectory.Of(DirectoryFormat.Ldif, Domino.ReplaceLineEndings(end), "acme");
        Assert.Empty(read.Mistakes.First);
        Assert.Equal(
            [
                """{"kind":"person","address":"ad@acme.example","aliases":["active@acme.example"]}""",
                """{"kind":"person","address":"helene.leveque@acme.example","aliases":["hleveque@acme.example"]}""",
                """{"kind":"person","address":"jean.dupont@acme.example","aliases":["jean_dupont@acme.example"]}""",
                """{"kind":"mailbox","address":"support@acme.example"}""",
                """{"kind":"group","address":"equipe@acme.example","members":["jean.dupont@acme.example","helene.leveque@acme.example","bob@partner.example"]}""",
                """{"kind":"resource","address":"salle.lumiere@acme.example"}""",
            ],
            read.Entries);
        Assert.Equal(
            [
                "line 19: cn=Hélène Lévêque,ou=Ventes,o=ACME: hl@partenaire.example is where Domino forwards its mail: no redirect is made of it; forwarding to another person is forbidden",
                "line 27: cn=Paul Martin,o=ACME: Paul Martin/ACME%ACME@mail01.acme.example is no internet address; fill in InternetAddress",
                "line 27: cn=Paul Martin,o=ACME: has no address that it does not share: it is not declared; fill in InternetAddress",
                "line 31: cn=Equipe: cn=Personne is the name of no entry that was read; remove it from the group",
                "line 40: cn=Sans Adresse: has no address that it does not share: it is not declared; fill in InternetAddress",
            ],
            read.Remarks.First.OrderBy(remark => remark.Line).Select(remark => remark.ToString()));
    }

    [Theory]
    [InlineData("dn: o=a\nchangetype: add\nobjectClass: organization\n", "line 2, column 1: o=a: is a change record; give the whole entries, as an export or ldapsearch writes them")]
    [InlineData("version: 2\n\ndn: o=a\n", "line 1, column 1: version: '2' is no version of LDIF that is known; there is version 1")]
    [InlineData("cn: x\ndn: o=a\n", "line 1, column 1: a record starts with dn:, and this one with 'cn'")]
    [InlineData("dn: o=a\ngarbage\n", "line 2, column 1: 'garbage' is no line of LDIF; write attribute: value")]
    [InlineData("dn: o=a\nmail:: not base64!\n", "line 2, column 1: the value of 'mail' is not base64")]
    [InlineData("dn: o=a\njpegPhoto:< file:///etc/passwd\n", "line 2, column 1: the value of 'jpegPhoto' is in another file, which is not read; write it here")]
    [InlineData("dn: x\nobjectClass: mailGuardEntry\no: a\nmailGuardKind: persn\nmail: a@b.example\n", "line 4, column 1: mailGuardKind: 'persn' is no kind; did you mean 'person'?")]
    [InlineData("dn: x\nobjectClass: mailGuardEntry\no: a\nmailGuardPlans: basic\n", "line 4, column 1: mailGuardPlans: is no attribute of this class; did you mean 'mailGuardPlan'?")]
    [InlineData("dn: x\nobjectClass: mailGuardTenant\no: a\nassociatedDomain: a@b\n", "line 4, column 1: associatedDomain: 'a@b' is not a domain; write it like client.example")]
    public void A_mistake_is_told_with_its_line_and_its_mend(string text, string expected) =>
        Assert.Equal(expected, Assert.Single(ReadDirectory.Of(DirectoryFormat.Ldif, text, "client").Mistakes.First).ToString());

    [Fact]
    public void A_multi_purpose_group_keeps_what_it_is_for_the_store_to_refuse() => Assert.Contains("\"multiPurpose\":true", Assert.Single(ReadDirectory.Of(
        DirectoryFormat.Ldif, "dn: cn=a\nobjectClass: dominoGroup\ngrouptype: 0\nmail: a@acme.example\n", "client").Entries));

    [Fact]
    public void Without_a_domain_of_the_tenant_nobody_knows_who_is_inside() => Assert.Contains("has no tenant; say with --tenant", Assert.Single(ReadDirectory.Of(
        DirectoryFormat.Ldif, "dn: cn=a\nobjectClass: person\nmail: a@acme.example\n").Mistakes.First).ToString());

    [Fact]
    public void An_empty_value_says_that_there_is_none() => Assert.Equal(
        """{"kind":"person","address":"a@acme.example"}""",
        Assert.Single(ReadDirectory.Of(DirectoryFormat.Ldif, "dn: x\nobjectClass: mailGuardEntry\no: a\nmailGuardKind: person\nmail: a@acme.example\nmailGuardPlan:\nmailAlternateAddress: \n").Entries));

    [Fact]
    public void Long_lines_are_folded_and_what_is_not_plain_is_base64()
    {
        var read = ReadDirectory.Of(DirectoryFormat.Json, """{ "tenants": [ { "name": "Société", "entries": [ { "kind": "person", "address": "a-very-long-local-part-that-goes-on-and-on-and-on-and-on-and-on@a-long-domain.example" } ] } ] }""");
        var lines = Encoding.ASCII.GetString(read.Write(DirectoryFormat.Ldif)).Split('\n');
        Assert.Contains("o:: U29jacOpdMOp", lines);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 76));
    }
}
