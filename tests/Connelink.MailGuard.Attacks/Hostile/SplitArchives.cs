using System.Globalization;
using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Hostile;

/// <summary>One archive in several attachments, cut so that no piece shows a whole header. 7-Zip and others join a.zip.001, a.zip.002 … by name.</summary>
internal static class SplitArchives
{
    private static readonly Family Family = new("split-archives", "APPNOTE 6.3.10 8: splitting and spanning; 7-Zip volumes",
        RuleName.EncryptedArchive)
    { Readers = "7-Zip, WinRAR, PeaZip" };

    public static IEnumerable<SampleMessage> All()
    {
        var archive = Payload.ZipCrypto;
        var central = archive.AsSpan().LastIndexOf("PK\x1\x2"u8);
        yield return Family.Inbound("in-the-middle", Pieces(archive, archive.Length / 2));
        yield return Family.Inbound("in-the-local-header", Pieces(archive, 6));
        yield return Family.Inbound("in-the-directory", Pieces(archive, central + 6));
        yield return Family.Inbound("in-both", Pieces(archive, 6, central + 6));
        yield return Family.Inbound("in-both-other-names", Pieces(archive, "facture.{0:000}", 6, central + 6));
        yield return Family.Inbound("pieces-of-64", Pieces(archive, [.. Enumerable.Range(1, (archive.Length - 1) / 64).Select(i => 64 * i)]));
        yield return Family.Inbound("first-with-marker", Pieces([.. "PK\x7\x8"u8, .. archive], archive.Length / 2));
    }

    private static string Pieces(byte[] archive, params int[] cuts) => Pieces(archive, "facture.zip.{0:000}", cuts);

    private static string Pieces(byte[] archive, string names, params int[] cuts)
    {
        var ends = (int[])[.. cuts, archive.Length];
        return Mail.Multipart(Mail.InboundFields, "mixed", "b1", [Mail.TextPart(), .. ends.Select((end, i) =>
            Mail.Attachment("application/octet-stream", string.Format(CultureInfo.InvariantCulture, names, i + 1),
                archive.AsSpan(i == 0 ? 0 : ends[i - 1], end - (i == 0 ? 0 : ends[i - 1]))))]);
    }
}
