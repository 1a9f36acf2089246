using System.Data.Common;

namespace Connelink.MailGuard.AddressDirectory.Store;

/// <summary>One kind of database: all that differs between SQLite and PostgreSQL.</summary>
internal abstract class StoreDatabase
{
    /// <summary>For people: which database this is.</summary>
    public abstract string Name { get; }

    /// <summary>Whether what lies on the disk is encrypted, for people.</summary>
    public abstract string AtRest { get; }

    /// <summary>An open connection, set up.</summary>
    /// <exception cref="DbException">It cannot be opened.</exception>
    public abstract DbConnection Connect();

    /// <summary>Reads one state of the directory, however many queries that takes.</summary>
    public abstract DbTransaction BeginRead(DbConnection connection);

    /// <summary>Writes; others that write wait.</summary>
    public abstract DbTransaction BeginWrite(DbConnection connection);

    /// <summary>Keeps others from changing the schema until the transaction ends.</summary>
    public abstract void LockSchema(DbConnection connection);

    /// <summary>A query that has a row when there is a table @name.</summary>
    public abstract string FindTable { get; }

    /// <summary>Puts the words of this database into a text of the schema.</summary>
    public abstract string Translate(string schema);

    /// <summary>The octets of a text; valid until the next row.</summary>
    public abstract ReadOnlySpan<byte> Octets(DbDataReader reader, int column);

    /// <summary>Called within a change, just before it is committed: those that wait for changes are to hear of it.</summary>
    public abstract void Announce(DbConnection connection);

    /// <summary>Makes a connection hear of changes.</summary>
    public abstract void Listen(DbConnection connection);

    /// <summary>Returns when one was announced, or after a time.</summary>
    /// <exception cref="OperationCanceledException">The program ends.</exception>
    public abstract void Wait(DbConnection connection, TimeSpan atMost, CancellationToken cancel);

    /// <summary>Called after an erasure: what was deleted is to leave the disk, as far as the database can bring that about.</summary>
    public abstract void Forget(DbConnection connection);
}
