namespace Connelink.MailGuard.Load.Client;

/// <summary>One message as it goes on the wire, dot-stuffed and with its end-of-data; only the id in its first field changes.</summary>
/// <remarks>The start is copied for each message and so can be numbered; the rest is shared by all connections.</remarks>
internal sealed class MessageTemplate
{
    /// <summary>A small message goes out in one send.</summary>
    public const int MaxStartOctets = 16 * 1024;

    private readonly byte[] _octets;

    /// <param name="message">Header section and body with CRLF line endings, without an id and not dot-stuffed.</param>
    public MessageTemplate(ReadOnlySpan<byte> message)
    {
        var octets = new List<byte>(message.Length + LoadId.Octets + 64);
        octets.AddRange(new byte[LoadId.Octets]);
        for (var at = 0; at < message.Length;)
        {
            if (message[at] == (byte)'.') octets.Add((byte)'.');
            var end = message[at..].IndexOf((byte)'\n');
            var next = end < 0 ? message.Length : at + end + 1;
            octets.AddRange(message[at..next]);
            at = next;
        }
        if (octets[^1] != (byte)'\n') octets.AddRange("\r\n"u8);
        Octets = octets.Count;
        octets.AddRange(".\r\n"u8);
        _octets = [.. octets];
    }

    /// <summary>Octets of the message as SIZE= declares them.</summary>
    public int Octets { get; }

    public ReadOnlyMemory<byte> Rest => _octets.AsMemory(Math.Min(MaxStartOctets, _octets.Length));

    public int WriteStart(Span<byte> destination, LoadId id)
    {
        var length = Math.Min(MaxStartOctets, _octets.Length);
        _octets.AsSpan(0, length).CopyTo(destination);
        id.WriteTo(destination);
        return length;
    }
}
