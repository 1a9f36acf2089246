using System.Text;
using Connelink.MailGuard.Mime;
using Xunit;

namespace Connelink.MailGuard.Tests.Mime;

public sealed class HeaderFieldFoldingTests
{
    [Fact]
    public void A_fold_stands_in_its_field_and_a_line_end_ends_it_wherever_they_fall()
    {
        for (var text = 0; text < 70; text++)
        {
            foreach (var fold in (string[])["", "\r\n ", "\r\n\t", "\r\n \r\n\t", "\r\n  x\r\n y", "\n x", "\nx", "\n", "\r"])
            {
                var body = new string('x', text) + fold + "y";
                Assert.Equal([$"A={body}", "B=z"], Fields($"A:{body}\r\nB:z\r\n"));
            }
        }
    }

    [Fact]
    public void The_last_line_end_may_be_missing_or_have_a_fold_with_nothing_behind_it()
    {
        for (var text = 0; text < 70; text++)
        {
            var body = new string('x', text);
            Assert.Equal([$"A={body}"], Fields($"A:{body}\r\n"));
            Assert.Equal([$"A={body}y"], Fields($"A:{body}y"));
            Assert.Equal([$"A={body}\r\n "], Fields($"A:{body}\r\n "));
            Assert.Equal([$"A={body}\r\n "], Fields($"A:{body}\r\n \r\n"));
        }
    }

    private static List<string> Fields(string section)
    {
        List<string> fields = [];
        foreach (var field in new HeaderSection(Encoding.Latin1.GetBytes(section))) fields.Add($"{Encoding.Latin1.GetString(field.Name)}={Encoding.Latin1.GetString(field.Body)}");
        return fields;
    }
}
