using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Connelink.MailGuard.Mime;

/// <summary>Lines of one width and one line end, as programs write base64: joined, so that the runtime's decoder takes many at once.</summary>
internal sealed class Base64Lines
{
    public const int MaxOctets = 8 * 1024;

    /// <summary>Room for the joined letters: a copy may run over the end of the last line.</summary>
    public const int RoomOctets = MaxOctets + UsualOctets;

    /// <summary>Lines have 76 octets (RFC 2045 6.8).</summary>
    private const int UsualOctets = 80;

    private static readonly SearchValues<byte> Alphabet = SearchValues.Create(Base64Alphabet.Letters);

    /// <summary>Letters that count of each line.</summary>
    private int _counted;

    /// <summary>Of the first line, without its line end.</summary>
    public int Width { get; private set; }

    /// <summary>Octets of the line end; 0 where the octets go no farther than the line.</summary>
    public int LineEnd { get; private set; }

    /// <summary>The first line ends within a quantum.</summary>
    public bool AreBroken => LineEnd > 0 && Width % 4 != 0;

    /// <summary>Looks at the first line.</summary>
    /// <param name="octets">That begin with no line end.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Measure(ReadOnlySpan<byte> octets)
    {
        octets = octets[..Math.Min(octets.Length, MaxOctets)];
        var end = octets.IndexOf((byte)'\n');
        var line = end < 0 ? octets : octets[..end];
        var hasReturn = line[^1] == '\r';
        Width = hasReturn ? line.Length - 1 : line.Length;
        LineEnd = end < 0 ? 0 : hasReturn ? 2 : 1;
    }

    /// <summary>The letters of the first line, and of those behind it that have its measure.</summary>
    /// <param name="room">Of <see cref="RoomOctets"/>, for the result.</param>
    /// <param name="wholeQuanta">Letters behind the last whole quantum of a line are left out. Where there is anything else, the lines end.</param>
    public ReadOnlySpan<byte> Join(ReadOnlySpan<byte> octets, Span<byte> room, bool wholeQuanta)
    {
        var (width, counted, stride) = (Width, wholeQuanta && AreBroken ? Width & ~3 : Width, Width + LineEnd);
        _counted = counted;
        if (LineEnd == 0 || counted == 0) return octets[..counted];

        var most = Math.Min(octets.Length / stride, MaxOctets / width);
        var lines = 0;
        for (; lines < most; lines++)
        {
            var line = octets[(lines * stride)..];
            if (line[stride - 1] != '\n' || (stride - width == 2 && line[width] != '\r')) break;
            if (counted < width && line[counted..width].ContainsAnyExcept(Alphabet)) break;
            Copy(line, counted, room[(lines * counted)..]);
        }
        return lines == 1 ? octets[..counted] : room[..(lines * counted)];
    }

    /// <summary>Octets that so many of the joined letters take, with the line ends behind whole lines.</summary>
    public int OctetsOf(int letters) => (letters / _counted * (Width + LineEnd)) + (letters % _counted);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(ReadOnlySpan<byte> line, int counted, Span<byte> joined)
    {
        if (counted <= UsualOctets && line.Length >= UsualOctets)
        {
            // Two copies of fixed size, over the end of the line into the place of the next, are cheapest.
            Vector512.Create(line).CopyTo(joined);
            if (counted > 64) Vector128.Create(line[64..]).CopyTo(joined[64..]);
        }
        else
        {
            line[..counted].CopyTo(joined);
        }
    }
}
