using Connelink.MailGuard.AddressDirectory;
using CsCheck;
using Xunit;

namespace Connelink.MailGuard.Tests.AddressDirectory;

public sealed class KeyTableTests
{
    private static readonly Gen<(byte[][] Keys, byte[][] Others, ulong HashMask)> Tables = Gen.Select(
        Gen.Byte[97, 102].Array[1, 4].Array[0, 300], Gen.Byte[97, 102].Array[1, 4].Array[0, 50], Gen.OneOf(0UL, 7UL, 0xFFUL, ulong.MaxValue));

    [Fact]
    public void A_table_agrees_with_a_dictionary_however_hashes_collide() => Tables.Sample(sample =>
    {
        var table = new KeyTable(seed: 42, sample.HashMask);
        var oracle = new Dictionary<string, uint>();
        foreach (var key in sample.Keys)
        {
            var reference = table.Intern(key);
            if (!oracle.TryAdd(Text(key), reference)) Assert.Equal(oracle[Text(key)], reference);
        }
        table.Trim();

        Assert.Equal(oracle.Count, table.Count);
        Assert.Equal(oracle.Count, oracle.Values.Distinct().Count());
        Assert.Equal(oracle.OrderBy(pair => pair.Value).Select(pair => pair.Key), table.References().Select(reference => Text(table.KeyAt(reference))));
        foreach (var key in sample.Keys.Concat(sample.Others)) Assert.Equal(oracle.GetValueOrDefault(Text(key)), table.Find(key));
    }, iter: 2_000);

    [Fact]
    public void Keys_of_all_lengths_survive_the_growth_of_the_table_and_new_chunks()
    {
        var table = new KeyTable(seed: 7);
        var keys = Enumerable.Range(1, KeyTable.MaxKeyOctets).SelectMany(octets => Enumerable.Range(0, 10).Select(n => Key(octets, n)))
            .DistinctBy(key => Text(key)).ToList();
        var references = keys.ConvertAll(key => table.Intern(key));
        table.Trim();
        Assert.Equal(references, table.References());
        for (var i = 0; i < keys.Count; i++) Assert.True(table.KeyAt(references[i]).SequenceEqual(keys[i]));
        Assert.Equal(references, keys.ConvertAll(key => table.Find(key)));
    }

    private static byte[] Key(int octets, int n)
    {
        var key = new byte[octets];
        Array.Fill(key, (byte)('a' + n));
        return key;
    }

    private static string Text(ReadOnlySpan<byte> key) => System.Text.Encoding.Latin1.GetString(key);
}
