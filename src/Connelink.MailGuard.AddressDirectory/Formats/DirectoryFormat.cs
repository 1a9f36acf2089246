namespace Connelink.MailGuard.AddressDirectory.Formats;

/// <summary>A form in which directories are handed over.</summary>
public enum DirectoryFormat
{
    /// <summary>design.md section 7.</summary>
    Json,

    /// <summary>RFC 4180 as spreadsheets write it: one row an entry.</summary>
    Csv,

    /// <summary>RFC 2849.</summary>
    Ldif,
}
