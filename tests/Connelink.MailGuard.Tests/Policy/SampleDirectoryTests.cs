using System.Text;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Smtp;
using Connelink.MailGuard.Tests.Support;
using Xunit;

namespace Connelink.MailGuard.Tests.Policy;

/// <summary>The rules over the real snapshot of the sample directory: both sides mean the same by a key.</summary>
public sealed class SampleDirectoryTests
{
    private static readonly DirectorySnapshot Sample = DirectoryFile.Load(SourceTree.PathOf("directory.sample.json"));

    [Theory]
    [InlineData(Direction.Inbound, "x@elsewhere.example", "Jean.Dupont@CLIENT.example.", "pass")]
    [InlineData(Direction.Inbound, "x@elsewhere.example", "\"j.dupont\"@client.example", "pass")]
    [InlineData(Direction.Inbound, "x@elsewhere.example", "hank+news@globex.example", "pass")]
    [InlineData(Direction.Inbound, "x@elsewhere.example", "jean.dupont+news@client.example", "declared-recipient")]
    [InlineData(Direction.Inbound, "x@elsewhere.example", "bob@partner.example", "relay-denied")]
    [InlineData(Direction.Inbound, "x@elsewhere.example", "projet@client.example", "internal-group")]
    [InlineData(Direction.Inbound, "x@elsewhere.example", "direction@client.example", "pass")]
    [InlineData(Direction.Outbound, "jean.dupont@client.example", "projet@client.example", "pass")]
    [InlineData(Direction.Outbound, "homer@globex.example", "projet@client.example", "internal-group")]
    [InlineData(Direction.Outbound, "x@elsewhere.example", "dossier.client@cabinet.example", "pass")]
    [InlineData(Direction.Outbound, "x@elsewhere.example", "other@cabinet.example", "declared-sender")]
    [InlineData(Direction.Outbound, "bob@partner.example", "x@elsewhere.example", "declared-sender")]
    [InlineData(Direction.Outbound, "Bounce-17=x@client.example", "x@elsewhere.example", "pass")]
    [InlineData(Direction.Outbound, "bounce@client.example", "x@elsewhere.example", "declared-sender")]
    public void Rules_judge_by_the_sample_directory(Direction direction, string sender, string recipient, string expected)
    {
        var arena = new OctetArena();
        Assert.True(PathParser.TryParseReversePath(Encoding.ASCII.GetBytes($"<{sender}>"), arena, out var reversePath, out _));
        Assert.True(PathParser.TryParseForwardPath(Encoding.ASCII.GetBytes($"<{recipient}>"), arena, out var forwardPath, out _));

        var mail = new MailContext { Direction = direction };
        mail.Begin(reversePath, Sample);
        mail.Offer(forwardPath);
        Assert.Equal(expected, StandardRules.Create(new PolicyOptions(), "gate.example", []).JudgeRecipient(mail, forwardPath)?.Rule ?? "pass");
    }
}
