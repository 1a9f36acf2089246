using System.Runtime.Intrinsics;

namespace Connelink.MailGuard.Mime;

/// <summary>One header field: name and body with its folding, as received (RFC 5322 2.2).</summary>
public readonly ref struct HeaderField(ReadOnlySpan<byte> name, ReadOnlySpan<byte> body)
{
    /// <summary>Without the colon and without blanks before it; empty when the line has no colon.</summary>
    public ReadOnlySpan<byte> Name { get; } = name;

    /// <summary>What follows the colon, without the final CRLF.</summary>
    public ReadOnlySpan<byte> Body { get; } = body;

    public bool Is(ReadOnlySpan<byte> name) => System.Text.Ascii.EqualsIgnoreCase(Name, name);
}

/// <summary>Walks through the fields of a header section; a line that starts with white space belongs to the field before it.</summary>
public ref struct HeaderFieldEnumerator(ReadOnlySpan<byte> octets)
{
    private ReadOnlySpan<byte> _rest = octets;

    public HeaderField Current { get; private set; }

    /// <summary>Where <see cref="Current"/> starts in the section.</summary>
    public int Start { get; private set; }

    /// <summary>Where it ends, its CRLF included.</summary>
    public int End { get; private set; }

    public bool MoveNext()
    {
        if (_rest.IsEmpty) return false;

        var end = FieldLength(_rest, out var lineEnd);
        Start = End;
        End += end;
        var field = _rest[..(end - lineEnd)];
        _rest = _rest[end..];
        var colon = field.IndexOf((byte)':');
        Current = colon < 0 ? new HeaderField(default, field) : new HeaderField(WithoutBlanks(field[..colon]), field[(colon + 1)..]);
        return true;
    }

    private static ReadOnlySpan<byte> WithoutBlanks(ReadOnlySpan<byte> name)
    {
        while (name is [.., (byte)' ' or (byte)'\t']) name = name[..^1];
        return name;
    }

    /// <summary>Octets up to the end of the last line of the field.</summary>
    /// <param name="lineEnd">Those of its CRLF; 0: the section ends without one.</param>
    private static int FieldLength(ReadOnlySpan<byte> octets, out int lineEnd)
    {
        lineEnd = 2;
        var end = 0;
        while (OctetPairs.IndexOf<UnfoldedLineEnd>(octets[end..]) is >= 0 and var line)
        {
            end += line + 1;
            if (end >= 2 && octets[end - 2] == '\r') return end;
        }
        lineEnd = octets.EndsWith("\r\n"u8) ? 2 : 0;
        return octets.Length;
    }

    /// <summary>A line end with no white space behind it: many folds are passed at once.</summary>
    private readonly struct UnfoldedLineEnd : IOctetPair
    {
        public static Vector256<byte> Match(Vector256<byte> first, Vector256<byte> second)
        {
            var isFold = Vector256.Equals(second, Vector256.Create((byte)' ')) | Vector256.Equals(second, Vector256.Create((byte)'\t'));
            return Vector256.AndNot(Vector256.Equals(first, Vector256.Create((byte)'\n')), isFold);
        }

        public static bool MayBegin(byte last) => last == '\n';
    }
}
