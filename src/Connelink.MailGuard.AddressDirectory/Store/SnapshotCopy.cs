using System.Text.Json;
using Connelink.MailGuard.AddressDirectory.Encryption;

namespace Connelink.MailGuard.AddressDirectory.Store;

/// <summary>The directory as it was last, in an encrypted file: what a gateway starts from when its database is away.</summary>
/// <param name="file">Its path.</param>
/// <param name="keyFile">See <see cref="MasterKeys"/>; read anew each time.</param>
internal sealed class SnapshotCopy(string file, string keyFile)
{
    public bool Exists => File.Exists(file);

    public DateTimeOffset WrittenAt => File.GetLastWriteTimeUtc(file);

    /// <summary>In the JSON form, as an export.</summary>
    public void Write(DirectoryStore store) => EncryptedFile.Write(file, MasterKeys.Read(keyFile), stream =>
    {
        using var json = new Utf8JsonWriter(stream, EntryJson.Options);
        json.WriteStartObject();
        json.WriteStartArray("tenants");
        store.ReadAll(
            tenant =>
            {
                tenant.WriteTo(json);
                json.WriteStartArray("entries");
            },
            entry =>
            {
                EntryJson.Write(json, entry);
                if (json.BytesPending > EncryptedFile.ChunkOctets) json.Flush();
            },
            () =>
            {
                json.WriteEndArray();
                json.WriteEndObject();
            });
        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <exception cref="DirectoryException">It cannot be used.</exception>
    public DirectorySnapshot Read() => EncryptedFile.Read(file, MasterKeys.Read(keyFile), stream => DirectoryFile.Load(stream, file, judgesTargets: false));
}
