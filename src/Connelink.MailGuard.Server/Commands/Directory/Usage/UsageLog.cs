using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Connelink.MailGuard.AddressDirectory;

namespace Connelink.MailGuard.Server.Commands.Directory.Usage;

/// <summary>Reads the transaction log that `serve` writes, and counts the addresses in hosted domains.</summary>
internal sealed class UsageLog(DirectorySnapshot snapshot, DateTimeOffset? since)
{
    private readonly Dictionary<string, AddressUse> _uses = new(StringComparer.Ordinal);
    private readonly AddressReader _addresses = new();

    /// <summary>By canonical key.</summary>
    public IReadOnlyDictionary<string, AddressUse> Uses => _uses;

    public long Transactions { get; private set; }

    /// <summary>Lines that are no transaction, of another program for instance.</summary>
    public long PassedOver { get; private set; }

    public DateTimeOffset First { get; private set; } = DateTimeOffset.MaxValue;

    public DateTimeOffset Last { get; private set; } = DateTimeOffset.MinValue;

    /// <param name="name">A file, packed by gzip when it ends so; "-" is standard input.</param>
    public void Read(string name)
    {
        using var file = name == "-" ? Console.OpenStandardInput() : File.OpenRead(name);
        using var text = name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var lines = new StreamReader(text);
        while (lines.ReadLine() is { } line) Line(line);
    }

    private void Line(string line)
    {
        if (line.Length == 0) return;
        try
        {
            using var document = JsonDocument.Parse(line);
            if (document.RootElement is { ValueKind: JsonValueKind.Object } record && record.TryGetProperty("outcome", out var outcome)) Record(record, outcome.GetString());
            else PassedOver++;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            PassedOver++; // Whatever it is, it is no line of ours, or a line that was cut.
        }
    }

    private void Record(JsonElement record, string? outcome)
    {
        var time = record.GetProperty("time").GetDateTimeOffset();
        if (time < since) return;
        var isTaken = outcome is "delivered" or "deliveredReplyLost";
        Transactions++;
        (First, Last) = (time < First ? time : First, time > Last ? time : Last);
        Count(record.GetProperty("from").GetString(), time, isSender: true, isTaken);
        foreach (var recipient in record.GetProperty("to").EnumerateArray()) Count(recipient.GetString(), time, isSender: false, isTaken);
        if (!record.TryGetProperty("refused", out var refused)) return;
        foreach (var recipient in refused.EnumerateArray()) Count(recipient.GetProperty("to").GetString(), time, isSender: false, isTaken: false);
    }

    private void Count(string? mailbox, DateTimeOffset time, bool isSender, bool isTaken)
    {
        if (string.IsNullOrEmpty(mailbox) || !_addresses.TryRead(Encoding.UTF8.GetBytes(mailbox), out var key)) return;
        if (!snapshot.TryGetTenant(DirectorySnapshot.DomainOf(key), out _)) return;
        var name = Encoding.UTF8.GetString(key);
        if (!_uses.TryGetValue(name, out var use)) _uses[name] = use = new AddressUse();
        use.Add(time, isSender, isTaken);
    }
}
