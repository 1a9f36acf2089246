using System.Text;
using Connelink.MailGuard.Archives;
using Connelink.MailGuard.Inspection;
using Connelink.MailGuard.Protection;
using Xunit;

namespace Connelink.MailGuard.Tests.Protection;

public sealed class PgpReaderTests
{
    private const LeafTraits Text = LeafTraits.Text;
    private const LeafTraits Html = LeafTraits.Text | LeafTraits.Html;

    public static TheoryData<string, ProtectionFindings> Armors => new()
    {
        { PgpSamples.Encrypted, ProtectionFindings.PgpEncrypted },
        { PgpSamples.Symmetric, ProtectionFindings.PgpEncrypted },
        { PgpSamples.Signed, ProtectionFindings.PgpSigned },
        { PgpSamples.SignedZlib, ProtectionFindings.PgpSigned },
        { PgpSamples.SignedBzip2, ProtectionFindings.PgpSigned },
        { PgpSamples.SignedUncompressed, ProtectionFindings.PgpSigned },
        { PgpSamples.ClearSigned, ProtectionFindings.PgpSigned },
        { PgpSamples.Signature, ProtectionFindings.SignedFile },
        { PgpSamples.Stored, ProtectionFindings.None },
        { PgpSamples.Literal, ProtectionFindings.None },
        { PgpSamples.PublicKey, ProtectionFindings.None },
    };

    [Theory]
    [MemberData(nameof(Armors))]
    public void Armor_in_a_text_is_told_by_its_packets(string armor, ProtectionFindings expected)
    {
        Assert.Equal(expected, Read(armor));
        Assert.Equal(expected, Read($"Hello,\n\n{armor}\n\nbye\n"));
        Assert.Equal(expected, Read("\uFEFF" + armor));
        Assert.Equal(expected, Read(armor.Replace("\n\n", "\nVersion: GnuPG v2\nComment: a: b\n\n", StringComparison.Ordinal)));
        Assert.Equal(expected, Read(armor.Replace("-----\n", "-----  \n", StringComparison.Ordinal)));
        Assert.Equal(expected, Read(string.Join('\n', armor.Split('\n').Where(line => !line.StartsWith('=')))));
        Assert.Equal(expected, Find(Encoding.ASCII.GetBytes(armor.ReplaceLineEndings("\n")), Text));
    }

