using System.Data.Common;
using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.AddressDirectory.Store;

/// <summary>All entries of a tenant with what a snapshot wants of them, in as few columns as possible: a change waits for this reading.</summary>
/// <remarks>
/// A million rows cost by their columns. What an entry is comes first, in one number each; the addresses follow in the same order, so that
/// no database has to join the two. Against reading all columns of the join this takes less than half of the time.
/// </remarks>
internal sealed class SnapshotRows(StoreDatabase database, DbConnection connection)
{
    private const int PlanAt = 16;
    private const int LanguageAt = 256;
    private const int MultiPurpose = 4096;
    private const int Application = 8192;
    private const int Synchronised = 16384;
    private const int RoleBits = 3;

    private static readonly string Entries =
        $"SELECT id, kind + plan * {PlanAt} + COALESCE(language + 1, 0) * {LanguageAt} + multi_purpose * {MultiPurpose} + " +
        $"CASE WHEN application IS NULL THEN 0 ELSE {Application} END + CASE WHEN source IS NULL THEN 0 ELSE {Synchronised} END, application " +
        "FROM entry WHERE tenant = @tenant ORDER BY id";

    private static readonly string Addresses =
        $"SELECT entry * {1 << RoleBits} + role, key FROM address WHERE tenant = @tenant ORDER BY entry, role, position";

    /// <summary>The draft is used again for the next.</summary>
    public IEnumerable<EntryDraft> Stream(long tenant)
    {
        var (ids, kinds, terms) = ReadEntries(tenant);
        using var command = connection.Command(Addresses, ("@tenant", tenant));
        command.CommandTimeout = 0; // A directory of millions takes as long as it takes.
        using var reader = command.ExecuteReader();
        var entry = new EntryDraft();
        var at = -1;
        while (reader.Read())
        {
            var place = reader.GetInt64(0);
            if (at < 0 || place >> RoleBits != ids[at])
            {
                if (at >= 0) yield return entry;
                do at++;
                while (at < ids.Count && ids[at] < place >> RoleBits);
                if (at == ids.Count || ids[at] != place >> RoleBits) throw new DirectoryException($"The directory {database.Name} has addresses of an entry {place >> RoleBits} that is not there");
                Begin(entry, kinds[at], terms.GetValueOrDefault(ids[at]));
            }
            entry.ListOf((AddressRole)(place & ((1 << RoleBits) - 1))).Add(database.Octets(reader, 1));
        }
        if (at >= 0) yield return entry;
    }

    private (List<long> Ids, List<int> Kinds, Dictionary<long, ApplicationTerms?> Terms) ReadEntries(long tenant)
    {
        List<long> ids = [];
        List<int> kinds = [];
        Dictionary<long, ApplicationTerms?> terms = [];
        using var command = connection.Command(Entries, ("@tenant", tenant));
        command.CommandTimeout = 0;
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            ids.Add(reader.GetInt64(0));
            kinds.Add(reader.GetInt32(1));
            if ((kinds[^1] & Application) != 0) terms[ids[^1]] = EntryJson.Read(reader.GetString(2)).Application;
        }
        return (ids, kinds, terms);
    }

    /// <summary>Which source an entry is from is nothing to a snapshot: that it is from one is.</summary>
    private static void Begin(EntryDraft entry, int kind, ApplicationTerms? terms)
    {
        entry.Clear();
        (entry.Kind, entry.Plan) = ((EntryKind)(kind % PlanAt), (Plan)(kind / PlanAt % PlanAt));
        var language = kind / LanguageAt % PlanAt;
        entry.Language = language == 0 ? null : (Language)(language - 1);
        entry.IsMultiPurpose = (kind & MultiPurpose) != 0;
        entry.Source = (kind & Synchronised) != 0 ? "a source" : null;
        entry.Application = terms;
    }
}
