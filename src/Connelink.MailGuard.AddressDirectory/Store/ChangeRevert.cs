namespace Connelink.MailGuard.AddressDirectory.Store;

/// <summary>Undoes a change by a new one, where nothing that came later stands in the way.</summary>
public static class ChangeRevert
{
    private const int Page = 1000;

    /// <summary>What stands in the way is told with the other mistakes by <see cref="StoreChange.Commit"/>.</summary>
    public static void Run(StoreChange change, long number)
    {
        var position = int.MaxValue;
        while (ChangeLog.ItemsBefore(change.Connection, number, position, Page) is { Count: > 0 } items)
        {
            foreach (var item in items) Undo(change, item);
            position = items[^1].Position;
        }
        if (position == int.MaxValue) Tell(change, $"change {number}", IsThere(change, number) ? "belonged to a tenant that was erased; it cannot be undone" : "is unknown; see: mailguard directory log");
    }

    private static bool IsThere(StoreChange change, long number) =>
        number < change.Number && ChangeLog.Find(change.Connection, new ChangeFilter { Number = number }).Count > 0;

    private static void Undo(StoreChange change, ChangeItem item)
    {
        if (item.Subject == ChangeSubject.Entry) UndoEntry(change, item);
        else if (item.Subject == ChangeSubject.Tenant) UndoTenant(change, item);
        else UndoSource(change, item);
    }

    private static void UndoEntry(StoreChange change, ChangeItem item)
    {
        var now = change.Find(item.Tenant, item.Entry!.Value);
        if (!IsAsLeft(change, item, now is null ? null : EntryJson.Text(now))) return;
        if (!change.Tenants().Any(tenant => tenant.Id == item.Tenant))
        {
            Tell(change, item.Name, "belonged to a tenant that is no longer there");
            return;
        }
        if (item.Before is null)
        {
            change.Remove(item.Tenant, now!);
            return;
        }
        var before = EntryJson.Read(item.Before);
        (before.Id, before.Revision) = (item.Entry.Value, now?.Revision ?? 0);
        if (now is null) change.Restore(item.Tenant, before);
        else change.Put(item.Tenant, before);
    }

    private static void UndoTenant(StoreChange change, ChangeItem item)
    {
        var now = change.Tenants().FirstOrDefault(tenant => tenant.Id == item.Tenant);
        if (!IsAsLeft(change, item, now?.Text())) return;
        if (item.Before is null) change.Remove(now!);
        else change.Put(StoredTenant.Read(item.Tenant, item.Before));
    }

    private static void UndoSource(StoreChange change, ChangeItem item)
    {
        var now = change.Sources(item.Tenant).FirstOrDefault(source => source.Name == item.Name);
        if (!IsAsLeft(change, item, now?.Settings)) return;
        if (item.Before is null) change.Remove(now!);
        else change.Put(new StoredSource(item.Tenant, item.Name, item.Before, null));
    }

    private static bool IsAsLeft(StoreChange change, ChangeItem item, string? now)
    {
        if (now == item.After) return true;
        var last = change.LastChangeOf(item) is { } later ? $" by change {later.Number} ({later.Who}, {later.Action})" : "";
        Tell(change, item.Name, $"was changed again{last}; undo that first");
        return false;
    }

    private static void Tell(StoreChange change, string name, string text) => change.Mistakes.Add(new(0, 0, name, text));
}
