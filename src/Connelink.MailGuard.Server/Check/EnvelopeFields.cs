using Connelink.MailGuard.Mime;

namespace Connelink.MailGuard.Server.Check;

/// <summary>The header fields that tell of envelope and date, found in one pass. Reused; valid while the message is held.</summary>
internal sealed class EnvelopeFields
{
    private readonly List<ReadOnlyMemory<byte>> _destinations = [];

    public ReadOnlyMemory<byte> ReturnPath { get; private set; }

    public ReadOnlyMemory<byte> From { get; private set; }

    public ReadOnlyMemory<byte> Sender { get; private set; }

    /// <summary>Envelope-To or X-Envelope-To: the whole envelope, as Exim and others write it.</summary>
    public ReadOnlyMemory<byte> EnvelopeTo { get; private set; }

    public ReadOnlyMemory<byte> OriginalTo { get; private set; }

    /// <summary>The topmost: those below tell of addresses that the last one was reached by (RFC 9228).</summary>
    public ReadOnlyMemory<byte> DeliveredTo { get; private set; }

    /// <summary>The "for" clause of the topmost Received field that has one (RFC 5321 4.4).</summary>
    public ReadOnlyMemory<byte> ReceivedFor { get; private set; }

    public ReadOnlyMemory<byte> Date { get; private set; }

    /// <summary>The bodies of To, Cc and Bcc.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Destinations => _destinations;

    public void Read(HeaderSection section)
    {
        ReturnPath = From = Sender = EnvelopeTo = OriginalTo = DeliveredTo = ReceivedFor = Date = default;
        _destinations.Clear();
        var fields = section.GetEnumerator();
        while (fields.MoveNext())
        {
            var body = section.Octets[(fields.End - Unended(section, fields.End) - fields.Current.Body.Length)..fields.End];
            Take(fields.Current, body[..fields.Current.Body.Length]);
        }
    }

    private static int Unended(HeaderSection section, int end) => section.Octets.Span[..end].EndsWith("\r\n"u8) ? 2 : 0;

    /// <summary>The first of each kind: what stands on top was written last.</summary>
    private void Take(HeaderField field, ReadOnlyMemory<byte> body)
    {
        switch (field.Name.Length)
        {
            case 2 when field.Is("To"u8) || field.Is("Cc"u8): _destinations.Add(body); break;
            case 3 when field.Is("Bcc"u8): _destinations.Add(body); break;
            case 4 when field.Is("From"u8) && From.IsEmpty: From = body; break;
            case 4 when field.Is("Date"u8) && Date.IsEmpty: Date = body; break;
            case 6 when field.Is("Sender"u8) && Sender.IsEmpty: Sender = body; break;
            case 8 when field.Is("Received"u8) && ReceivedFor.IsEmpty: ReceivedFor = ForClause(body); break;
            case 11 when field.Is("Return-Path"u8) && ReturnPath.IsEmpty: ReturnPath = body; break;
            case 11 when field.Is("Envelope-To"u8) && EnvelopeTo.IsEmpty: EnvelopeTo = body; break;
            case 12 when field.Is("Delivered-To"u8) && DeliveredTo.IsEmpty: DeliveredTo = body; break;
            case 13 when field.Is("X-Original-To"u8) && OriginalTo.IsEmpty: OriginalTo = body; break;
            case 13 when field.Is("X-Envelope-To"u8) && EnvelopeTo.IsEmpty: EnvelopeTo = body; break;
        }
    }

    /// <summary>"for &lt;ada@example.org&gt;", before the ";" of the date.</summary>
    private static ReadOnlyMemory<byte> ForClause(ReadOnlyMemory<byte> received)
    {
        var text = received.Span;
        for (var at = 0; at < text.Length;)
        {
            var next = text[at..].IndexOf("for"u8);
            if (next < 0) return default;
            at += next + 3;
            if (at < 4 || at >= text.Length || !IsBlank(text[at - 4]) || !IsBlank(text[at])) continue;

            var address = received[at..];
            var end = address.Span.IndexOf((byte)';');
            address = end < 0 ? address : address[..end];
            address = address[(address.Length - address.Span.TrimStart(" \t\r\n"u8).Length)..];
            end = address.Span.IndexOfAny(" \t\r\n"u8);
            return end < 0 ? address : address[..end];
        }
        return default;
    }

    private static bool IsBlank(byte octet) => octet is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';
}
