using Connelink.MailGuard.Attacks;
using Connelink.MailGuard.Inspection;
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
            return content.Length <= MostOctets && Found(content, content.Length) != Found(content, octets);
        }

        string Found(byte[] content, int block)
        {
            inspection.Begin(opensDocuments: true);
            foreach (var piece in content.Chunk(Math.Max(1, block))) inspection.Write(piece);
            inspection.Complete();
            var facts = inspection.Facts;
            return $"{facts.Archives} {facts.Irregularities} {facts.Protection} {facts.AttachmentOctets} {facts.AlternativeOctets} {facts.IsReport} {facts.HasCalendar}";
        }
    }
}
