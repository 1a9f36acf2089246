using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Server.Check;
using Connelink.MailGuard.Tests.Support;
using Xunit;

namespace Connelink.MailGuard.Tests.Server.Check;

/// <summary>Real messages written by others, beside the repository where they are present.</summary>
public sealed class CorpusCheckTests(ITestOutputHelper output)
{
    private static readonly string Corpus = SourceTree.PathOf("..", "shared", "corpus");

    [Theory]
    [InlineData(Direction.Inbound)]
    [InlineData(Direction.Outbound)]
    [InlineData(Direction.Submission)]
    public async Task All_of_it_is_judged(Direction direction)
    {
        Assert.SkipUnless(Directory.Exists(Corpus), "../shared/corpus is not there");
        var (exitCode, _, text, errors) = await CheckFolder.RunAsync(new CheckOptions { Paths = [Corpus], Direction = direction });

        output.WriteLine(text);
        Assert.Equal("", errors);
        Assert.Equal(1, exitCode);
    }
}
