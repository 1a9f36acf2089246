using System.Data.Common;
using System.Globalization;

namespace Connelink.MailGuard.AddressDirectory.Store;

/// <summary>Reads the change log.</summary>
internal static class ChangeLog
{
    public static IReadOnlyList<ChangeRecord> Find(DbConnection connection, ChangeFilter filter)
    {
        List<string> conditions = [];
        List<(string, object?)> values = [("@limit", (long)filter.Limit)];
        Add(filter.Number, "c.id = @number", "@number");
        Add(filter.Who, "c.who = @who", "@who");
        Add(filter.Since?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture), "c.at >= @since", "@since");
        Add(filter.Until?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture), "c.at < @until", "@until");
        Add(filter.Tenant, "EXISTS (SELECT 1 FROM change_item i WHERE i.tenant = @tenant AND i.change = c.id)", "@tenant");
        // An entry is the same one when it is renamed: it is followed by its number.
        Add(filter.Address, "c.id IN (SELECT change FROM change_item WHERE entry IN (SELECT entry FROM change_item WHERE name = @address))", "@address");
        var where = conditions.Count == 0 ? "" : $"WHERE {string.Join(" AND ", conditions)}";
        return connection.Query(
            row => new ChangeRecord(row.GetInt64(0), At(row.GetString(1)), row.GetString(2), row.GetString(3), row.Text(4), (int)row.GetInt64(5)),
            $"SELECT c.id, c.at, c.who, c.action, c.reason, (SELECT count(*) FROM change_item i WHERE i.change = c.id) FROM change c {where} ORDER BY c.id DESC LIMIT @limit",
            [.. values]);

        void Add(object? value, string condition, string name)
        {
            if (value is null) return;
            conditions.Add(condition);
            values.Add((name, value));
        }
    }

    public static IReadOnlyList<ChangeItem> Items(DbConnection connection, long change, int limit) =>
        connection.Query(Item, $"SELECT {Columns} FROM change_item WHERE change = @change ORDER BY position LIMIT @limit", ("@change", change), ("@limit", (long)limit));

    /// <summary>The last first, and only those before a position: for what goes through all of them and writes in between.</summary>
    public static IReadOnlyList<ChangeItem> ItemsBefore(DbConnection connection, long change, int position, int limit) => connection.Query(
        Item, $"SELECT {Columns} FROM change_item WHERE change = @change AND position < @position ORDER BY position DESC LIMIT @limit",
        ("@change", change), ("@position", position), ("@limit", (long)limit));

    private const string Columns = "subject, tenant, entry, name, before, after, position";

    private static ChangeItem Item(DbDataReader row) => new(
        (ChangeSubject)row.GetInt16(0), row.GetInt64(1), row.IsDBNull(2) ? null : row.GetInt64(2), row.GetString(3), row.Text(4), row.Text(5))
    {
        Position = row.GetInt32(6),
    };

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}

/// <summary>One change: who, when, why.</summary>
/// <param name="Items">How many things it changed; those of tenants that were erased are gone.</param>
public sealed record ChangeRecord(long Number, DateTimeOffset At, string Who, string Action, string? Reason, int Items);

/// <summary>Which changes are asked for; the last ones come first.</summary>
public sealed record ChangeFilter
{
    public long? Number { get; init; }

    public string? Who { get; init; }

    public DateTimeOffset? Since { get; init; }

    public DateTimeOffset? Until { get; init; }

    public long? Tenant { get; init; }

    /// <summary>What an entry was called at any time.</summary>
    public string? Address { get; init; }

    public int Limit { get; init; } = 100;
}
