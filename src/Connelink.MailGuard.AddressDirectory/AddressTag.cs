namespace Connelink.MailGuard.AddressDirectory;

/// <summary>user+tag@domain is user@domain, where a tenant allows tags.</summary>
internal static class AddressTag
{
    /// <summary>The key without its tag; empty when it has none.</summary>
    /// <param name="room">Of <see cref="KeyTable.MaxKeyOctets"/>.</param>
    public static ReadOnlySpan<byte> Strip(ReadOnlySpan<byte> key, Span<byte> room)
    {
        var plus = key.IndexOf((byte)'+');
        if (plus <= 0 || key.Length > KeyTable.MaxKeyOctets) return default;
        var at = key.LastIndexOf((byte)'@');
        if (at < plus) return default;
        key[..plus].CopyTo(room);
        key[at..].CopyTo(room[plus..]);
        return room[..(plus + key.Length - at)];
    }
}
