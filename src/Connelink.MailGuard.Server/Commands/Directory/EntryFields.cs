using System.CommandLine;
using System.Text;
using System.Text.Json;
using Connelink.MailGuard.AddressDirectory;
using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.Server.Commands.Directory;

/// <summary>What an entry carries beside kind and address, as options: each that is given takes the place of what was there.</summary>
internal sealed class EntryFields
{
    private const string Tenants = "tenant";
    private const string None = "none";

    private static readonly string[] Kinds = DirectoryWords.Kinds;

    private readonly Option<string[]> _aliases = AddressArgument.Many("--alias", "Its aliases");
    private readonly Option<string?> _plan = new("--plan") { Description = "Of a person; none takes it away" };
    private readonly Option<string?> _language = new("--language") { Description = "Of a person; tenant: the tenant's" };
    private readonly Option<string[]> _targets = AddressArgument.Many("--target", "Where a redirect leads");
    private readonly Option<string[]> _members = AddressArgument.Many("--member", "Members of a group");
    private readonly Option<string[]> _senders = AddressArgument.Many("--sender", "Who may send as a mailbox");
    private readonly Option<string[]> _maySendAs = AddressArgument.Many("--may-send-as", "As whom a person may send");
    private readonly Option<string[]> _networks = Texts("--network", "NETWORK", "Where an application may connect from, like 192.0.2.0/24");
    private readonly Option<string[]> _mayRelayFrom = Texts("--may-relay-from", "PATTERN", "Originators that an application may write, like *@customers.example");
    private readonly Option<string[]> _reversePaths = Texts("--reverse-path", "PATTERN", "Reverse-paths of an application, like bounce-*@client.example");

    public EntryFields()
    {
        _plan.TakeOneOf([.. DirectoryWords.Plans, None]);
        _language.TakeOneOf([.. DirectoryWords.Languages, Tenants]);
    }

    public static Argument<string> KindArgument()
    {
        var argument = new Argument<string>("KIND") { Description = string.Join(", ", Kinds), HelpName = "KIND" };
        argument.TakeOneOf(Kinds);
        return argument;
    }

    public static Option<string?> KindOption()
    {
        var option = new Option<string?>("--kind") { Description = $"Another kind: {string.Join(", ", Kinds)}", HelpName = "KIND" };
        option.TakeOneOf(Kinds);
        return option;
    }

    public static EntryKind KindOf(string word) => (EntryKind)Array.IndexOf(DirectoryWords.Kinds, word);

    public static Language LanguageOf(string word) => (Language)Array.IndexOf(DirectoryWords.Languages, word);

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _aliases, _plan, _language, _targets, _members, _senders, _maySendAs, _networks, _mayRelayFrom, _reversePaths })
        {
            command.Options.Add(option);
        }
    }

    public void Apply(ParseResult parsed, EntryDraft entry)
    {
        if (parsed.GetValue(_plan) is { } plan) entry.Plan = (Plan)(1 + Array.IndexOf(DirectoryWords.Plans, plan));
        if (parsed.GetValue(_language) is { } language) entry.Language = language == Tenants ? null : LanguageOf(language);
        Replace(_aliases, entry.Aliases);
        Replace(_targets, entry.Targets);
        Replace(_members, entry.Members);
        Replace(_senders, entry.Senders);
        Replace(_maySendAs, entry.MaySendAs);
        ApplyTerms(parsed, entry);

        void Replace(Option<string[]> option, KeyList keys)
        {
            if (parsed.GetResult(option) is not { Implicit: false }) return;
            keys.Clear();
            foreach (var key in parsed.GetValue(option)!) keys.Add(Encoding.UTF8.GetBytes(key));
        }
    }

    /// <exception cref="DirectoryException">Something is no network or no pattern.</exception>
    private void ApplyTerms(ParseResult parsed, EntryDraft entry)
    {
        if (!new[] { _networks, _mayRelayFrom, _reversePaths }.Any(option => parsed.GetResult(option) is { Implicit: false })) return;
        var now = entry.Application ?? ApplicationTerms.None;
        var given = EntryJson.Read(JsonSerializer.Serialize(new
        {
            networks = Texts(_networks, now.Networks.Select(network => network.ToString())),
            mayRelayFrom = Texts(_mayRelayFrom, now.MayRelayFrom),
            reversePaths = Texts(_reversePaths, now.ReversePaths),
        }));
        entry.Application = given.Application;

        IEnumerable<string> Texts(Option<string[]> option, IEnumerable<string> current) =>
            parsed.GetResult(option) is { Implicit: false } ? parsed.GetValue(option)! : current;
    }

    private static Option<string[]> Texts(string name, string what, string description) => new(name)
    {
        Description = description,
        HelpName = what,
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };
}
