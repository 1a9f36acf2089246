using System.Text;
using System.Text.Json;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.AddressDirectory.Formats;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Server.Check;
using Spectre.Console;

namespace Connelink.MailGuard.Server.Commands.Directory;

/// <summary>Entries as a table for people, or as JSON Lines; at the end how many there are of each kind and plan.</summary>
internal sealed class EntryList(CommandOutput output, EntryFilter filter, bool asJson, int limit) : IDirectoryWriter, IDisposable
{
    /// <summary>Addresses are not broken where another program reads them.</summary>
    public const int PipeWidth = 200;

    private readonly Table _entries = new Table().RoundedBorder().AddColumns("Address", "Kind", "Plan", "Tenant", "Carries");
    private readonly List<TenantCount> _counts = [];
    private readonly Utf8JsonWriter _json = new(output.Lines, EntryJson.Options);
    private long _left;

    public void OpenTenant(TenantDraft tenant, IReadOnlyList<string> domains) => _counts.Add(new(tenant.Name));

    public void Add(EntryDraft draft)
    {
        if (!filter.Takes(draft)) return;
        _counts[^1].Add(draft);
        if (asJson) Line(draft);
        else if (_entries.Rows.Count == limit) _left++;
        else Row(draft);
    }

    public void Complete()
    {
        if (asJson)
        {
            Line(json => CountJson.Write(json, _counts));
            return;
        }
        if (_entries.Rows.Count > 0) output.Table.Write(_entries);
        if (_left > 0) output.Text.WriteLine($"and {CheckWords.Count(_left)} more (--limit N lists more, --json all)");
        output.Table.Write(CountTable.Of(_counts));
    }

    public void Dispose() => _json.Dispose();

    private void Row(EntryDraft draft)
    {
        foreach (var column in _entries.Columns) column.NoWrap = true;
        _entries.Columns[^1].NoWrap = false;
        _entries.AddRow(
            Markup.Escape(Text(draft.Address[0])), DirectoryWords.Kinds[(int)draft.Kind!],
            draft.Plan == Plan.None ? "" : DirectoryWords.Plans[(int)draft.Plan - 1], Markup.Escape(_counts[^1].Tenant), Markup.Escape(string.Join("; ", Carries(draft))));
    }

    private static IEnumerable<string> Carries(EntryDraft draft)
    {
        if (draft.Aliases.Count > 0) yield return $"aliases {List(draft.Aliases)}";
        if (draft.Targets.Count > 0) yield return $"to {List(draft.Targets)}";
        if (draft.Kind == EntryKind.Group) yield return CheckWords.Count(draft.Members.Count, "member");
        if (draft.Senders.Count > 0) yield return $"senders {List(draft.Senders)}";
        if (draft.MaySendAs.Count > 0) yield return $"may send as {List(draft.MaySendAs)}";
        if (draft.Source is { } source) yield return $"from {source}";
    }

    /// <summary>The first few.</summary>
    private static string List(KeyList keys)
    {
        const int shown = 3;
        var text = string.Join(' ', Enumerable.Range(0, Math.Min(keys.Count, shown)).Select(i => Text(keys[i])));
        return keys.Count > shown ? $"{text} and {keys.Count - shown} more" : text;
    }

    private void Line(EntryDraft draft) => Line(json =>
    {
        json.WriteString("tenant"u8, _counts[^1].Tenant);
        EntryJson.WriteProperties(json, draft);
    });

    private void Line(Action<Utf8JsonWriter> properties)
    {
        _json.WriteStartObject();
        properties(_json);
        _json.WriteEndObject();
        _json.Flush();
        _json.Reset();
        output.Lines.Write("\n"u8);
    }

    private static string Text(ReadOnlySpan<byte> key) => Encoding.UTF8.GetString(AddressText.Of(key));
}
