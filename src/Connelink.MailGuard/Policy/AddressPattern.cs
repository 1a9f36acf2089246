namespace Connelink.MailGuard.Policy;

/// <summary>A pattern of addresses with * for any run of octets, as <c>reversePaths</c> of an application: "bounce-*@shop.example".</summary>
public static class AddressPattern
{
    /// <param name="pattern">In lower case, like the keys.</param>
    /// <param name="key">Canonical form of a mailbox (<see cref="Smtp.Mailbox.Key"/>).</param>
    public static bool Matches(ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> key)
    {
        // Only the last star is ever tried again, so the time is bounded by the product of both lengths.
        var (p, k, star, tried) = (0, 0, -1, 0);
        while (k < key.Length)
        {
            if (p < pattern.Length && pattern[p] == (byte)'*') (star, tried) = (p++, k);
            else if (p < pattern.Length && pattern[p] == key[k]) (p, k) = (p + 1, k + 1);
            else if (star >= 0) (p, k) = (star + 1, ++tried);
            else return false;
        }
        return !pattern[p..].ContainsAnyExcept((byte)'*');
    }
}
