namespace Connelink.MailGuard.Smtp;

/// <summary>local-part "@" domain, or an address literal (RFC 5321 4.1.2). Equal when the same mailbox is meant.</summary>
/// <remarks>
/// <see cref="Text"/> is what goes to the next hop: as received, without angle brackets and source route. <see cref="Key"/> is the
/// canonical form that everything compares by: local-part unquoted, ASCII letters in lower case (other letters NFC and lower case),
/// "@", domain as lower-case A-labels without a final dot. Points into the envelope's memory: valid until the transaction ends.
/// </remarks>
public readonly struct Mailbox : IEquatable<Mailbox>
{
    private readonly int _localOctets;

    /// <param name="text">As received.</param>
    /// <param name="key">Canonical form.</param>
    /// <param name="localOctets">Length of the canonical local-part, before the "@".</param>
    public Mailbox(ReadOnlyMemory<byte> text, ReadOnlyMemory<byte> key, int localOctets)
    {
        Text = text;
        Key = key;
        _localOctets = localOctets;
    }

    public ReadOnlyMemory<byte> Text { get; }

    public ReadOnlyMemory<byte> Key { get; }

    /// <summary>Has octets beyond ASCII: only a transaction with SMTPUTF8 may carry it (RFC 6531 3.3), to a next hop that offers it.</summary>
    public bool IsInternationalized => !System.Text.Ascii.IsValid(Text.Span);

    /// <summary>Canonical local-part.</summary>
    public ReadOnlySpan<byte> LocalPart => Key.Span[.._localOctets];

    /// <summary>Canonical domain; empty for a mailbox without one (Postmaster).</summary>
    public ReadOnlySpan<byte> Domain => Key.Length > _localOctets ? Key.Span[(_localOctets + 1)..] : default;

    public bool Equals(Mailbox other) => Key.Span.SequenceEqual(other.Key.Span);

    public override bool Equals(object? obj) => obj is Mailbox other && Equals(other);

    public override int GetHashCode() => (int)System.IO.Hashing.XxHash3.HashToUInt64(Key.Span);

    /// <summary>The text as received, for people: what is not printable is escaped.</summary>
    public override string ToString() => ReplyText.Printable(Text.Span);

    public static bool operator ==(Mailbox left, Mailbox right) => left.Equals(right);

    public static bool operator !=(Mailbox left, Mailbox right) => !left.Equals(right);
}
