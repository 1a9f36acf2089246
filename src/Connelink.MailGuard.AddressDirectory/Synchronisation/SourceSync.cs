using Connelink.MailGuard.AddressDirectory.Store;

namespace Connelink.MailGuard.AddressDirectory.Synchronisation;

/// <summary>Brings a tenant's entries of one source into agreement with the source: all of it in one change, or nothing.</summary>
/// <remarks>Remembers what it read: the next time it asks for changes only. For one thread.</remarks>
public sealed class SourceSync(DirectoryStore store, TimeProvider time)
{
    /// <summary>A whole pass; a source that answers ever so slowly is given up then.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);

    private SourceImage? _image;

    /// <summary>Whatever is wrong with source or store is in the outcome, and the directory stays as it is.</summary>
    public async Task<SyncOutcome> RunAsync(StoredSource source, SyncOrder order, CancellationToken cancel)
    {
        if (!order.Rehearses && !SyncLease.TryTake(store, ref source, SyncLease.Me, time.GetUtcNow(), Longest, out var holder))
        {
            return new($"it is being synchronised by {holder}", 0, AgeOf(SyncStatus.Parse(source.Status))) { IsElsewhere = true };
        }
        var status = SyncStatus.Parse(source.Status);
        var started = time.GetUtcNow();
        SyncOutcome outcome;
        try
        {
            outcome = await MergeAsync(source, order, cancel);
            if (outcome.Problem is null) status = Succeeded(status, started, outcome);
        }
        catch (Exception e) when (e is SourceException or DirectoryException)
        {
            _image = null; // Whatever it is, the next pass reads everything.
            outcome = new(e.Message, 0, null);
        }
        catch when (!order.Rehearses)
        {
            store.SetStatus(source, (status with { Lease = null }).ToJson());
            throw;
        }
        if (!order.Rehearses) Note(source, status with { TriedAt = started, Problem = outcome.Problem, Lease = null });
        return outcome with { Age = AgeOf(status) };
    }

    private async Task<SyncOutcome> MergeAsync(StoredSource source, SyncOrder order, CancellationToken cancel)
    {
        var settings = SourceSettings.Parse(source.Settings);
        var domains = DomainsOf(store.Tenants(), source);
        var image = await ReadAsync(settings, domains, cancel);
        if (image.Entries.Count == 0) throw Empty(settings);

        using var change = store.Begin(order.Reason);
        if (!DomainsOf(change.Tenants(), source).SequenceEqual(domains)) throw new SourceException("the tenant's domains were changed meanwhile; synchronise again");
        var merge = new SourceMerge(change, source, settings, image);
        var outcome = merge.Run(order.AcceptsShrink);
        if (outcome.Problem is null) _image = image;
        if (outcome.Problem is not null || order.Rehearses) return outcome;
        return outcome with { Change = change.Commit() };
    }

    private async Task<SourceImage> ReadAsync(SourceSettings settings, IReadOnlyList<string> domains, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Longest);
        try
        {
            return await new SourceReading(settings, domains, time).ReadAsync(IsFullPassDue(settings) ? null : _image, patience.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new SourceException($"{settings.Address}: it did not come to an end within {Longest.TotalMinutes} minutes");
        }
    }

    /// <summary>Deletions are seen by a full pass only: once a day at the source's time.</summary>
    private bool IsFullPassDue(SourceSettings settings)
    {
        if (_image is not { } image) return true;
        var now = time.GetUtcNow();
        var today = new DateTimeOffset(now.Date, TimeSpan.Zero) + settings.FullPassAt.ToTimeSpan();
        return image.FullAt < (today <= now ? today : today.AddDays(-1));
    }

    private SyncStatus Succeeded(SyncStatus status, DateTimeOffset started, SyncOutcome outcome) => status.With(outcome.Findings) with
    {
        SucceededAt = started,
        FullAt = _image!.FullAt,
        Entries = outcome.Added + outcome.Changed + outcome.Same,
    };

    /// <summary>A store that is away has said so already: that it cannot even note it is no news.</summary>
    private void Note(StoredSource source, SyncStatus status)
    {
        try
        {
            store.SetStatus(source, status.ToJson());
        }
        catch (DirectoryException) when (status.Problem is not null)
        {
            // The next pass tries again.
        }
    }

    private static SourceException Empty(SourceSettings settings) =>
        new($"{settings.Address}: it has no entry of {string.Join(", ", settings.Mapping.Classes)} below '{settings.BaseDn}'; look at baseDn, filter and the rights of bindDn");

    private TimeSpan? AgeOf(SyncStatus status) => status.SucceededAt is { } at ? time.GetUtcNow() - at : null;

    private static IReadOnlyList<string> DomainsOf(IReadOnlyList<StoredTenant> tenants, StoredSource source)
    {
        var tenant = tenants.FirstOrDefault(tenant => tenant.Id == source.Tenant) ?? throw new SourceException("its tenant was removed");
        return tenant.Domains.Count > 0 ? tenant.Domains : throw new SourceException($"tenant {tenant.Name} has no domain: give it one with mailguard directory domain add");
    }
}
