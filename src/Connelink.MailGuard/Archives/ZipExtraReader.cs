using System.Buffers.Binary;

namespace Connelink.MailGuard.Archives;

/// <summary>Reads the extra field of a ZIP header as it passes: Zip64 sizes, and what only encrypted entries have (APPNOTE 4.5).</summary>
internal sealed class ZipExtraReader
{
    private const int FieldHeader = 4;
    private const ushort Zip64 = 0x0001;
    private const ushort StrongEncryption = 0x0017;
    private const ushort WinZipAes = 0x9901;

    private readonly byte[] _header = new byte[FieldHeader];
    private readonly byte[] _zip64 = new byte[3 * sizeof(ulong)];
    private int _headerLength;
    private int _fieldLeft;
    private int _zip64Length;

    public bool HasEncryption { get; private set; }

    public void Reset() => (_headerLength, _fieldLeft, _zip64Length, HasEncryption) = (0, 0, 0, false);

    public void Write(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            if (_fieldLeft > 0)
            {
                var field = octets[..Math.Min(_fieldLeft, octets.Length)];
                if (Id == Zip64) Keep(field);
                _fieldLeft -= field.Length;
                octets = octets[field.Length..];
                continue;
            }
            if (_headerLength == FieldHeader) _headerLength = 0;
            _header[_headerLength++] = octets[0];
            octets = octets[1..];
            if (_headerLength < FieldHeader) continue;
            _fieldLeft = BinaryPrimitives.ReadUInt16LittleEndian(_header.AsSpan(2));
            if (Id is StrongEncryption or WinZipAes && _fieldLeft > 0) HasEncryption = true;
        }
    }

    /// <summary>Size, compressed size and offset: of each that the header leaves to Zip64 (APPNOTE 4.5.3), in this order.</summary>
    public (ulong CompressedSize, ulong Offset) Resolve(in ZipHeader header)
    {
        var at = header.Size == ZipHeader.InZip64 ? sizeof(ulong) : 0;
        var compressedSize = Value(header.CompressedSize, ref at);
        return (compressedSize, Value(header.Offset, ref at));
    }

    private ushort Id => BinaryPrimitives.ReadUInt16LittleEndian(_header);

    private void Keep(ReadOnlySpan<byte> field)
    {
        var kept = field[..Math.Min(field.Length, _zip64.Length - _zip64Length)];
        kept.CopyTo(_zip64.AsSpan(_zip64Length));
        _zip64Length += kept.Length;
    }

    private ulong Value(uint inHeader, ref int at)
    {
        if (inHeader != ZipHeader.InZip64 || at + sizeof(ulong) > _zip64Length) return inHeader;
        at += sizeof(ulong);
        return BinaryPrimitives.ReadUInt64LittleEndian(_zip64.AsSpan(at - sizeof(ulong)));
    }
}
