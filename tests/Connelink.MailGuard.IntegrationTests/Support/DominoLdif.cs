using System.Text;

namespace Connelink.MailGuard.IntegrationTests.Support;

/// <summary>Domino directories to load into slapd.</summary>
internal static class DominoLdif
{
    /// <summary>An entry for every trap of mail-facts 3.2.</summary>
    public static string Traps => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Ldap/domino.ldif"));

    /// <summary>The traps, and so many persons beside them.</summary>
    public static string Large(int persons)
    {
        var ldif = new StringBuilder(Traps);
        for (var i = 0; i < persons; i++)
        {
            ldif.Append($"""

                dn: cn={(char)('a' + (i % 26))}{(char)('a' + (i / 26 % 26))} Person {i},o=ACME
                objectClass: dominoPerson
                cn: {(char)('a' + (i % 26))}{(char)('a' + (i / 26 % 26))} Person {i}
                sn: {i}
                uid: p{i}
                internetaddress: person.{i}@acme.example
                dominounid: {i:X32}

                """);
        }
        return ldif.ToString().ReplaceLineEndings("\n");
    }
}
