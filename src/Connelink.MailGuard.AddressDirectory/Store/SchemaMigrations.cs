using System.Data.Common;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Connelink.MailGuard.AddressDirectory.Store;

/// <summary>Brings a database to the schema of this program, by numbered migrations.</summary>
/// <remarks>
/// A migration only adds, so that an older node goes on running while a newer one has begun. One that cannot (a column changes its
/// meaning) says in its first line which schema a reader must know: "-- reader: 3"; older programs then refuse the database.
/// </remarks>
internal static partial class SchemaMigrations
{
    private const string Prefix = "schema/";

    private static readonly List<(int Number, int Reader, string Text)> All = [.. Read().OrderBy(migration => migration.Number)];

    /// <summary>The newest schema that this program knows.</summary>
    public static int Newest => All[^1].Number;

    /// <exception cref="DirectoryException">The database is of a newer program, and this one cannot read it.</exception>
    public static void Apply(StoreDatabase database, DbConnection connection)
    {
        if (IsThere(database, connection) && Behind(database, connection).Count == 0) return;
        using var transaction = database.BeginWrite(connection);
        database.LockSchema(connection);
        connection.Execute("CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, reader INTEGER NOT NULL, applied TEXT NOT NULL)");
        foreach (var (number, reader, text) in Behind(database, connection))
        {
            connection.Execute(database.Translate(text));
            connection.Execute(
                "INSERT INTO migration (number, reader, applied) VALUES (@number, @reader, @applied)",
                ("@number", number), ("@reader", reader), ("@applied", DateTime.UtcNow.ToString("O", CultureInfo.InvariantCulture)));
        }
        transaction.Commit();
    }

    private static bool IsThere(StoreDatabase database, DbConnection connection) => connection.Scalar(database.FindTable, ("@name", "migration")) is not null;

    private static List<(int Number, int Reader, string Text)> Behind(StoreDatabase database, DbConnection connection)
    {
        var applied = connection.Query(row => (Number: row.GetInt32(0), Reader: row.GetInt32(1)), "SELECT number, reader FROM migration");
        var reader = applied.Select(migration => migration.Reader).DefaultIfEmpty().Max();
        if (reader > Newest)
        {
            throw new DirectoryException(
                $"The directory {database.Name} is of a newer MailGuard (its schema asks for {reader}, this program knows {Newest}); update this program");
        }
        return [.. All.Where(migration => applied.TrueForAll(done => done.Number != migration.Number))];
    }

    private static IEnumerable<(int Number, int Reader, string Text)> Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var stream = new StreamReader(assembly.GetManifestResourceStream(name)!);
            var text = stream.ReadToEnd();
            var reader = ReaderLine().Match(text);
            var number = int.Parse(name[Prefix.Length..].Split('-')[0], CultureInfo.InvariantCulture);
            yield return (number, reader.Success ? int.Parse(reader.Groups[1].Value, CultureInfo.InvariantCulture) : 1, text);
        }
    }

    [GeneratedRegex(@"^-- reader: (\d+)")]
    private static partial Regex ReaderLine();
}
