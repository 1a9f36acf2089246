using System.Security.Cryptography;

namespace Connelink.MailGuard.Audit;

/// <summary>Finds the record of a transaction: 16 characters that sort by time and differ between nodes and restarts.</summary>
public static class TransactionId
{
    public const int Length = 16;

    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz"; // Crockford's base 32: nothing to confuse on the telephone
    private static readonly long Epoch = new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks / TimeSpan.TicksPerMillisecond;
    private static readonly ulong Node = (ulong)RandomNumberGenerator.GetInt32(1 << 20);
    private static long _last;

    /// <summary>Milliseconds since 2025 and a counter (60 bits, never twice), then the node (20 bits, drawn at start).</summary>
    public static void Write(Span<char> destination)
    {
        var now = ((DateTime.UtcNow.Ticks / TimeSpan.TicksPerMillisecond) - Epoch) << 18;
        long last, next;
        do
        {
            last = Volatile.Read(ref _last);
            next = Math.Max(now, last + 1);
        }
        while (Interlocked.CompareExchange(ref _last, next, last) != last);

        Put(destination[..12], (ulong)next);
        Put(destination[12..Length], Node);
    }

    /// <summary>One that belongs to no transaction.</summary>
    public static string New() => string.Create(Length, 0, static (id, _) => Write(id));

    private static void Put(Span<char> destination, ulong value)
    {
        for (var i = destination.Length - 1; i >= 0; i--, value >>= 5) destination[i] = Alphabet[(int)(value & 31)];
    }
}
