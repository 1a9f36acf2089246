using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Costs;

/// <summary>Files that look like CMS, OpenPGP, PDF or a compound file all the way through.</summary>
internal static class CostlyProtection
{
    private const int Octets = 4 << 20;

    public static IEnumerable<CostlyMessage> All()
    {
        (string Name, string Type, string Head, string Unit)[] cases =
        [
            ("OpenPGP markers", "application/pgp-encrypted", "", "\u00CA\u0003PGP"),
            ("PDF words", "application/pdf", "%PDF-", "trailer"),
            ("PDF objects", "application/pdf", "%PDF-", "obj<<"),
            ("PDF names", "application/pdf", "%PDF- obj<<", "/Encrypt/XRef"),
            ("PDF streams", "application/pdf", "%PDF-", "obj<</XRef>>stream"),
            ("compound directory", "application/msword", "\u00D0\u00CF\u0011\u00E0\u00A1\u00B1\u001A\u00E1", "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0\0\0" + new string('\0', 30) + "\u0022\0\u0002\u0001" + new string('\0', 60)),
            ("BER in small elements", "application/pkcs7-mime", "\u0030\u0080", "\u0030\u0080\0\0"),
            ("BER in base64", "application/pkcs7-mime", "MI", "AAAA"),
        ];
        foreach (var (name, type, head, unit) in cases)
        {
            yield return new("protection", name, () => Text.Octets(Mail.WithAttachment(Mail.InboundFields, type, "a.bin", Text.Octets(head + string.Concat(Enumerable.Repeat(unit, Octets / unit.Length))))));
        }
        yield return new("protection", "signatures around each other", () => Text.Octets(Mail.WithAttachment(Mail.InboundFields, "application/pkcs7-mime", "smime.p7m",
            Enumerable.Range(0, 12).Aggregate(Payload.Noise(300_000), (inner, _) => Cms.Signed(inner)))));
    }
}