    [Theory]
    [MemberData(nameof(Armors))]
    public void Armor_in_UTF_16_is_found(string armor, ProtectionFindings expected)
    {
        var text = $"Bonjour, voil\u00E0 :\r\n{armor}".ReplaceLineEndings("\r\n");
        Assert.Equal(expected, Find(Encoding.Unicode.GetBytes(text), Text));
        Assert.Equal(expected, Find(Encoding.BigEndianUnicode.GetBytes(text), Text));
        Assert.Equal(expected, Find([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)], Text));
        Assert.Equal(expected, Find([.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(text)], Text));
    }

    [Theory]
    [MemberData(nameof(Armors))]
    public void Armor_in_HTML_is_found(string armor, ProtectionFindings expected)
    {
        if (armor == PgpSamples.ClearSigned) return; // its text has lines of its own
        Assert.Equal(expected, Find(PgpSamples.Text($"<html><body><p>Hi</p><pre>{armor}</pre></body></html>"), Html));
        Assert.Equal(expected, Find(PgpSamples.Text("<div>" + armor.Replace("\n", "<br>\n", StringComparison.Ordinal) + "</div>"), Html));
        Assert.Equal(expected, Find(PgpSamples.Text("<div>" + armor.Replace("\n\n", "\nVersion: x\n\n", StringComparison.Ordinal).Replace("\n", "</div>\n<div>", StringComparison.Ordinal) + "</div>"), Html));
    }

    [Theory]
    [MemberData(nameof(Armors))]
    public void Packets_without_armor_are_told_alike(string armor, ProtectionFindings expected)
    {
        var packets = PgpSamples.Packets(armor);
        if (armor == PgpSamples.ClearSigned) expected = ProtectionFindings.SignedFile;
        Assert.Equal(expected, Find(packets, LeafTraits.Pgp));
        // bzip2 is not looked into, and two octets prove nothing.
        Assert.Equal(armor == PgpSamples.SignedBzip2 ? ProtectionFindings.None : expected, Find(packets, LeafTraits.None));
        if (expected == ProtectionFindings.PgpSigned) Assert.Equal(ProtectionFindings.SignedFile, Find(packets, LeafTraits.Pgp | LeafTraits.File));
    }

    [Theory]
    [MemberData(nameof(Armors))]
    public void An_armored_file_is_told_whatever_its_type_says(string armor, ProtectionFindings expected)
    {
        if (expected == ProtectionFindings.PgpSigned) expected = ProtectionFindings.SignedFile;
        Assert.Equal(expected, Find(PgpSamples.Text(armor), LeafTraits.File));
        Assert.Equal(expected, Find(PgpSamples.Text(armor), LeafTraits.File | LeafTraits.Pgp));
        Assert.Equal(expected, Find(PgpSamples.Text(armor), LeafTraits.File | LeafTraits.Text));
    }

    [Theory]
    [InlineData("> ")]
    [InlineData(">")]
    [InlineData("| ")]
    [InlineData("He wrote: ")]
    [InlineData("- ")]
    public void Quoted_armor_is_none(string quote)
    {
        foreach (var armor in PgpSamples.All)
        {
            Assert.Equal(ProtectionFindings.None, Read(string.Join('\n', armor.Split('\n').Select(line => quote + line))));
        }
    }

    [Theory]
    [InlineData("PGP encrypts. Look for the line -----BEGIN PGP MESSAGE----- in the text.\n")]
    [InlineData("-----BEGIN PGP MESSAGE-----\n")]
    [InlineData("-----BEGIN PGP MESSAGE-----\n...\n-----END PGP MESSAGE-----\n")]
    [InlineData("-----BEGIN PGP MESSAGE-----\n\nyour text here\n-----END PGP MESSAGE-----\n")]
    [InlineData("-----BEGIN PGP MESSAGE-----\n\n-----END PGP MESSAGE-----\n")]
    [InlineData("-----BEGIN PGP MESSAGE-----\nhello\n")]
    [InlineData("-----BEGIN PGP MESSAGE----- is how it begins\n\nhF4D5zc3kfubK84SAQdA2VGo81qDuwS/wesqnTmE6hTb75groaY86LajB2622AQw\n")]
    [InlineData("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nHello\n")]
    [InlineData("-----BEGIN PGP SIGNED MESSAGE-----\n\nHello\n-----BEGIN PGP SIGNATURE-----\n\nno base64 at all\n")]
    [InlineData("-----BEGIN PGP MESSAGE-----\n\nDear all, this is a text of words without any meaning\n")]
    [InlineData("-------------\n--------------------------\n-----BEGIN\n-----BEGIN PGP\n-----BEGIN PGP \n")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n")]
    public void Prose_about_PGP_passes(string prose) => Assert.Equal(ProtectionFindings.None, Read(prose));

    [Fact]
    public void Armor_behind_a_false_start_is_found()
    {
        foreach (var start in new[] { "-----BEGIN PGP MESSAGE-----\n", "-----BEGIN PGP MESSAGE-----\nxx", "-----BEGIN PGP MESSAGE-----\n\n=", "-----BEGIN PGP MESSAGE-----\n-----BEGIN PGP MESSAGE-----", "-----BEGIN PGP ", "-----\n----------\n", "-----BEGIN PGP MESSAGE-----\n\n" })
        {
            Assert.Equal(ProtectionFindings.PgpEncrypted, Read($"{start}\n{PgpSamples.Encrypted}"));
        }
    }

    [Fact]
    public void Two_armors_are_both_found() =>
        Assert.Equal(ProtectionFindings.PgpEncrypted | ProtectionFindings.PgpSigned, Read($"{PgpSamples.ClearSigned}\n{PgpSamples.Encrypted}"));

    [Fact]
    public void A_part_of_a_longer_message_is_a_message() =>
        Assert.Equal(ProtectionFindings.PgpEncrypted, Read(PgpSamples.Encrypted.Replace("BEGIN PGP MESSAGE", "BEGIN PGP MESSAGE, PART 1/2", StringComparison.Ordinal)));

    [Fact]
    public void Encrypted_data_alone_must_lead_to_the_end_of_the_file()
    {
        byte[] body = [1, .. Enumerable.Range(0, 98).Select(i => (byte)i)];
        Assert.Equal(ProtectionFindings.PgpEncrypted, Find([0xD2, 99, .. body], LeafTraits.None));
        Assert.Equal(ProtectionFindings.None, Find([0xD2, 99, .. body, 0], LeafTraits.None));
        Assert.Equal(ProtectionFindings.None, Find([0xD2, 99, .. body[..^1]], LeafTraits.None));
        Assert.Equal(ProtectionFindings.PgpEncrypted, Find([0xD2, 99, .. body, 0], LeafTraits.Pgp));
        Assert.Equal(ProtectionFindings.PgpEncrypted, Find([0xA5, 0, 99, .. body], LeafTraits.None));
    }

    /// <summary>Each is the tag of a packet: of session keys, signatures, encrypted data.</summary>
    [Theory]
    [InlineData("\u00C1lvaro, ves esto?")]
    [InlineData("\u00C2ge et profession, puis le nom et l'adresse de chacun des demandeurs")]
    [InlineData("\u00C3o")]
    [InlineData("\u00C4pfel und Birnen")]
    [InlineData("\u00C8ve")]
    [InlineData("\u00C9tat des lieux du mois")]
    [InlineData("\u00CAtre ou ne pas")]
    [InlineData("\u00D2 nom d'un chien")]
    [InlineData("\u00D4 temps, suspends")]
    [InlineData("\u00A7 12\r\n")]
    [InlineData("\u00AB\u00A0Bonjour\u00A0\u00BB")]
    [InlineData("\u00E9")]
    public void A_text_that_begins_with_an_accent_is_no_packet_whatever_its_name(string text)
    {
        foreach (var octets in new[] { Encoding.Latin1.GetBytes(text), Encoding.UTF8.GetBytes(text) })
        {
            Assert.Equal(ProtectionFindings.None, Find(octets, LeafTraits.Pgp | LeafTraits.File));
            Assert.Equal(ProtectionFindings.None, Find(octets, LeafTraits.Pgp | LeafTraits.Text));
            byte[] behind = [.. octets, .. "\r\n"u8, .. PgpSamples.Text(PgpSamples.Encrypted)];
            Assert.Equal(ProtectionFindings.PgpEncrypted, Find(behind, LeafTraits.Pgp | LeafTraits.File));
            Assert.Equal(ProtectionFindings.PgpEncrypted, Find(behind, LeafTraits.Pgp | LeafTraits.Text));
        }
    }

    /// <summary>Of the oldest encrypted data nothing is known but that it is random.</summary>
    [Fact]
    public void What_is_named_OpenPGP_needs_no_end()
    {
        foreach (var tag in new byte[] { 0xC9, 0xD2, 0xC1, 0xC3, 0x85, 0xA5 })
        {
            byte[] body = [1, .. Enumerable.Range(0, 98).Select(i => (byte)(i * 7))];
            Assert.Equal(ProtectionFindings.PgpEncrypted, Find(tag < 0xC0 ? [tag, 0, 99, .. body, 9] : [tag, 99, .. body, 9], LeafTraits.Pgp | LeafTraits.File));
        }
    }

    /// <summary>Found by fuzzing: how much is looked at must not depend on what is at hand.</summary>
    [Fact]
    public void A_text_is_told_by_the_same_octets_however_they_come()
    {
        for (var letters = 50; letters < 70; letters++)
        {
            byte[] text = [0xC1, 100, .. Enumerable.Repeat((byte)'a', letters), 1, .. Enumerable.Repeat((byte)'a', 100)];
            LeafReading.Of(text, LeafTraits.Pgp).MustEqual(LeafReading.Of(text, LeafTraits.Pgp, 1), "octet by octet");
        }
    }

    /// <summary>Pictures, sounds, programs begin with any octets: hardly one in a million files may be taken for OpenPGP.</summary>
    [Fact]
    public void Random_octets_are_no_OpenPGP()
    {
        var random = new Random(20261124);
        var reader = new PgpReader(new MessageInflater(new ArchiveContext()));
        var octets = new byte[512];
        var found = 0;
        for (var i = 0; i < 1_000_000; i++)
        {
            random.NextBytes(octets);
            octets[0] |= 0x80;
            reader.Begin(LeafTraits.None);
            reader.Write(octets);
            reader.Complete();
            if (reader.Findings != ProtectionFindings.None) found++;
        }
        Assert.InRange(found, 0, 5);
    }

    private static ProtectionFindings Read(string text) => Find(PgpSamples.Text(text), Text);

    private static ProtectionFindings Find(byte[] leaf, LeafTraits traits) => LeafReading.AtEverySplit(leaf, traits).Findings;
}
