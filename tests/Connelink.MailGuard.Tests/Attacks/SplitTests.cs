using Connelink.MailGuard.Attacks;
using Connelink.MailGuard.Inspection;
using Connelink.MailGuard.Tests.Inspection;
using Xunit;

namespace Connelink.MailGuard.Tests.Attacks;

/// <summary>What is found in a message does not depend on the blocks in which it comes.</summary>
public sealed class SplitTests
{
    private const int MostOctets = 16_384;

    [Theory]
    [InlineData(7)]
    [InlineData(500)]
    public void Attacks_and_innocents_are_found_alike_in_blocks_of(int octets)
    {
        var inspection = new MessageInspection();
        var differing = Samples.All.Where(IsDiffering).Select(sample => sample.Name).ToList();
        Assert.Empty(differing);

        bool IsDiffering(SampleMessage sample)
        {
            var content = sample.Content.ToArray();
            int[] cuts = [.. Enumerable.Range(1, content.Length / octets).Select(n => n * octets)];
            return content.Length <= MostOctets && FoundFacts.Of(inspection, content) != FoundFacts.Of(inspection, content, cuts);
        }
    }
}
