using Connelink.MailGuard.Attacks.Building;

namespace Connelink.MailGuard.Attacks.Hostile;

/// <summary>Archives that cost more to open than they weigh, with an encrypted one where the inspection would have to give up.</summary>
internal static class Bombs
{
    private const int Megabyte = 1 << 20;

    private static readonly Family Family = new("bombs",
        "42.zip; D. Fifield, A better zip bomb (WOOT 2019); R. Cox, Zip files all the way down", RuleName.EncryptedArchive);

    public static IEnumerable<SampleMessage> All()
    {
        yield return Family.Inbound("nested-thirty-deep", Attached(() => Deep(Payload.ZipCrypto, 30)));
        yield return Family.Inbound("nested-three-hundred-deep", Attached(() => Deep(Payload.ZipCrypto, 300)));
        yield return Family.Inbound("nested-wide", Attached(() => Wide(Payload.ZipCrypto, 3, 16)));
        yield return Family.Inbound("behind-a-gigabyte-of-zeros",
            Attached(() => Zip.Of(ZipEntry.Deflated("a.zip", Zip.Of(Repeated(64), ZipEntry.ZipCrypto("facture.txt", Payload.Content))))));
        yield return Family.Inbound("behind-sixteen-archives-of-zeros", Attached(() =>
        {
            var zeros = ZipEntry.Deflated("zeros.zip", Zip.Of(ZipEntry.Stored("zeros", new byte[32 * Megabyte])));
            return Zip.Of([.. Enumerable.Range(0, 16).Select(i => zeros with { Name = $"{i}.zip" }),
                ZipEntry.Deflated("facture.zip", Payload.ZipCrypto)]);
        }));
        yield return Family.Inbound("overlapping", Attached(Overlapping)) with { Source = "D. Fifield, A better zip bomb (WOOT 2019)" };
        yield return Family.Inbound("quoted-overlap", Attached(QuotedOverlap)) with { Source = "D. Fifield, A better zip bomb (WOOT 2019)" };
        yield return Family.Inbound("gzip-nested",
            Attached(() => Enumerable.Range(0, 60).Aggregate(Payload.ZipCrypto, (inner, _) => Packed.Gzip(inner))));
        yield return Family.Inbound("zip-quine", Attached(() => Quine.ZipArchive)) with { Source = "R. Cox, Zip Files All The Way Down (2010)" };
        yield return Family.Inbound("gzip-quine", Attached(() => Quine.Gzip)) with { Source = "R. Cox, Zip Files All The Way Down (2010)" };
        yield return Family.Inbound("many-entries",
            Attached(() => Zip.Of([.. Enumerable.Range(0, 60_000).Select(i => ZipEntry.Stored($"{i}", [])),
            ZipEntry.ZipCrypto("facture.txt", Payload.Content)])));
        yield return Family.Inbound("many-small-archives",
            Attached(() => Zip.Of([.. Enumerable.Range(0, 3_000).Select(i => ZipEntry.Deflated($"{i}.zip", Payload.Clear)),
            ZipEntry.Deflated("facture.zip", Payload.ZipCrypto)])));
    }

    private static MailContent Attached(Func<byte[]> archive) =>
        MailContent.Of(() => Mail.WithAttachment(Mail.InboundFields, "application/zip", "bombe.zip", archive()));

    private static byte[] Deep(byte[] archive, int levels) =>
        Enumerable.Range(0, levels).Aggregate(archive, (inner, _) => Zip.Of(ZipEntry.Deflated("a.zip", inner)));

    /// <summary>As 42.zip: at each level so many copies of the level below.</summary>
    private static byte[] Wide(byte[] archive, int levels, int copies) => Enumerable.Range(0, levels).Aggregate(archive, (inner, _) =>
        Zip.Of([.. Enumerable.Range(0, copies).Select(i => ZipEntry.Deflated($"{i}.zip", inner))]));

    private static ZipEntry Repeated(int megabytes) => ZipEntry.Deflated("zeros.bin", new byte[megabytes * Megabyte]);

    /// <summary>A thousand entries of the directory share one file.</summary>
    private static byte[] Overlapping()
    {
        var kernel = Repeated(1);
        var files = Zip.Local(kernel);
        byte[] directory = [.. Enumerable.Range(0, 1_000).SelectMany(i => Zip.Central(kernel with { CentralName = $"{i}.bin" }, 0))];
        return [.. files, .. directory, .. Zip.End(1_000, (uint)directory.Length, (uint)files.Length)];
    }

    /// <summary>Each file quotes the local headers behind it as a stored block, so that all end in one kernel and no two start at one place.</summary>
    private static byte[] QuotedOverlap()
    {
        const int count = 100;
        var kernel = Repeated(1);
        List<byte[]> headers = [];
        List<ZipEntry> entries = [];
        var tail = kernel.Data;
        for (var i = count - 1; i >= 0; i--)
        {
            var entry = new ZipEntry($"{i:000}", tail) { Method = ZipEntry.Deflate, Size = Megabyte, Crc = kernel.Crc };
            var local = Zip.Local(entry);
            entries.Insert(0, entry);
            // A stored block of deflate: not the last, length, its complement, the octets.
            byte[] quote = i == 0 ? [] : [0, .. Zip.U16((ushort)(local.Length - tail.Length)), .. Zip.U16((ushort)~(local.Length - tail.Length))];
            headers.Insert(0, [.. quote, .. local[..^tail.Length]]);
            tail = [.. quote, .. local];
        }
        List<byte> directory = [];
        var offset = 0;
        for (var i = 0; i < count; i++)
        {
            directory.AddRange(Zip.Central(entries[i], (uint)(offset + (i == 0 ? 0 : 5))));
            offset += headers[i].Length;
        }
        return [.. tail, .. directory, .. Zip.End(count, (uint)directory.Count, (uint)tail.Length)];
    }
}
