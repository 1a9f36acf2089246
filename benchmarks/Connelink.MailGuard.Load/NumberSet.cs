using System.Globalization;
using System.Text;

namespace Connelink.MailGuard.Load;

/// <summary>How often each message number was seen; grows in blocks, and many threads may count at once.</summary>
internal sealed class NumberSet
{
    private const int BlockSize = 1 << 16;
    private readonly int[]?[] _blocks = new int[1 << 14][];

    public void Add(int number)
    {
        ref var block = ref _blocks[number / BlockSize];
        var counts = Volatile.Read(ref block);
        if (counts is null)
        {
            var made = new int[BlockSize];
            counts = Interlocked.CompareExchange(ref block, made, null) ?? made;
        }
        Interlocked.Increment(ref counts[number % BlockSize]);
    }

    public IEnumerable<(int Number, int Count)> Seen()
    {
        for (var b = 0; b < _blocks.Length; b++)
        {
            if (_blocks[b] is not { } counts) continue;
            for (var i = 0; i < BlockSize; i++)
            {
                if (counts[i] > 0) yield return ((b * BlockSize) + i, counts[i]);
            }
        }
    }

    /// <summary>Numbers as ranges, <c>0-98,100-198,250</c>: a run of a hundred thousand messages stays a short text.</summary>
    public static string Print(IEnumerable<int> ascending)
    {
        var text = new StringBuilder();
        var (first, last) = (-1, -1);
        foreach (var number in ascending.Append(int.MaxValue))
        {
            if (first >= 0 && number == last + 1) { last = number; continue; }
            if (first >= 0) text.Append(text.Length == 0 ? "" : ",").Append(Range(first, last));
            (first, last) = (number, number);
        }
        return text.ToString();
    }

    public static IEnumerable<int> Parse(string ranges)
    {
        foreach (var range in ranges.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = range.Split('-');
            var (first, last) = (int.Parse(ends[0], CultureInfo.InvariantCulture), int.Parse(ends[^1], CultureInfo.InvariantCulture));
            for (var number = first; number <= last; number++) yield return number;
        }
    }

    private static string Range(int first, int last) => first == last ? Print(first) : Print(first) + "-" + Print(last);

    private static string Print(int number) => number.ToString(CultureInfo.InvariantCulture);
}
