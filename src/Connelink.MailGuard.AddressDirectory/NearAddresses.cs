using System.Text;
using Connelink.MailGuard.AddressDirectory.Store;

namespace Connelink.MailGuard.AddressDirectory;

/// <summary>Declared addresses that somebody probably meant: letters left out, swapped or wrong, in the local-part or in the domain.</summary>
public static class NearAddresses
{
    private const int MaxDistance = 3;

    /// <returns>The nearest first.</returns>
    public static IReadOnlyList<string> Of(DirectoryStore store, byte[] key, int count)
    {
        var nearest = new PriorityQueue<string, (int Distance, string Address)>(Comparer<(int Distance, string Address)>.Create(Farther));
        foreach (var known in store.Names(key.Length - MaxDistance, key.Length + MaxDistance))
        {
            if (Distance(key, known) is not (<= MaxDistance and var distance)) continue;
            var text = Encoding.UTF8.GetString(AddressText.Of(known));
            nearest.Enqueue(text, (distance, text));
            if (nearest.Count > count) nearest.Dequeue();
        }
        var found = new List<string>();
        while (nearest.TryDequeue(out var address, out _)) found.Add(address);
        found.Reverse();
        return found;
    }

    private static int Farther((int Distance, string Address) one, (int Distance, string Address) other) =>
        one.Distance != other.Distance ? other.Distance.CompareTo(one.Distance) : string.CompareOrdinal(other.Address, one.Address);

    /// <summary>Levenshtein, given up where it cannot come out near any more: a directory may have millions.</summary>
    private static int Distance(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        Span<int> row = stackalloc int[KeyTable.MaxKeyOctets + 1];
        for (var j = 0; j <= other.Length; j++) row[j] = j;
        for (var i = 1; i <= one.Length; i++)
        {
            var (diagonal, least) = (row[0], row[0] = i);
            for (var j = 1; j <= other.Length; j++)
            {
                var change = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
                least = Math.Min(least, row[j]);
            }
            if (least > MaxDistance) return least;
        }
        return row[other.Length];
    }
}
