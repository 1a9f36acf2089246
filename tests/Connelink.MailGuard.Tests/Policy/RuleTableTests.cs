using Connelink.MailGuard.Tests.Support;
using Xunit;

namespace Connelink.MailGuard.Tests.Policy;

public sealed class RuleTableTests
{
    private static readonly string Folder = SourceTree.PathOf("tests", "Connelink.MailGuard.Tests", "Rules");

    public static TheoryData<string, int> Cases()
    {
        var cases = new TheoryData<string, int>();
        foreach (var path in Directory.GetFiles(Folder, "*.rule").Order())
        {
            foreach (var line in RuleTable.CaseLines(path)) cases.Add(Path.GetFileName(path), line);
        }
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Rules_answer_as_their_tables_say(string file, int line)
    {
        var played = RuleTable.Read(Path.Combine(Folder, file), line);

        // The rule that the file is named after need not be written in each line.
        var outcome = played.Play();
        Assert.Equal(played.Expected, outcome.EndsWith(file[..file.IndexOf('.', StringComparison.Ordinal)], StringComparison.Ordinal) && !NamesRule(played.Expected)
            ? outcome[..outcome.LastIndexOf(' ')]
            : outcome);
    }

    private static bool NamesRule(string expected) => expected.Split(' ')[^1].Contains('-');
}
