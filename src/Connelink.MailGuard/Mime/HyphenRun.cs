namespace Connelink.MailGuard.Mime;

/// <summary>Two hyphens or more within content, and what stands behind them on their line: where lenient programs may see a delimiter.</summary>
/// <param name="atLineStart">They are at the start of a line.</param>
/// <param name="isFirst">Nothing but blanks stands before them.</param>
/// <param name="behind">To the end of the line, without its LF, or a part of it that is longer than any boundary.</param>
internal readonly ref struct HyphenRun(bool atLineStart, bool isFirst, int hyphens, ReadOnlySpan<byte> behind)
{
    private readonly int _behind = behind.Length;

    public bool AtLineStart { get; } = atLineStart;

    public bool IsFirst { get; } = isFirst;

    public int Hyphens { get; } = hyphens;

    /// <summary>What stands behind, without the blanks and quotes that lenient programs skip.</summary>
    public ReadOnlySpan<byte> Bare { get; } = WithoutQuotes(behind);

    /// <summary>There are none of these.</summary>
    public bool IsJoined => Bare.Length == _behind;

    public static ReadOnlySpan<byte> WithoutQuotes(ReadOnlySpan<byte> behind) =>
        !behind.IsEmpty && behind[0] is (byte)' ' or (byte)'\t' or (byte)'"' or (byte)'\'' ? behind.TrimStart(" \t\"'"u8) : behind;
}
