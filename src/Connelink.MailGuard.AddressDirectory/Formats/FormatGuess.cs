namespace Connelink.MailGuard.AddressDirectory.Formats;

/// <summary>Which form a file has, by its name and by how it begins.</summary>
public static class FormatGuess
{
    /// <exception cref="DirectoryException">It is none of the forms.</exception>
    public static DirectoryFormat Of(string name, ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("PK"u8)) throw new DirectoryException($"{name} is a workbook; save it as \"CSV UTF-8\" in the spreadsheet program, and import that.");
        var byName = Path.GetExtension(name).ToLowerInvariant() switch
        {
            ".json" => DirectoryFormat.Json,
            ".csv" or ".tsv" or ".txt" => DirectoryFormat.Csv,
            ".ldif" or ".ldf" => DirectoryFormat.Ldif,
            _ => (DirectoryFormat?)null,
        };
        return byName ?? ByContent(head);
    }

    /// <summary>JSON begins with a brace or a comment, LDIF with its version, a dn or a comment; what else has a first line may be a table.</summary>
    private static DirectoryFormat ByContent(ReadOnlySpan<byte> head)
    {
        var text = ListText.Trim(head);
        while (text.StartsWith((byte)'#'))
        {
            var end = text.IndexOf((byte)'\n');
            text = end < 0 ? default : ListText.Trim(text[end..]);
        }
        if (text.StartsWith((byte)'{') || text.StartsWith("//"u8) || text.StartsWith("/*"u8)) return DirectoryFormat.Json;
        if (text.StartsWith("dn:"u8) || text.StartsWith("version:"u8)) return DirectoryFormat.Ldif;
        return DirectoryFormat.Csv;
    }
}
