using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.IntegrationTests.Support;
using Connelink.MailGuard.Tests.AddressDirectory.Store;

namespace Connelink.MailGuard.IntegrationTests;

/// <summary>A store in PostgreSQL.</summary>
public sealed class PostgresStoreTests(PostgresServer server) : StoreContract, IClassFixture<PostgresServer>
{
    protected override DirectoryOptions Options { get; } = new() { Provider = DirectoryOptions.Postgresql, ConnectionString = server.CreateDatabase() };
}

/// <summary>One server for all tests of a class, each of which has a database of its own. It starts with the first: a fixture cannot skip.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private readonly Lazy<Postgres> _postgres = new(() => Postgres.StartAsync().GetAwaiter().GetResult());

    public string CreateDatabase() => _postgres.Value.CreateDatabase();

    public ValueTask DisposeAsync() => _postgres.IsValueCreated ? _postgres.Value.DisposeAsync() : default;
}
