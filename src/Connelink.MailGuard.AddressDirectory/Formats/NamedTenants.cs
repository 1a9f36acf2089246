using System.Text;

namespace Connelink.MailGuard.AddressDirectory.Formats;

/// <summary>The tenants of a file that names them in each row or record.</summary>
internal sealed class NamedTenants(DirectoryReading reading)
{
    private readonly Dictionary<string, TenantDraft> _tenants = new(StringComparer.Ordinal);
    private TenantDraft? _open;

    /// <summary>The tenant with this name, opened; null and a mistake when there is no name anywhere.</summary>
    public TenantDraft? Open(ReadOnlySpan<byte> text, int line, out string? mistake)
    {
        mistake = null;
        var name = text.IsEmpty ? reading.Tenant : Encoding.UTF8.GetString(text);
        if (name is null)
        {
            mistake = "is missing; say whose entry it is, here or for the whole file with --tenant";
            return null;
        }
        if (_open?.Name == name) return _open;
        if (_tenants.TryGetValue(name, out _open)) reading.Sink.Reopen(_open);
        else _tenants.Add(name, Start(name, line));
        return _open;
    }

    private TenantDraft Start(string name, int line)
    {
        _open = reading.Sink.OpenTenant(line);
        _open.Name = name;
        return _open;
    }
}
