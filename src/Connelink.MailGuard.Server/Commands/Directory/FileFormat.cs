using System.CommandLine;
using Connelink.MailGuard.AddressDirectory.Formats;

namespace Connelink.MailGuard.Server.Commands.Directory;

/// <summary>The form of a file on the command line.</summary>
internal static class FileFormat
{
    private static readonly string[] Names = [.. Enum.GetNames<DirectoryFormat>().Select(name => name.ToLowerInvariant())];

    public static Option<string?> Option(string otherwise)
    {
        var option = new Option<string?>("--format") { Description = $"{string.Join(", ", Names)}; default: {otherwise}", HelpName = "FORMAT" };
        option.TakeOneOf(Names);
        return option;
    }

    public static DirectoryFormat? Of(string? name) => Enum.TryParse<DirectoryFormat>(name, ignoreCase: true, out var format) ? format : null;
}
