using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Connelink.MailGuard.AddressDirectory.Formats;
using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.AddressDirectory;

/// <summary>One entry in the JSON form of a directory, without what is empty: what the change log keeps, and exports write.</summary>
public static class EntryJson
{
    /// <summary>Readable: the text goes to people and files, never into HTML.</summary>
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Equal texts mean equal entries: the order is fixed, and places in a store are not part of it.</summary>
    public static string Text(EntryDraft draft)
    {
        var octets = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(octets, Options)) Write(json, draft);
        return Encoding.UTF8.GetString(octets.WrittenSpan);
    }

    public static void Write(Utf8JsonWriter json, EntryDraft draft)
    {
        json.WriteStartObject();
        WriteProperties(json, draft);
        json.WriteEndObject();
    }

    /// <summary>Within an object that says more of the entry.</summary>
    public static void WriteProperties(Utf8JsonWriter json, EntryDraft draft)
    {
        if (draft.Kind is { } kind) json.WriteString("kind"u8, DirectoryWords.Kinds[(int)kind]);
        if (draft.Address.Count > 0) json.WriteString("address"u8, AddressText.Of(draft.Address[0]));
        List(json, "aliases"u8, draft.Aliases);
        if (draft.Plan != Plan.None) json.WriteString("plan"u8, DirectoryWords.Plans[(int)draft.Plan - 1]);
        if (draft.Language is { } language) json.WriteString("language"u8, DirectoryWords.Languages[(int)language]);
        List(json, "targets"u8, draft.Targets);
        List(json, "members"u8, draft.Members);
        List(json, "senders"u8, draft.Senders);
        List(json, "maySendAs"u8, draft.MaySendAs);
        if (draft.Application is { } terms) WriteTerms(json, terms);
        if (draft.IsMultiPurpose) json.WriteBoolean("multiPurpose"u8, true);
        if (draft.Source is { } source) json.WriteString("source"u8, source);
        if (draft.SourceKey is { } key) json.WriteString("sourceKey"u8, key);
        List(json, "weakNames"u8, draft.WeakNames);
    }

    /// <summary>The reverse of <see cref="Text"/>.</summary>
    /// <exception cref="DirectoryException">It is no entry.</exception>
    public static EntryDraft Read(string text)
    {
        var mistakes = new DirectoryMistakes();
        var json = new JsonTokens(new MemoryStream(Encoding.UTF8.GetBytes(text)));
        json.Read();
        var draft = new EntryReader(json, new FilePlace(json, mistakes), new AddressReader(), FieldSet.All).Read();
        draft.Line = 0;
        return mistakes.Count == 0 ? draft : throw new DirectoryException($"An entry has {mistakes}", mistakes);
    }

    private static void WriteTerms(Utf8JsonWriter json, ApplicationTerms terms)
    {
        Texts(json, "networks"u8, terms.Networks.Select(network => network.ToString()));
        Texts(json, "mayRelayFrom"u8, terms.MayRelayFrom);
        Texts(json, "reversePaths"u8, terms.ReversePaths);
    }

    private static void List(Utf8JsonWriter json, ReadOnlySpan<byte> name, KeyList keys)
    {
        if (keys.Count == 0) return;
        json.WriteStartArray(name);
        for (var i = 0; i < keys.Count; i++) json.WriteStringValue(AddressText.Of(keys[i]));
        json.WriteEndArray();
    }

    private static void Texts(Utf8JsonWriter json, ReadOnlySpan<byte> name, IEnumerable<string> texts)
    {
        if (!texts.Any()) return;
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
