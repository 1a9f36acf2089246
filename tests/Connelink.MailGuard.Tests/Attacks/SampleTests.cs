using Connelink.MailGuard.Attacks;
using MimeKit;
using MimeKit.IO;
using Xunit;
using SharpZip = ICSharpCode.SharpZipLib.Zip;

namespace Connelink.MailGuard.Tests.Attacks;

/// <summary>The messages that the gateway is tried with are what they say, and others than their maker read them so.</summary>
public sealed class SampleTests
{
    private const string Password = "infected";

    private static readonly List<SampleMessage> All = [.. Samples.All];

    /// <summary>Strong encryption is a patent that only PKZIP has, and SharpZipLib has no AES-192.</summary>
    private static readonly string[] NotForSharpZipLib =
        ["zip-encryption/strong", "zip-encryption/strong-without-bit-0", "zip-encryption/masked-header", "zip-encryption/aes-192"];

    /// <summary>MimeKit rightly finds no message in them.</summary>
    private static readonly string[] NoMessages = ["headers-and-charsets/message-empty", "headers-and-charsets/message-of-one-octet", "headers-and-charsets/text-only"];

    [Fact]
    public void There_are_300_attacks_and_150_innocents_at_least()
    {
        Assert.True(Samples.Attacks.Count() >= 300);
        Assert.True(Samples.Innocents.Count() >= 150);
    }

    [Fact]
    public void Names_are_unique_and_fit_for_files()
    {
        Assert.Equal(All.Count, All.Select(message => message.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(All, message => Assert.Matches("^[a-z0-9-]+/[a-z0-9-]+$", message.Name));
    }

    [Fact]
    public void Each_has_a_source_and_somebody_to_go_to() => Assert.All(All, message =>
    {
        Assert.NotEmpty(message.Source);
        Assert.NotEmpty(message.Envelope.Recipients);
        Assert.Equal(message.Direction == MailDirection.Submission, message.Envelope.Account is not null);
    });

    [Fact]
    public void What_is_expected_is_a_rule() =>
        Assert.All(All, message => Assert.Subset(RuleName.All.ToHashSet(), message.Expectation.Rules.ToHashSet()));

    [Fact]
    public void Attacks_and_innocents_are_what_their_list_says()
    {
        Assert.All(Samples.Attacks, message => Assert.True(message.IsAttack));
        Assert.All(Samples.Innocents, message => Assert.False(message.IsAttack));
    }

    [Fact]
    public void Innocents_have_nothing_but_whole_line_ends() => Assert.All(Small(Samples.Innocents), message =>
    {
        var octets = message.Content.ToArray();
        for (var i = 0; i < octets.Length; i++)
        {
            Assert.NotEqual(0, octets[i]);
            if (octets[i] == '\r') Assert.Equal('\n', i + 1 < octets.Length ? (char)octets[i + 1] : ' ');
            if (octets[i] == '\n') Assert.Equal('\r', i > 0 ? (char)octets[i - 1] : ' ');
        }
    });

    [Fact]
    public void Messages_off_the_wire_end_with_end_of_data() => Assert.All(All.Where(message => message.IsWire), message =>
        Assert.True(message.Content.ToArray().AsSpan().EndsWith("\r\n.\r\n"u8)));

    [Fact]
    public void MimeKit_reads_the_innocents()
    {
        List<string> unread = [];
        foreach (var message in Small(Samples.Innocents))
        {
            try
            {
                using var mail = Load(message);
                foreach (var part in mail.BodyParts.OfType<MimePart>()) part.Content?.DecodeTo(Stream.Null, TestContext.Current.CancellationToken);
            }
            catch (FormatException)
            {
                unread.Add(message.Name);
            }
        }
        Assert.Empty(unread.Except(NoMessages));
    }

    [Fact]
    public void SharpZipLib_opens_the_encrypted_archives_with_the_password() =>
        Assert.All(All.Where(message => message.Family == "zip-encryption" && !NotForSharpZipLib.Contains(message.Name)), message =>
        {
            using var mail = Load(message);
            using var archive = new MemoryStream();
            mail.Attachments.OfType<MimePart>().Single().Content!.DecodeTo(archive, TestContext.Current.CancellationToken);
            using var zip = new SharpZip.ZipFile(archive) { Password = Password };
            var entry = zip.Cast<SharpZip.ZipEntry>().Single(entry => entry.IsCrypted);
            using var file = zip.GetInputStream(entry);
            using var content = new MemoryStream();
            file.CopyTo(content);
            Assert.Equal(entry.Size, content.Length);
            if (content.Length > 0) Assert.StartsWith("Facture 001", System.Text.Encoding.ASCII.GetString(content.ToArray()));
        });

    [Theory]
    [InlineData("at-the-limit/one-part-of-40-mebibytes", 41_943_040)]
    [InlineData("oversize/one-part", 41_943_041)]
    [InlineData("oversize/two-parts", 41_943_041)]
    [InlineData("oversize/forty-one-parts", 41_943_041)]
    public void Large_attachments_have_their_size_to_the_octet(string name, long octets)
    {
        using var mail = Load(All.Single(message => message.Name == name));
        using var counter = new MeasuringStream();
        foreach (var part in mail.Attachments.OfType<MimePart>()) part.Content!.DecodeTo(counter, TestContext.Current.CancellationToken);
        Assert.Equal(octets, counter.Length);
    }

    [Fact]
    public void The_scoreboard_names_who_is_wrong()
    {
        var passes = Scoreboard.Of(new Fixed(Outcome.Passed()), All);
        Assert.Equal(passes.Attacks, passes.Missed.Count());
        Assert.Empty(passes.Refused);

        var refuses = Scoreboard.Of(new Fixed(new Outcome(RuleName.EncryptedArchive, "550")), All);
        Assert.Equal(refuses.Innocents, refuses.Refused.Count());
        Assert.DoesNotContain(refuses.Missed, missed => missed.Message.Family == "zip-encryption");
        Assert.Contains(refuses.Missed, missed => missed.Message.Family == "oversize");
    }

    private static IEnumerable<SampleMessage> Small(IEnumerable<SampleMessage> messages) => messages.Where(message => message.Family != "at-the-limit");

    private static MimeMessage Load(SampleMessage message) => MimeMessage.Load(new MemoryStream(message.Content.ToArray()), TestContext.Current.CancellationToken);

    private sealed class Fixed(Outcome outcome) : IJudge
    {
        public Outcome Judge(SampleMessage message) => outcome;
    }
}
