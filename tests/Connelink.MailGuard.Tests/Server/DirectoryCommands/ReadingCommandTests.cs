using System.Text;
using System.Text.Json;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Server.Commands.Directory;
using Connelink.MailGuard.Server.Commands.Directory.Report;
using Connelink.MailGuard.Server.Commands.Directory.Usage;
using Xunit;

namespace Connelink.MailGuard.Tests.Server.DirectoryCommands;

public sealed class ReadingCommandTests : IDisposable
{
    private const string Log = """
        {"time":"2026-11-01T08:00:00+00:00","id":"a","from":"bob@elsewhere.example","to":["jean.dupont@client.example","Compta@client.example"],"outcome":"delivered"}
        {"time":"2026-11-02T08:00:00+00:00","id":"b","from":"","to":[],"refusedCount":1,"refused":[{"to":"spam@client.example","reply":"550"}],"outcome":"abandoned"}
        {"time":"2026-11-03T08:00:00+00:00","id":"c","from":"compta@client.example","to":["x@elsewhere.example"],"outcome":"delivered"}
        {"time":"2026-11-03T09:00:00+00:00","id":"d","from":"aide@client.example","to":["x@elsewhere.example"],"outcome":"refused"}
        Now listening on: something else
        {"time":"2026-11-0
        """;

