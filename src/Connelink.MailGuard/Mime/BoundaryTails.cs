using System.Runtime.Intrinsics;

namespace Connelink.MailGuard.Mime;

/// <summary>How boundaries begin behind their hyphens, without regard to case: nearly all that stands behind hyphens in content is told apart from them here.</summary>
internal sealed class BoundaryTails
{
    private readonly ulong[] _starts = new ulong[MimeLimits.MaxDepth + 1];
    private readonly ulong[] _masks = new ulong[MimeLimits.MaxDepth + 1];

    public void Set(int index, ReadOnlySpan<byte> tail) => (_starts[index], _masks[index]) = (FirstOctets.WithoutCase(tail), FirstOctets.Mask(tail.Length));

    /// <summary>Nothing begins like it.</summary>
    public void SetNone(int index) => (_starts[index], _masks[index]) = (0, ulong.MaxValue);

    /// <param name="start">Of a text, without case.</param>
    public bool MayBegin(int index, ulong start) => ((start ^ _starts[index]) & _masks[index]) == 0;

    /// <summary>Whether a text begins like one of the first so many.</summary>
    public bool AnyBegins(ulong start, int count)
    {
        var at = 0;
        if (count >= Vector256<ulong>.Count)
        {
            var starts = Vector256.Create(start);
            for (; at <= count - Vector256<ulong>.Count; at += Vector256<ulong>.Count)
            {
                var differing = (starts ^ Vector256.Create(_starts.AsSpan(at))) & Vector256.Create(_masks.AsSpan(at));
                if (Vector256.EqualsAny(differing, Vector256<ulong>.Zero)) return true;
            }
        }
        for (; at < count; at++)
        {
            if (MayBegin(at, start)) return true;
        }
        return false;
    }
}
