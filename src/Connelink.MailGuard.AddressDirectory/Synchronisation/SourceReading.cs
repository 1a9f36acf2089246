using System.Globalization;
using Connelink.MailGuard.AddressDirectory.Synchronisation.Ldap;

namespace Connelink.MailGuard.AddressDirectory.Synchronisation;

/// <summary>Reads a source: all of it, or what has changed since an earlier reading.</summary>
internal sealed class SourceReading(SourceSettings settings, IReadOnlyList<string> domains, TimeProvider time)
{
    /// <summary>Looked back beyond the last change seen: what was written while we read, or came by replication a little later.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(2);

    private const string GeneralizedTime = "yyyyMMddHHmmss'Z'";

    private readonly EntryMapping _mapping = new(settings, domains.ToHashSet());

    /// <summary>What a source may be asked for at most.</summary>
    private string Filter
    {
        get
        {
            var classes = string.Concat(settings.Mapping.Classes.Select(name => $"(objectClass={name})"));
            return settings.Filter.Length > 0 ? $"(&{settings.Filter}(|{classes}))" : $"(|{classes})";
        }
    }

    /// <param name="last">Null: everything is read.</param>
    /// <exception cref="SourceException">It could not be read to its end.</exception>
    public async Task<SourceImage> ReadAsync(SourceImage? last, CancellationToken cancel)
    {
        var started = time.GetUtcNow();
        await using var session = await LdapSession.OpenAsync(settings, cancel);
        var reader = new LdapReader(settings, session);
        if (last is not null && await ReadChangesAsync(reader, last, cancel) is { } brought) return brought;
        var entries = await reader.ReadAsync(Filter, cancel);
        return new(settings, domains, ByKey(entries.Select(_mapping.Map)), started, IsFull: true, reader.Way);
    }

    /// <summary>Null when the source does not tell what has changed: then not even the last change comes again.</summary>
    private async Task<SourceImage?> ReadChangesAsync(LdapReader reader, SourceImage last, CancellationToken cancel)
    {
        if (!last.IsOf(settings, domains) || Since(last.Mark) is not { } since) return null;
        var entries = await reader.ReadAsync($"(&{Filter}({settings.Mapping.Changed}>={since}))", cancel);
        SourceEntry[] changed = [.. entries.Select(_mapping.Map)];
        if (!changed.Any(entry => string.CompareOrdinal(entry.Changed, last.Mark) >= 0)) return null;
        return last with { Entries = ByKey([.. last.Entries.Values, .. changed]), IsFull = false, Way = $"{reader.Way}, what has changed since {since}" };
    }

    private static string? Since(string mark) =>
        DateTimeOffset.TryParseExact(mark, [GeneralizedTime, "yyyyMMddHHmmss.f'Z'"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? (at - Overlap).UtcDateTime.ToString(GeneralizedTime, CultureInfo.InvariantCulture)
            : null;

    /// <summary>The later one counts: a replica may show a document twice.</summary>
    private static Dictionary<string, SourceEntry> ByKey(IEnumerable<SourceEntry> entries)
    {
        var byKey = new Dictionary<string, SourceEntry>();
        foreach (var entry in entries) byKey[entry.Key] = entry;
        return byKey;
    }
}