    private readonly StoreFolder _folder = StoreFolder.WithSample();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("jean.dupont@client.example", "kind person", "tenant client", "plan complete", "language fr (the tenant's)", "aliases j.dupont@client.example", "sender for contact@client.example", "in groups all@client.example", "projet@client.example (through all@client.example)", "1 by tester at ")]
    [InlineData("J.Dupont@client.example", "alias of jean.dupont@client.example", "kind person")]
    [InlineData("projet@client.example", "internal-only yes: only its own tenant may write to it", "because projet@client.example -> all@client.example -> bob@partner.example, which is outside")]
    [InlineData("direction@client.example", "internal-only no: every member is inside")]
    [InlineData("info@client.example", "leads to marie.curie@client.example", "plan essential")]
    [InlineData("marie.curie@client.example", "redirects to it info@client.example")]
    [InlineData("support@client.example", "who may send as it paul.martin@client.example")]
    [InlineData("bob@partner.example", "kind external", "mail to it is not ours to take: an external person")]
    [InlineData("erp@client.example", "networks 192.0.2.16/28", "reverse paths bounce-*@client.example")]
    [InlineData("jean.dupond@client.example", "tenant client (by its domain)", "mail to it is refused: 550 5.1.1 declared-recipient", "nearest jean.dupont@client.example")]
    [InlineData("jean.dupont@client.exemple", "mail to it is not ours to take: client.exemple is no tenant's domain", "nearest jean.dupont@client.example")]
    public void Show_tells_how_the_gateway_sees_an_address(string address, params string[] expected)
    {
        var view = AddressView.Of(_folder.Store, Encoding.UTF8.GetBytes(AddressArgument.KeyOf(address)!));
        var text = string.Join('\n', ShowCommand.ToText(view).Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
        foreach (var line in expected) Assert.Contains(line, text);
        Assert.Equal(view.IsDeclared, JsonDocument.Parse(ShowCommand.ToJson(view)).RootElement.GetProperty("declared").GetBoolean());
    }

    [Fact]
    public void List_filters_and_counts_kinds_and_plans()
    {
        var (_, table, _, _) = List(new(EntryKind.Person, null, null), asJson: false);
        Assert.Contains("jean.dupont@client.example", table);
        Assert.DoesNotContain("contact@client.example", table);
        var (_, _, json, _) = List(new(null, Plan.Essential, "globex.example"), asJson: true);
        var lines = json.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal("homer@globex.example", lines[0].GetProperty("address").GetString());
        Assert.Equal(1, lines[1].GetProperty("counts")[1].GetProperty("plans").GetProperty("essential").GetInt64());
    }

    [Theory]
    [InlineData("2026-10-31T12:00Z")]
    [InlineData("2026-10-31")]
    public void A_date_alone_is_its_end(string text)
    {
        var time = PointInTime.Read(text)!.Value;
        Assert.Equal(text.Length > 10 ? new DateTimeOffset(2026, 10, 31, 12, 0, 0, TimeSpan.Zero) : new DateTimeOffset(new DateTime(2026, 11, 1, 0, 0, 0, DateTimeKind.Local)), time);
    }

    [Fact]
    public void Undeclared_addresses_are_suggested_until_they_are_refused()
    {
        var (snapshot, log) = Read();
        Assert.Equal((4, 2), (log.Transactions, log.PassedOver));
        Assert.Equal(
            ["compta@client.example client 1 1 0", "spam@client.example client 0 0 1"],
            Suggestion.Of(snapshot, log, _folder.Store.Refused()).Select(s => $"{s.Address} {s.Tenant} {s.Use.Sent} {s.Use.Received} {s.Use.Refused}"));
        Assert.Equal(1, _folder.Store.Refuse(["spam@client.example"], new("tester", "refuse", null)));
        Assert.Equal(0, _folder.Store.Refuse(["spam@client.example"], new("tester", "refuse", null)));
        Assert.Equal("compta@client.example", Assert.Single(Suggestion.Of(snapshot, log, _folder.Store.Refused())).Address);
        Assert.Equal(1, _folder.Store.Refuse(["spam@client.example"], new("tester", "refuse", null), forget: true));
        Assert.Empty(_folder.Store.Refused());
    }

    [Fact]
    public void The_report_finds_what_is_to_be_mended()
    {
        var (snapshot, log) = Read();
        var report = new DirectoryReport(DirectoryFindings.Of(_folder.Store, snapshot, log, tenant: null), limit: 20);
        var (_, text, json, _) = StoreFolder.Printing(output =>
        {
            report.Print(output);
            report.WriteJson(output.Lines);
            return 0;
        });
        Assert.Contains("projet@client.example -> all@client.example -> bob@partner.example", text);
        var findings = JsonDocument.Parse(json).RootElement.GetProperty("findings");
        Assert.Equal(2, findings.GetProperty("undeclared-use").GetArrayLength());
        Assert.Equal(2, findings.GetProperty("redirects-outside").GetArrayLength());
        Assert.Equal(3, findings.GetProperty("groups-with-externals").GetArrayLength());
        var unused = findings.GetProperty("unused").EnumerateArray().Select(finding => finding.GetProperty("address").GetString()).ToList();
        Assert.DoesNotContain("support@client.example", unused); // Its alias was used.
        Assert.Contains("homer@globex.example", unused);
        var page = report.ToHtml(DateTimeOffset.UnixEpoch);
        Assert.Contains("<title>The directory of declared addresses</title>", page);
        Assert.Contains("-&gt; team@lawyers.example", page);
        Assert.DoesNotContain("<script", page);
    }

    [Fact]
    public void Forwards_that_a_synchronisation_found_stand_in_the_report()
    {
        using (var change = _folder.Store.Begin(new("tester", "source", null)))
        {
            change.Put(new Connelink.MailGuard.AddressDirectory.Store.StoredSource(change.Tenants()[0].Id, "domino", "{}", null));
            change.Commit();
        }
        _folder.Store.SetStatus(_folder.Store.Sources()[0], """{"findings":[{"entry":"cn=Jean","address":"j@else.example","text":"x"},{"kind":"conflict","entry":"cn=Marie","address":"m@client.example","text":"x"}]}""");
        var findings = DirectoryFindings.Of(_folder.Store, _folder.Store.Load().Snapshot, log: null, tenant: "client");
        Assert.Equal(new ReportFinding("client", "cn=Jean", "-> j@else.example"), Assert.Single(findings.Groups.Single(group => group.Name == "forwards").Findings));
    }

    private (DirectorySnapshot Snapshot, UsageLog Log) Read()
    {
        File.WriteAllText(_folder.PathOf("mail.log"), Log);
        var snapshot = _folder.Store.Load().Snapshot;
        var log = new UsageLog(snapshot, since: null);
        log.Read(_folder.PathOf("mail.log"));
        return (snapshot, log);
    }

    private (int ExitCode, string Text, string Json, string Errors) List(EntryFilter filter, bool asJson) => StoreFolder.Printing(output =>
    {
        using var list = new EntryList(output, filter, asJson, limit: 100);
        _folder.Store.Export(list);
        return 0;
    });
}
