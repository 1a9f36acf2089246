namespace Connelink.MailGuard.AddressDirectory.Store;

/// <summary>Which database a configuration means.</summary>
internal static class StoreDatabases
{
    /// <exception cref="DirectoryException">It names no store.</exception>
    /// <param name="creates">Whether an embedded database is made when it is not there.</param>
    public static StoreDatabase Of(DirectoryOptions options, bool creates = false) => options.Provider switch
    {
        DirectoryOptions.Sqlite => new SqliteDatabase(options.Path, creates),
        DirectoryOptions.Postgresql => new PostgresDatabase(options.ConnectionString ?? "", options.PasswordFile),
        _ => throw new DirectoryException(
            $"{DirectoryOptions.Section}:Provider is '{options.Provider}', which is no store; write {DirectoryOptions.Sqlite} or {DirectoryOptions.Postgresql}"),
    };
}
