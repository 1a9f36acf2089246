namespace Connelink.MailGuard.Mime;

/// <summary>Reads one message as it passes and tells its parts, their decoded octets and every irregularity (RFC 5322, 2045-2047, 2183, 2231).</summary>
/// <remarks>Bounded state, one pass, no allocation once warm. Used again for each message: Begin, Write as often as there are blocks, Complete. Not thread-safe.</remarks>
public sealed partial class MimeScanner
{
}
