using Connelink.MailGuard.Archives;
using Xunit;
using static Connelink.MailGuard.Archives.ArchiveFindings;

namespace Connelink.MailGuard.Tests.Archives;

/// <summary>Compound files (.msg, .doc): archives in their sectors.</summary>
public sealed class OleTests
{
    /// <summary>A compound file's header and sectors, with a file in the middle.</summary>
    internal static byte[] Compound(byte[] file)
    {
        var sectors = new byte[512 * (3 + (file.Length + 511) / 512)];
        Samples.Noise(sectors.Length).CopyTo(sectors, 0);
        new byte[] { 0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1 }.CopyTo(sectors, 0);
        file.CopyTo(sectors, 1024);
        return sectors;
    }

    [Fact]
    public void An_encrypted_archive_in_a_message_file_is_found()
    {
        Assert.Equal(EncryptedZip, Inspection.AtEverySplit(Compound(Samples.Zip("secret", 0, ("a", Samples.Text())))));
        Assert.Equal(EncryptedZip, Inspection.AtEverySplit(Compound(Samples.Zip(("x.zip", Samples.Zip("secret", 256, ("a", Samples.Text())))))));
        Assert.Equal(EncryptedZip, Inspection.AtEverySplit(Samples.Zip(("x.msg", Compound(Samples.Zip("secret", 0, ("a", Samples.Text())))))));
    }

    [Fact]
    public void Pieces_of_a_clear_one_say_nothing()
    {
        var zip = Samples.Zip(("a", Samples.Noise(700)), ("b", Samples.Noise(700)));
        byte[] pieces = [.. zip[512..1024], .. zip[1024..], .. zip[..512]];
        Assert.Equal(None, Inspection.AtEverySplit(Compound(zip)));
        Assert.Equal(None, Inspection.AtEverySplit(Compound(pieces)));
    }
}
