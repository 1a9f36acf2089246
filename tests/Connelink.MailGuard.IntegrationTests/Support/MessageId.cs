using System.Text.RegularExpressions;

namespace Connelink.MailGuard.IntegrationTests.Support;

/// <summary>What messages are counted by, on both sides.</summary>
internal static partial class MessageId
{
    public static string New() => $"{Guid.NewGuid():N}@test.example";

    /// <summary>The id in a message or a file of a message; the whole text where there is none, so that it is not overlooked.</summary>
    public static string In(string message) => Field().Match(message) is { Success: true } match ? match.Groups[1].Value : message;

    [GeneratedRegex(@"^Message-I[dD]:\s*<([^>]*)>", RegexOptions.Multiline)]
    private static partial Regex Field();
}
