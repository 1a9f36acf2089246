using System.Text.Json;
using Connelink.MailGuard.AddressDirectory;

namespace Connelink.MailGuard.Server.Commands.Directory;

/// <summary>How the directory's commands write JSON that other programs read: on one line, and addresses as they are.</summary>
internal static class JsonLine
{
    public static readonly JsonSerializerOptions Options = new() { Encoder = EntryJson.Options.Encoder };

    public static void Write(CommandOutput output, object line)
    {
        JsonSerializer.Serialize(output.Lines, line, line.GetType(), Options);
        output.Lines.Write("\n"u8);
    }
}
