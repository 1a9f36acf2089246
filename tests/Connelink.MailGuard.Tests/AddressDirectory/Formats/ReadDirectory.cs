using System.Text;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.AddressDirectory.Formats;

namespace Connelink.MailGuard.Tests.AddressDirectory.Formats;

/// <summary>Tenants and entries as a reader gave them, to be looked at or written again.</summary>
internal sealed class ReadDirectory : IDirectorySink
{
    private readonly List<ReadTenant> _tenants = [];
    private ReadTenant? _open;

    public IReadOnlyList<ReadTenant> Tenants => _tenants;

    /// <summary>The entries of all tenants in the JSON form.</summary>
    public IEnumerable<string> Entries => _tenants.SelectMany(tenant => tenant.Entries);

    public DirectoryMistakes Mistakes { get; } = new();

    public DirectoryMistakes Remarks { get; } = new();

    public static ReadDirectory Of(DirectoryFormat format, byte[] file, string? tenant = null)
    {
        var read = new ReadDirectory();
        new DirectoryReading(read, read.Mistakes, read.Remarks, tenant) { Domains = tenant is null ? [] : ["acme.example"] }.Read(format, new MemoryStream(file));
        return read;
    }

    public static ReadDirectory Of(DirectoryFormat format, string file, string? tenant = null) => Of(format, Encoding.UTF8.GetBytes(file), tenant);

    public byte[] Write(DirectoryFormat format)
    {
        using var file = new MemoryStream();
        var writer = DirectoryReading.Writer(format, file);
        foreach (var tenant in _tenants)
        {
            writer.OpenTenant(tenant.Draft, tenant.Domains);
            foreach (var entry in tenant.Entries) writer.Add(EntryJson.Read(entry));
        }
        writer.Complete();
        return file.ToArray();
    }

    public TenantDraft OpenTenant(int line)
    {
        _open = new(new TenantDraft(_tenants.Count, line, 0));
        _tenants.Add(_open);
        return _open.Draft;
    }

    public void Reopen(TenantDraft tenant) => _open = _tenants.Single(known => known.Draft == tenant);

    public void AddDomain(ReadOnlySpan<byte> domain, DirectoryMistake place) => _open!.Domains.Add(Encoding.UTF8.GetString(domain));

    public void Add(EntryDraft draft) => _open!.Entries.Add(EntryJson.Text(draft));
}

internal sealed record ReadTenant(TenantDraft Draft)
{
    public List<string> Domains { get; } = [];

    public List<string> Entries { get; } = [];
}
