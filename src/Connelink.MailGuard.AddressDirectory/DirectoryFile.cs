using System.Text.Json;
using Connelink.MailGuard.AddressDirectory.Formats;
using Connelink.MailGuard.Policy;

namespace Connelink.MailGuard.AddressDirectory;

/// <summary>Reads the JSON form of a directory (design.md section 7), streaming, and tells all mistakes at once.</summary>
public sealed class DirectoryFile
{
    private static readonly string[] RootProperties = ["tenants"];
    private static readonly string[] TenantProperties = ["name", "domains", "language", "tags", "suspended", "sources", "entries"];

    private readonly JsonTokens _json;
    private readonly DirectoryMistakes _mistakes;
    private readonly AddressReader _addresses = new();
    private readonly IDirectorySink _sink;
    private readonly string? _givenTenant;
    private readonly FilePlace _place;
    private readonly EntryReader _entries;
    private readonly SourceReader _sources;

    private DirectoryFile(Stream stream, DirectoryReading reading)
    {
        (_sink, _mistakes, _givenTenant) = (reading.Sink, reading.Mistakes, reading.Tenant);
        _json = new JsonTokens(stream);
        _place = new FilePlace(_json, _mistakes);
        _entries = new EntryReader(_json, _place, _addresses, reading.SaidAtFirst);
        _sources = new SourceReader(_json, _place);
    }

    /// <exception cref="DirectoryException">It cannot be read, or there are mistakes in it.</exception>
    public static DirectorySnapshot Load(string path, int expected = 0)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            return Load(stream, path, expected);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DirectoryException($"The directory cannot be read: {e.Message}", cause: e);
        }
    }

    /// <param name="name">The file, for the message of the exception.</param>
    /// <param name="judgesTargets">See <see cref="SnapshotBuilder.Build"/>.</param>
    /// <exception cref="DirectoryException">There are mistakes in it.</exception>
    public static DirectorySnapshot Load(Stream stream, string name, int expected = 0, bool judgesTargets = true)
    {
        var mistakes = new DirectoryMistakes();
        var builder = new SnapshotBuilder(mistakes, expected);
        // After a break in the JSON whatever is missing may stand behind it: only what was seen so far is told.
        var snapshot = Read(stream, new(builder, mistakes, Remarks: new(), Tenant: null)) ? builder.Build(judgesTargets) : null;
        return snapshot ?? throw new DirectoryException($"The directory {name} has {mistakes}", mistakes);
    }

    /// <summary>False: it is not JSON to its end.</summary>
    internal static bool Read(Stream stream, DirectoryReading reading) => new DirectoryFile(stream, reading).Root();

    private bool Root()
    {
        try
        {
            _json.Read();
            if (!_place.Expects(JsonTokenType.StartObject, "an object: { \"tenants\": [ ... ] }")) return false;
            while (_json.ReadProperty())
            {
                if (_json.Text.SequenceEqual("tenants"u8)) Tenants();
                else _place.Unknown(RootProperties);
            }
            _json.Read(); // What follows the object is no JSON, and this says so.
            return true;
        }
        catch (JsonException e) when (e.LineNumber is { } line)
        {
            _mistakes.Add(new((int)line + 1, (int)(e.BytePositionInLine ?? 0) + 1, "", $"is not JSON: {e.Message.Split(" LineNumber:")[0]}"));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            _place.Tell(e.Message); // A text that is too long, or an escape that stands for no character.
        }
        return false;
    }

    private void Tenants()
    {
        _place.Enter("tenants");
        if (!_place.Opens(JsonTokenType.StartArray, "an array of tenants")) return;
        while (_json.ReadItem())
        {
            _place.Tenant++;
            _place.Leave();
            Tenant();
        }
        _place.Tenant = -1;
    }

    private void Tenant()
    {
        var tenant = _sink.OpenTenant(_json.Position.Line);
        if (!_place.Expects(JsonTokenType.StartObject, "an object"))
        {
            tenant.IsBroken = true;
            return;
        }
        while (_json.ReadProperty())
        {
            var told = _place.Told;
            switch (_place.Known(TenantProperties))
            {
                case "name": tenant.Name = _place.Text("a text") ?? ""; break;
                case "language" when _place.Word("language", DirectoryWords.Languages) is { } word: tenant.Language = (Language)word; break;
                case "tags": tenant.AllowsTags = _place.Flag(); break;
                case "suspended": tenant.IsSuspended = _place.Flag(); break;
                case "domains": Domains(); break;
                case "sources": tenant.Sources = Sources(); break;
                case "entries": Entries(); continue;
            }
            tenant.IsBroken |= _place.Told > told;
            _place.Leave();
        }
        if (tenant is { Name.Length: 0, IsBroken: false } && _givenTenant is not null) tenant.Name = _givenTenant;
    }

    private void Domains()
    {
        if (!_place.Opens(JsonTokenType.StartArray, "an array of domains")) return;
        while (_json.ReadItem())
        {
            _place.Item++;
            if (!_place.Expects(JsonTokenType.String, "a domain in quotes")) continue;
            if (_addresses.TryReadDomain(_json.Text, out var domain)) _sink.AddDomain(domain, _place.Here(""));
            else _place.Tell($"{Words.Quote(_json.Text)} is not a domain; write it like client.example");
        }
    }

    private List<SourceDraft>? Sources()
    {
        if (!_place.Opens(JsonTokenType.StartArray, "an array of sources")) return null;
        var sources = new List<SourceDraft>();
        while (_json.ReadItem())
        {
            _place.Source++;
            _place.Leave();
            if (_sources.Read() is { } source) sources.Add(source);
        }
        _place.Source = -1;
        return sources;
    }

    private void Entries()
    {
        if (!_place.Opens(JsonTokenType.StartArray, "an array of entries")) return;
        while (_json.ReadItem())
        {
            _place.Entry++;
            _sink.Add(_entries.Read());
        }
        _place.Entry = -1;
        _place.Leave();
    }
}
