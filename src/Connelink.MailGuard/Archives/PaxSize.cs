namespace Connelink.MailGuard.Archives;

/// <summary>Finds the record "size" in the data of a pax header: lines of "length keyword=value" (IEEE Std 1003.1, pax).</summary>
internal sealed class PaxSize
{
    /// <summary>"99 size=" and 18 digits fit.</summary>
    private readonly byte[] _record = new byte[32];
    private long _recordOctets;
    private int _kept;
    private long _passed;

    public long? Value { get; private set; }

    public void Reset() => (_recordOctets, _kept, _passed, Value) = (0, 0, 0, null);

    public void Write(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            if (_recordOctets == 0)
            {
                ReadLength(octets[0]);
                octets = octets[1..];
                continue;
            }
            var part = octets[..(int)Math.Min(_recordOctets - _passed, octets.Length)];
            Keep(part);
            _passed += part.Length;
            octets = octets[part.Length..];
            if (_passed == _recordOctets) EndRecord();
        }
    }

    private void ReadLength(byte octet)
    {
        Keep([octet]);
        _passed++;
        if (octet != ' ') return;
        long length = 0;
        foreach (var digit in _record.AsSpan(0, _kept - 1)) length = digit is >= (byte)'0' and <= (byte)'9' && length < int.MaxValue ? length * 10 + (digit - '0') : long.MaxValue / 20;
        _recordOctets = Math.Max(length, _passed + 1);
        _kept = 0;
    }

    private void Keep(ReadOnlySpan<byte> octets)
    {
        // One place stays free, so that the length of a record that does not fit ends in a blank all the same.
        var kept = octets[..Math.Min(octets.Length, _record.Length - _kept)];
        kept.CopyTo(_record.AsSpan(_kept));
        _kept += kept.Length;
    }

    private void EndRecord()
    {
        var record = _record.AsSpan(0, _kept);
        if (record.StartsWith("size="u8) && long.TryParse(record["size=".Length..].TrimEnd((byte)'\n'), out var size) && size >= 0) Value = size;
        (_recordOctets, _kept, _passed) = (0, 0, 0);
    }
}
