using System.Diagnostics;
using Connelink.MailGuard.Archives;
using Connelink.MailGuard.Tests.Support;
using Xunit;
using Rar = Connelink.MailGuard.Attacks.Building.Rar;

namespace Connelink.MailGuard.Tests.Archives;

/// <summary>Mutations of samples of every format: never an exception, and the same findings however the octets are split.</summary>
public sealed class FuzzTests
{
    private static readonly TimeSpan Duration = Fuzzing.Time;

    [Fact]
    public void Any_octets_are_read()
    {
        byte[][] samples =
        [
            Samples.Zip(("a.txt", Samples.Text(300)), ("x.zip", Samples.Zip(("y", Samples.Text(100))))), Samples.Stored(("a", Samples.Zip(("b", Samples.Text(100))))),
            Samples.Zip("secret", 256, ("a", Samples.Text(100))), Samples.Gzip(Samples.Tar(("a", Samples.Zip(("b", Samples.Text(90)))))), Samples.Tar(("a", Samples.Gzip(Samples.Text(90)))),
            SevenZipSamples.Clear, SevenZipSamples.EncryptedWithPackedHeader, SevenZipSamples.ClearWithPackedHeader, Rar.Version4(0, (4, Samples.Noise(30))),
            Rar.Version5(false, (Rar.EncryptionRecord, Samples.Noise(30))), OleTests.Compound(Samples.Zip(("a", Samples.Text(90)))), TnefTests.Sample,
        ];
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var watch = Stopwatch.StartNew();
        for (var round = 0; watch.Elapsed < Duration; round++)
        {
            var mutant = Mutate(samples[random.Next(samples.Length)], samples, random);
            try
            {
                var whole = Inspection.Run(mutant, Math.Max(1, mutant.Length));
                var split = Inspection.Run(mutant, random.Next(1, 40));
                Assert.Equal(whole.Findings, split.Findings);
                Assert.Equal(whole.Entries, split.Entries);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"seed {seed}, round {round}: {Convert.ToBase64String(mutant)}", error);
            }
        }
    }

    private static byte[] Mutate(byte[] sample, byte[][] samples, Random random)
    {
        List<byte> mutant = [.. sample];
        for (var changes = random.Next(1, 6); changes > 0 && mutant.Count > 8; changes--)
        {
            var at = random.Next(mutant.Count - 4);
            switch (random.Next(6))
            {
                case 0:
                    mutant[at] = (byte)random.Next(256);
                    break;
                case 1:
                    mutant[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    mutant.RemoveRange(at, random.Next(1, Math.Min(40, mutant.Count - at)));
                    break;
                case 3:
                    mutant.InsertRange(at, mutant.GetRange(at, random.Next(1, Math.Min(60, mutant.Count - at))));
                    break;
                case 4:
                    var other = samples[random.Next(samples.Length)];
                    mutant.InsertRange(at, other.AsSpan(0, random.Next(1, other.Length)).ToArray());
                    break;
                default:
                    for (var i = 0; i < 4; i++) mutant[at + i] = (byte)(random.Next(2) == 0 ? 0xFF : 0);
                    break;
            }
        }
        return [.. mutant];
    }
}
