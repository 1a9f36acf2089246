using System.Text;
using Connelink.MailGuard.Mime;

namespace Connelink.MailGuard.Fuzz;

/// <summary>Parts, irregularities and sums of what was decoded, in an order that does not depend on blocks.</summary>
internal sealed class PartList : IMimeSink
{
    private readonly SortedDictionary<string, long> _sums = new(StringComparer.Ordinal);

    public void BeginPart(MimePart part) => Add($"begin {part} {part.Kind} {Encoding.Latin1.GetString(part.MediaType)}", 1);

    public void Content(MimePart leaf, int reading, ReadOnlySpan<byte> octets)
    {
        var sum = 0L;
        foreach (var octet in octets) sum += octet + 1;
        Add($"content {leaf} {reading}", sum);
    }

    public void EndPart(MimePart part) => Add($"end {part}", 1);

    public void Irregular(MimeIrregularity irregularity, MimePart part) => Add($"irregular {part} {irregularity}", 1);

    public override string ToString() => string.Join('\n', _sums.Select(one => $"{one.Key}: {one.Value}"));

    private void Add(string key, long value) => _sums[key] = _sums.GetValueOrDefault(key) + value;
}
