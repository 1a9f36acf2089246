using Connelink.MailGuard.Policy;
using Microsoft.Extensions.Hosting;

namespace Connelink.MailGuard.AddressDirectory;

/// <summary>Stand-in until the address directory is merged.</summary>
public sealed class FileDirectory(DirectoryOptions options) : BackgroundService, IAddressDirectory
{
    public IDirectorySnapshot? Current { get; private set; }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(options.Path)) throw new FileNotFoundException(options.Path);
        Current = new Everybody();
        return base.StartAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;

    private sealed class Everybody : IDirectorySnapshot
    {
        public int Count => 1;

        public bool TryGetTenant(ReadOnlySpan<byte> domain, out Tenant tenant)
        {
            tenant = new(0, "client", Language.English);
            return domain.SequenceEqual("client.example"u8);
        }

        public bool TryFind(ReadOnlySpan<byte> key, out DeclaredAddress found)
        {
            found = new(EntryKind.Person, 0, Plan.Complete, Language.English, false);
            return key.EndsWith("@client.example"u8);
        }
    }
}
