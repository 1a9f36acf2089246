using System.Data.Common;
using System.Globalization;

namespace Connelink.MailGuard.AddressDirectory.Store;

/// <summary>The change log: what is read of it, and how a change begins in it. What a change does is written by <see cref="ItemWriter"/>.</summary>
internal static class ChangeLog
{
    private const string Columns = "subject, tenant, entry, name, before, after, position";

    public static void Begin(DbConnection connection, long change, ChangeReason reason) => connection.Execute(
        "INSERT INTO change (id, at, who, action, reason) VALUES (@id, @at, @who, @action, @reason)",
        ("@id", change), ("@at", Text(DateTimeOffset.UtcNow)), ("@who", reason.Who), ("@action", reason.Action), ("@reason", reason.Reason));

    /// <summary>Takes away what the log has of a tenant, and returns how many items that was. What was done to it alone is not told either: the words of a change have addresses in them.</summary>
    /// <param name="before">Changes from this one on are left.</param>
    public static int Forget(DbConnection connection, long tenant, long before)
    {
        connection.Execute(
            "UPDATE change SET action = 'changed a tenant that was erased', reason = NULL WHERE id < @this AND " +
            "EXISTS (SELECT 1 FROM change_item i WHERE i.change = change.id AND i.tenant = @tenant) AND " +
            "NOT EXISTS (SELECT 1 FROM change_item i WHERE i.change = change.id AND i.tenant <> @tenant)",
            ("@this", before), ("@tenant", tenant));
        return connection.Execute("DELETE FROM change_item WHERE tenant = @tenant", ("@tenant", tenant));
    }

    public static IReadOnlyList<ChangeRecord> Find(DbConnection connection, ChangeFilter filter)
    {
        List<string> conditions = [];
        List<(string, object?)> values = [("@limit", (long)filter.Limit)];
        Add(filter.Number, "c.id = @number", "@number");
        Add(filter.Who, "c.who = @who", "@who");
        Add(Text(filter.Since), "c.at >= @since", "@since");
        Add(Text(filter.Until), "c.at < @until", "@until");
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

    /// <summary>The last change before another one that did something to the same thing; null when there is none.</summary>
    public static ChangeRecord? LastOf(DbConnection connection, ChangeItem item, long before)
    {
        var number = connection.Scalar(
            "SELECT max(change) FROM change_item WHERE tenant = @tenant AND subject = @subject AND name = @name AND change < @this" +
            (item.Entry is null ? "" : " OR entry = @entry AND change < @this"),
            ("@tenant", item.Tenant), ("@subject", (short)item.Subject), ("@name", item.Name), ("@this", before), ("@entry", item.Entry ?? 0));
        return number is long last ? Find(connection, new ChangeFilter { Number = last })[0] : null;
    }

    /// <summary>" by admin at 2026-11-01T08:00:00.000Z (change 7)": whose change it is that an entry stands so; empty when that is not known.</summary>
    /// <param name="change">Null: the last one that the entry is in.</param>
    public static string Teller(DbConnection connection, long entry, long? change)
    {
        change ??= (long?)connection.Scalar("SELECT max(change) FROM change_item WHERE entry = @id", ("@id", entry));
        var found = connection.Query(row => $" by {row.GetString(1)} at {row.GetString(0)} (change {change})", "SELECT at, who FROM change WHERE id = @id", ("@id", change ?? 0));
        return found.Count == 0 ? "" : found[0];
    }

    private static ChangeItem Item(DbDataReader row) => new(
        (ChangeSubject)row.GetInt16(0), row.GetInt64(1), row.IsDBNull(2) ? null : row.GetInt64(2), row.GetString(3), row.Text(4), row.Text(5))
    {
        Position = row.GetInt32(6),
    };

    /// <summary>In the log times are texts that sort as times do.</summary>
    public static string? Text(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

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
