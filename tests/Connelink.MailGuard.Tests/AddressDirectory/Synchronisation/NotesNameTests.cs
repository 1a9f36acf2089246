using Connelink.MailGuard.AddressDirectory.Synchronisation;
using Xunit;

namespace Connelink.MailGuard.Tests.AddressDirectory.Synchronisation;

public sealed class NotesNameTests
{
    [Theory]
    [InlineData("cn=Jean Dupont,ou=Ventes,o=ACME", "jean dupont/ventes/acme")]
    [InlineData("CN=Jean Dupont , OU = Ventes,O=ACME", "jean dupont/ventes/acme")]
    [InlineData("CN=Jean Dupont/OU=Ventes/O=ACME", "jean dupont/ventes/acme")]
    [InlineData("Jean Dupont/Ventes/ACME", "jean dupont/ventes/acme")]
    [InlineData("Jean  DUPONT", "jean dupont")]
    [InlineData(@"cn=H\C3\A9l\c3\a8ne L\C3\89v\C3\AAque,ou=Ventes,o=ACME", "hélène lévêque/ventes/acme")]
    [InlineData("cn=Hélène Lévêque,ou=Ventes,o=ACME", "hélène lévêque/ventes/acme")]
    [InlineData(@"cn=Dupont\, Jean,o=ACME", "dupont, jean/acme")]
    [InlineData(@"cn=Dupont\2C Jean,o=ACME", "dupont, jean/acme")]
    [InlineData("cn=Salle Lumiere/Siege", "salle lumiere/siege")]
    [InlineData("CN=Salle Lumiere/O=Siege", "salle lumiere/siege")]
    [InlineData("cn=R+D", "r/d")]
    [InlineData(@"cn=R\+D", "r+d")]
    [InlineData("cn=", "")]
    [InlineData("a=b=c", "b=c")]
    [InlineData(@"cn=x\", @"x\")]
    [InlineData("", "")]
    public void All_forms_of_a_name_have_one_key(string name, string key) => Assert.Equal(key, NotesName.Key(name));

    [Theory]
    [InlineData("CN=Jean Dupont/OU=Ventes/O=ACME", "Jean Dupont")]
    [InlineData("Jean Dupont/Ventes/ACME", "Jean Dupont")]
    [InlineData("cn=bob@partner.example", "bob@partner.example")]
    [InlineData("a/b@partner.example", "a/b@partner.example")]
    public void The_common_name_is_the_first_component(string name, string common) => Assert.Equal(common, NotesName.Common(name));

    [Theory]
    [InlineData("Jean Dupont", "jean.dupont jean_dupont")]
    [InlineData("J. Dupont", "j._dupont")]
    [InlineData("jdupont", "jdupont")]
    [InlineData("O'Brien", "o'brien")]
    [InlineData("Hélène Lévêque", "")]
    [InlineData("Dupont, Jean", "")]
    [InlineData("x@y.example", "")]
    [InlineData("CN=Jean Dupont/OU=Ventes/O=ACME", "jean.dupont jean_dupont")]
    [InlineData(" ", "")]
    public void A_name_makes_local_parts_that_can_be_written(string name, string localParts) =>
        Assert.Equal(localParts, string.Join(' ', DerivedNames.Of(name, [".", "_"])));
}
