using System.Globalization;
using Connelink.MailGuard.AddressDirectory.Store;
using Connelink.MailGuard.AddressDirectory.Synchronisation;
using Xunit;

namespace Connelink.MailGuard.Tests.AddressDirectory.Store;

public abstract partial class StoreContract
{
    private static readonly DateTimeOffset Now = DateTimeOffset.Parse("2026-11-24T12:00:00Z", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Of_many_that_want_to_synchronise_one_has_the_lease_at_a_time()
    {
        const int Nodes = 6, Passes = 4;
        var source = Source();
        var (holding, clashes) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, Nodes).Select(node => Task.Run(async () =>
        {
            for (var pass = 0; pass < Passes;)
            {
                var mine = source;
                if (!SyncLease.TryTake(Store, ref mine, $"node{node}/1", Now, TimeSpan.FromMinutes(30), out _))
                {
                    await Task.Delay(1, TestContext.Current.CancellationToken);
                    continue;
                }
                if (Interlocked.Increment(ref holding) != 1) Interlocked.Increment(ref clashes);
                await Task.Delay(1, TestContext.Current.CancellationToken); // So that others come across it.
                Interlocked.Decrement(ref holding);
                Store.SetStatus(mine, new SyncStatus { Entries = ++pass }.ToJson());
            }
        })));
        Assert.Equal(0, clashes);
        Assert.Null(SyncStatus.Parse(Store.Sources()[0].Status).Lease);
    }

    [Fact]
    public void A_lease_is_taken_over_when_its_holder_is_gone_or_its_time_is_over_and_not_before()
    {
        var source = Source();
        Lease("elsewhere/1", Now.AddMinutes(1));
        Assert.False(TryTake(Now));
        Assert.True(TryTake(Now.AddMinutes(2)));
        Lease($"{Environment.MachineName}/{int.MaxValue}", Now.AddMinutes(1)); // A number that no process has.
        Assert.True(TryTake(Now));
        Lease($"{Environment.MachineName}/{Environment.ProcessId}", Now.AddMinutes(1));
        Assert.False(TryTake(Now));

        void Lease(string holder, DateTimeOffset until) => Store.SetStatus(source, new SyncStatus { Lease = new(holder, until) }.ToJson());

        bool TryTake(DateTimeOffset now)
        {
            var mine = source;
            return SyncLease.TryTake(Store, ref mine, "node/1", now, TimeSpan.FromMinutes(30), out _);
        }
    }

    private StoredSource Source()
    {
        var client = Client();
        Change(Test, change => change.Put(new StoredSource(client.Tenant, "domino", "{}", null)));
        return Store.Sources()[0];
    }
}
