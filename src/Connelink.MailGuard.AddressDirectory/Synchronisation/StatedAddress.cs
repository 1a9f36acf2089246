using System.Text;

namespace Connelink.MailGuard.AddressDirectory.Synchronisation;

/// <summary>What a source wrote as an address, in the canonical form that everything compares by.</summary>
/// <param name="Key">"jean.dupont@client.example".</param>
internal readonly record struct StatedAddress(string Key)
{
    public string Domain => Key[(Key.LastIndexOf('@') + 1)..];

    /// <summary>
    /// False: it is no address that people would write. A domain without a dot is a Domino domain, not one of the internet; a percent sign
    /// marks what Domino's LDAP service makes up of a hierarchical name: "Paul_Martin/ACME%ACME@mail01.acme.example".
    /// </summary>
    public static bool TryRead(AddressReader reader, string text, out StatedAddress address)
    {
        address = default;
        if (!reader.TryRead(Encoding.UTF8.GetBytes(text.Trim()), out var key)) return false;
        address = new(Encoding.UTF8.GetString(key));
        return address.Domain.Contains('.') && !address.Domain.StartsWith('[') && !address.Key.Contains('%');
    }
}
