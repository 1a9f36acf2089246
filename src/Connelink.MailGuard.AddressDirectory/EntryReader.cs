using System.Net;
using System.Text;
using System.Text.Json;
using Connelink.MailGuard.AddressDirectory.Formats;
using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.AddressDirectory;

/// <summary>Reads one entry of the JSON form.</summary>
/// <param name="said">What an entry says before anything of it is read.</param>
internal sealed class EntryReader(JsonTokens json, FilePlace place, AddressReader addresses, FieldSet said)
{
    private static readonly string[] Properties = DirectoryFields.Names[(int)DirectoryField.Kind..(int)DirectoryField.Domains];

    private readonly EntryDraft _draft = new();

    /// <summary>The entry that starts here; the draft is used again for the next one.</summary>
    public EntryDraft Read()
    {
        var told = place.Told;
        _draft.Clear();
        (_draft.Line, _draft.Said) = (place.Line, said);
        place.Leave();
        if (place.Expects(JsonTokenType.StartObject, "an object"))
        {
            while (json.ReadProperty())
            {
                Property(place.Known(Properties));
                place.Leave();
            }
        }
        _draft.IsBroken = place.Told > told;
        return _draft;
    }

    private void Property(string? name)
    {
        if (name is not null) _draft.Said = _draft.Said.With(DirectoryField.Kind + Array.IndexOf(Properties, name));
        switch (name)
        {
            case "kind": _draft.Kind = (EntryKind?)place.Word("kind", DirectoryWords.Kinds); break;
            case "plan": _draft.Plan = (Plan)(1 + place.WordOrNull("plan", DirectoryWords.Plans) ?? 0); break;
            case "language": _draft.Language = (Language?)place.WordOrNull("language", DirectoryWords.Languages); break;
            case "address": Address(); break;
            case "aliases": List(_draft.Aliases); break;
            case "targets": List(_draft.Targets); break;
            case "members": List(_draft.Members); break;
            case "senders": List(_draft.Senders); break;
            case "maySendAs": List(_draft.MaySendAs); break;
            case "networks": Terms = Terms with { Networks = Networks() }; break;
            case "mayRelayFrom": Terms = Terms with { MayRelayFrom = Patterns() }; break;
            case "reversePaths": Terms = Terms with { ReversePaths = Patterns() }; break;
            case "multiPurpose": _draft.IsMultiPurpose = place.Flag(); break;
            case "source": _draft.Source = place.TextOrNull("a text"); break;
            case "sourceKey": _draft.SourceKey = place.TextOrNull("a text"); break;
            case "weakNames": List(_draft.WeakNames); break;
        }
    }

    private ApplicationTerms Terms
    {
        get => _draft.Application ?? ApplicationTerms.None;
        set => _draft.Application = value;
    }

    private void Address()
    {
        if (!place.Opens(JsonTokenType.String, "a text")) return;
        if (_draft.Address.Count > 0) place.Tell("stands twice; write a second address into aliases");
        else Mailbox(_draft.Address);
    }

    private void List(KeyList into)
    {
        if (!place.OpensOrNull(JsonTokenType.StartArray, "an array of mailboxes")) return;
        while (json.ReadItem())
        {
            place.Item++;
            if (place.Expects(JsonTokenType.String, "a mailbox in quotes")) Mailbox(into);
        }
    }

    private void Mailbox(KeyList into)
    {
        if (addresses.TryRead(json.Text, out var key)) into.Add(key);
        else place.Tell($"{Words.Quote(json.Text)} is not a mailbox; write local-part@domain");
    }

    private List<IPNetwork> Networks()
    {
        var networks = new List<IPNetwork>();
        foreach (var text in Texts("networks like 192.0.2.0/24"))
        {
            if (TermText.Network(text, out var network) is { } mistake) place.Tell(mistake);
            else networks.Add(network);
        }
        return networks;
    }

    private List<string> Patterns()
    {
        var patterns = new List<string>();
        foreach (var text in Texts("patterns like bounce-*@client.example"))
        {
            if (TermText.Pattern(text, out var pattern) is { } mistake) place.Tell(mistake);
            else patterns.Add(pattern);
        }
        return patterns;
    }

    private IEnumerable<string> Texts(string what)
    {
        if (!place.OpensOrNull(JsonTokenType.StartArray, $"an array of {what}")) yield break;
        while (json.ReadItem())
        {
            place.Item++;
            if (place.Expects(JsonTokenType.String, "a text")) yield return Encoding.UTF8.GetString(json.Text);
        }
    }
}
