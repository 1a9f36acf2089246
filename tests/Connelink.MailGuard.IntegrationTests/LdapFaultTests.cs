using Connelink.MailGuard.AddressDirectory.Synchronisation;
using Connelink.MailGuard.IntegrationTests.Support;

namespace Connelink.MailGuard.IntegrationTests;

/// <summary>Servers that answer otherwise than they should.</summary>
public sealed class LdapFaultTests : IDisposable
{
    private const int Persons = 250;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(LdapFault.None, "by pages of 100")]
    [InlineData(LdapFault.PagesUnavailable, "whole")]
    [InlineData(LdapFault.PagesUnwilling, "whole")]
    [InlineData(LdapFault.SecondPageUnwilling, "whole")]
    [InlineData(LdapFault.PagesUnknown, "whole")]
    [InlineData(LdapFault.NotUtf8, "by pages of 100")]
    internal async Task All_entries_are_read_whether_or_not_there_are_pages(LdapFault fault, string way)
    {
        await using var server = new ScriptedLdap(Persons) { Fault = fault };
        var directory = new SyncedDirectory(_folder, server.Settings);
        Assert.Equal(way, (await directory.SyncWellAsync()).Way);
        Assert.Equal(Enumerable.Range(0, Persons).Select(i => $"p{i}@acme.example").Order(), directory.Kinds.Keys.Order());
    }

    [Theory]
    [InlineData(LdapFault.SamePageAgain, "it gives the same page again and again. The answer is not complete")]
    [InlineData(LdapFault.DiesInTheMiddle, "it closed the connection in the middle")]
    [InlineData(LdapFault.StopsInTheMiddle, "it was silent for 1 s")]
    [InlineData(LdapFault.NeverAnswers, "it was silent for 1 s")]
    [InlineData(LdapFault.NeverBinds, "it was silent for 1 s")]
    [InlineData(LdapFault.AlwaysTooMany, "it does not give all names in 'aaa' at once; raise its size limit. The answer is not complete")]
    [InlineData(LdapFault.NoEntries, "it has no entry of dominoPerson")]
    [InlineData(LdapFault.ClosesAtBind, "it closed the connection in the middle")]
    [InlineData(LdapFault.Refers, "it refers to ldap://elsewhere.example/ for more; add that server as a source")]
    [InlineData(LdapFault.RefersInPart, "it refers to ldap://elsewhere.example/o=More for more")]
    [InlineData(LdapFault.RefersToNonsense, "")]
    [InlineData(LdapFault.NoMessage, "")]
    [InlineData(LdapFault.EndlessMessage, "")]
    [InlineData(LdapFault.BrokenCookie, "")]
    internal async Task What_a_server_does_wrong_is_said_with_the_age_of_the_data_and_nothing_is_changed(LdapFault fault, string reason)
    {
        await using var server = new ScriptedLdap(Persons);
        var directory = new SyncedDirectory(_folder, server.Settings);
        await directory.SyncWellAsync();
        var (before, version) = (directory.Kinds, directory.Store.Version());

        (server.Fault, server.Persons) = (fault, Persons + 10);
        directory.Configure(settings => settings with { Timeout = TimeSpan.FromSeconds(1) });
        var outcome = await directory.SyncAsync();
        Assert.NotNull(outcome.Problem);
        Assert.Contains(reason, outcome.Problem);
        Assert.StartsWith($"ldap://127.0.0.1:{server.Settings.Port}: ", outcome.Problem);
        Assert.StartsWith("The directory goes on with its data of ", SyncAge.Text(outcome.Age));
        Assert.Equal(outcome.Problem, directory.Status.Problem);
        Assert.Equal(before, directory.Kinds);
        Assert.Equal(version + 1, directory.Store.Version()); // The settings.

        server.Fault = LdapFault.None;
        directory.Configure(settings => settings with { Timeout = TimeSpan.FromSeconds(60) });
        Assert.Equal(10, (await directory.SyncWellAsync()).Added);
        Assert.Null(directory.Status.Problem);
    }

    [Theory]
    [InlineData(3, 2, 5, true)]
    [InlineData(3, 2, 0, false)]
    [InlineData(20, 15, 5, true)]
    [InlineData(20, 10, 5, false)]
    public async Task A_small_directory_may_lose_a_few_whatever_share_they_are(int persons, int left, int floor, bool isDone)
    {
        await using var server = new ScriptedLdap(persons);
        var directory = new SyncedDirectory(_folder, server.Settings with { MaxShrink = 0.2, ShrinkFloor = floor });
        await directory.SyncWellAsync();
        server.Persons = left;
        var outcome = await directory.SyncAsync();
        Assert.Equal(isDone, outcome.Problem is null);
        Assert.Equal(isDone ? left : persons, directory.Kinds.Count);
    }
}
