using System.Buffers;
using System.Text;
using Connelink.MailGuard.AddressDirectory.Formats;

namespace Connelink.MailGuard.AddressDirectory;

/// <summary>A canonical key as people and files write it: a key has lost the quotes of its local-part, and some cannot be read without them.</summary>
public static class AddressText
{
    /// <summary>RFC 5321 4.1.2 Dot-string, as <see cref="Smtp.PathParser"/> reads it.</summary>
    private static readonly SearchValues<byte> Plain = SearchValues.Create(
        [.. "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~."u8, .. Enumerable.Range(0x80, 0x80).Select(octet => (byte)octet)]);

    /// <summary>Reading it gives the key again.</summary>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> key)
    {
        var at = key.LastIndexOf((byte)'@');
        var local = at < 0 ? key : key[..at];
        return !local.IsEmpty && !local.ContainsAnyExcept(Plain) && ListText.Trim(local).Length == local.Length ? key : Quoted(local, key[local.Length..]);
    }

    /// <summary>user+tag@domain as user@domain, whether or not its tenant takes it so.</summary>
    public static string WithoutTag(string key)
    {
        Span<byte> room = stackalloc byte[KeyTable.MaxKeyOctets];
        var untagged = AddressTag.Strip(Encoding.UTF8.GetBytes(key), room);
        return untagged.IsEmpty ? key : Encoding.UTF8.GetString(untagged);
    }

    private static byte[] Quoted(ReadOnlySpan<byte> local, ReadOnlySpan<byte> rest)
    {
        var text = new List<byte>(local.Length + rest.Length + 4) { (byte)'"' };
        foreach (var octet in local)
        {
            if (octet is (byte)'"' or (byte)'\\') text.Add((byte)'\\');
            text.Add(octet);
        }
        return [.. text, (byte)'"', .. rest];
    }
}
