using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.AddressDirectory.Store;
using Connelink.MailGuard.Policy;
using CsCheck;
using Xunit;

namespace Connelink.MailGuard.Tests.AddressDirectory.Store;

/// <summary>Look-ups and the check of the whole directory agree on every edit: <see cref="SnapshotBuilder"/> is the oracle.</summary>
public sealed class EntryCheckTests : IDisposable
{
    private static readonly string[] Names = ["a@one.example", "b@one.example", "c@one.example", "d@one.example", "a+t@one.example", "a@two.example", "b@two.example", "x@else.example"];

    private readonly string _folder = Directory.CreateTempSubdirectory("mailguard-store-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static readonly EntryKind[] Kinds = [EntryKind.Person, EntryKind.Redirect, EntryKind.Redirect, EntryKind.External, EntryKind.Group];

    private static readonly Gen<string> Name = Gen.Int[0, Names.Length - 1].Select(i => Names[i]);

    private static readonly Gen<EntryKind> Kind = Gen.Int[0, Kinds.Length - 1].Select(i => Kinds[i]);

    /// <summary>Few names and many entries, so that they get in each other's way.</summary>
    private static readonly Gen<Edit[]> Edits = Gen.Select(
        Gen.Int[0, 9], Gen.Int[1, 2], Kind, Name,
        Name.Array[0, 2], Name.Array[1, 2],
        (pick, tenant, kind, address, aliases, targets) => new Edit(pick, tenant, kind, address, aliases, targets)).Array[1, 12];

    [Fact]
    public void Every_edit_is_judged_as_the_whole_directory_is()
    {
        var (number, refused, taken) = (0, 0, 0);
        Edits.Sample(
            edits =>
            {
                var store = Create(number++);
                foreach (var edit in edits)
                {
                    using var change = store.Begin(new("tester", "edit", null));
                    Apply(change, edit);
                    var shape = change.Mistakes.Count;
                    if (shape == 0) change.Check();
                    var oracle = new DirectoryMistakes();
                    StoredSnapshot.Build(change.Database, change.Connection, oracle, 0, judgesTargets: true);
                    if (shape == 0) Assert.True(change.Mistakes.Count > 0 == oracle.Count > 0, $"{edit}\nby look-ups: {change.Mistakes}\nof the whole: {oracle}");
                    if (change.Mistakes.Count > 0) refused++;
                    else if (change.Commit() > 0) taken++;
                }
                return true;
            },
            iter: 120, threads: 1);
        Assert.True(refused > 5 && taken > 5, $"{refused} refused, {taken} taken"); // Else nothing was tried.
    }

    private static void Apply(StoreChange change, Edit edit)
    {
        var entries = change.Entries().Select(row => (row.Tenant, row.Entry.Id)).ToList();
        var draft = edit.Pick < entries.Count ? change.Find(entries[edit.Pick].Tenant, entries[edit.Pick].Id)! : new EntryDraft();
        var tenant = edit.Pick < entries.Count ? entries[edit.Pick].Tenant : edit.Tenant;
        if (edit.Pick < entries.Count && edit.Aliases.Length == 0)
        {
            change.Remove(tenant, draft);
            return;
        }
        var (id, revision) = (draft.Id, draft.Revision);
        draft.Clear();
        (draft.Id, draft.Revision, draft.Kind) = (id, revision, edit.Kind);
        Fill(draft.Address, [edit.Address]);
        Fill(draft.Aliases, edit.Aliases);
        if (edit.Kind == EntryKind.Redirect) Fill(draft.Targets, edit.Targets);
        if (edit.Kind == EntryKind.Group) Fill(draft.Members, edit.Targets);
        change.Put(tenant, draft);
    }

    private static void Fill(KeyList keys, string[] names)
    {
        foreach (var name in names) keys.Add(System.Text.Encoding.UTF8.GetBytes(name));
    }

    private DirectoryStore Create(int number)
    {
        var store = DirectoryStore.Open(new() { Provider = DirectoryOptions.Sqlite, Path = Path.Combine(_folder, $"{number}.db") });
        using var change = store.Begin(new("tester", "set up", null));
        change.Put(new StoredTenant(0, "one", Language.English, true, false, ["one.example"]));
        change.Put(new StoredTenant(0, "two", Language.English, false, false, ["two.example"]));
        change.Commit();
        return store;
    }

    private sealed record Edit(int Pick, int Tenant, EntryKind Kind, string Address, string[] Aliases, string[] Targets)
    {
        public override string ToString() => $"{Pick} of {Tenant}: {Kind} {Address} [{string.Join(' ', Aliases)}] -> [{string.Join(' ', Targets)}]";
    }
}
