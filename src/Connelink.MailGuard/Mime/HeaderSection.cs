namespace Connelink.MailGuard.Mime;

/// <summary>The header section over the octets received (RFC 5322 2.1, 2.2). Valid while the message is held.</summary>
/// <remarks>Not a ref struct so that rules can be interfaces over it; the octets are the session's own.</remarks>
public readonly struct HeaderSection(ReadOnlyMemory<byte> octets)
{
    /// <summary>All fields, with the CRLF of the last one, without the empty line.</summary>
    public ReadOnlyMemory<byte> Octets { get; } = octets;

    /// <summary>Fields in order. What has no colon ends nothing: it is handed out with an empty name.</summary>
    public HeaderFieldEnumerator GetEnumerator() => new(Octets.Span);
}
