namespace Connelink.MailGuard.AddressDirectory.Synchronisation;

/// <summary>What is wrong with the settings of a source: all at once, each with the mend.</summary>
internal static class SourceSettingsCheck
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public static IEnumerable<string> Mistakes(SourceSettings settings)
    {
        if (Uri.CheckHostName(settings.Host) == UriHostNameType.Unknown) yield return $"host: '{settings.Host}' is no host; write a name or an address";
        if (settings.Port is < 0 or > 65_535) yield return $"port: {settings.Port} is no port; write 1 to 65535, or 0 for the usual one";
        if (settings.BindDn.Length > 0 && settings.SecretFile.Length == 0) yield return "secretFile: is missing; name the file with the password of bindDn";
        if (settings.BindDn.Length == 0 && settings.SecretFile.Length > 0) yield return "bindDn: is missing; name the account whose password is in secretFile";
        foreach (var (name, file) in Files(settings).Where(known => known.File.Length > 0 && !Path.IsPathRooted(known.File)))
        {
            yield return $"{name}: '{file}' would be another file for each program; write the whole path";
        }
        if (settings.Tls == LdapTls.None && settings.CaFile.Length > 0) yield return "caFile: has no use without TLS; remove it or set tls to ldaps or startTls";
        if (settings.Tls == LdapTls.None && settings.SecretFile.Length > 0 && !IsThisMachine(settings.Host))
        {
            yield return $"tls: a password would go to {settings.Host} in the clear; set tls to ldaps or startTls";
        }
        if (settings.Filter.Length > 0 && !IsOneFilter(settings.Filter)) yield return "filter: must be one filter in parentheses, like (maildomain=ACME) or (&(a=1)(b=2))";
        if (settings.Timeout < TimeSpan.FromSeconds(1) || settings.Timeout > TimeSpan.FromMinutes(10)) yield return OutOfBounds("timeout", settings.Timeout, "00:00:01 to 00:10:00");
        if (settings.Interval < TimeSpan.FromSeconds(5) || settings.Interval > Day) yield return OutOfBounds("interval", settings.Interval, "00:00:05 to 1.00:00:00");
        if (settings.PageSize is < 10 or > 10_000) yield return OutOfBounds("pageSize", settings.PageSize, "10 to 10000");
        if (settings.MaxShrink is not (>= 0 and <= 1)) yield return OutOfBounds("maxShrink", settings.MaxShrink, "a share from 0 to 1, such as 0.3");
        if (settings.ShrinkFloor is < 0 or > 1000) yield return OutOfBounds("shrinkFloor", settings.ShrinkFloor, "0 to 1000");
        if (settings.Plan is { } plan && !DirectoryWords.Plans.Contains(plan)) yield return $"plan: '{plan}' is unknown; {Words.Suggest(plan, DirectoryWords.Plans)}";
        if (!settings.Mapping.Classes.Any()) yield return "mapping: names no class; leave personClasses, mailboxClasses and groupClasses out for Domino's";
        if (settings.Mapping.Addresses.Count == 0) yield return "mapping.addresses: is empty; name the attributes that hold addresses";
        foreach (var name in settings.Mapping.Attributes.Concat(settings.Mapping.Classes).Where(name => !IsDescriptor(name)))
        {
            yield return $"mapping: '{name}' is no name of an attribute or class; write letters, digits, hyphens";
        }
    }

    /// <summary>It stands beside the classes within one filter, and must not end that. Parentheses of values are escaped (RFC 4515 3).</summary>
    private static bool IsOneFilter(string filter)
    {
        var depth = 0;
        for (var i = 0; i < filter.Length; i++)
        {
            depth += filter[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth <= 0 && i < filter.Length - 1) return false;
        }
        return depth == 0;
    }

    private static (string Name, string File)[] Files(SourceSettings settings) => [("secretFile", settings.SecretFile), ("caFile", settings.CaFile)];

    private static string OutOfBounds(string name, object value, string bounds) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name}: {value} is out of bounds; write {bounds}");

    private static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (System.Net.IPAddress.TryParse(host, out var address) && System.Net.IPAddress.IsLoopback(address));

    /// <summary>RFC 4512 1.4: anything else could say more than a name within a filter.</summary>
    private static bool IsDescriptor(string name) => name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or ';');
}
