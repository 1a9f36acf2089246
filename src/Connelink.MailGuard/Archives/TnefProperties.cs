using System.Buffers.Binary;

namespace Connelink.MailGuard.Archives;

/// <summary>Reads the MAPI properties of an attachment in TNEF (MS-OXTNEF 2.1.3.4): PidTagAttachDataBinary and PidTagAttachDataObject are files.</summary>
internal sealed class TnefProperties(FileInspector file)
{
    private const ushort AttachData = 0x3701;
    private const ushort FirstNamed = 0x8000;
    private const ushort ManyValues = 0x1000;
    private const ushort ObjectType = 0x000D;
    private const ushort BinaryType = 0x0102;
    private const int GuidOctets = 16;

    private readonly byte[] _number = new byte[sizeof(uint)];
    private FileInspector? _attached;
    private Place _place;
    private int _read;
    private long _left;
    private uint _values;
    private long _length;
    private int _padding;
    private ushort _type;
    private ushort _id;

    private enum Place : byte
    {
        Count,
        Tag,
        NameSet,
        NameKind,
        NameNumber,
        NameLength,
        Name,
        ValueCount,
        ValueLength,

        /// <summary>The interface of an object stands before its octets.</summary>
        Interface,
        Value,
        Padding,
        Done,
    }

    public void Begin()
    {
        _values = 0;
        Expect(Place.Count, sizeof(uint));
    }

    public void Write(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty && _place != Place.Done)
        {
            var part = octets[..(int)Math.Min(_left, octets.Length)];
            if (_place == Place.Value)
            {
                _attached?.Write(part);
            }
            else if (_read + part.Length <= _number.Length)
            {
                part.CopyTo(_number.AsSpan(_read));
                _read += part.Length;
            }
            octets = octets[part.Length..];
            _left -= part.Length;
            while (_left == 0 && _place != Place.Done) GoOn();
        }
    }

    public void Complete() => file.CloseContained(ref _attached);

    public void Abandon() => file.DropContained(ref _attached);

    private void Expect(Place place, long octets) => (_place, _left, _read) = (place, octets, 0);

    private uint Number => BinaryPrimitives.ReadUInt32LittleEndian(_number);

    private bool IsVariable => (_type & ~ManyValues) is 0x001E or 0x001F or ObjectType or BinaryType;

    private void GoOn()
    {
        switch (_place)
        {
            case Place.Count:
                Expect(Place.Tag, sizeof(uint));
                break;
            case Place.Tag:
                (_type, _id) = ((ushort)Number, (ushort)(Number >> 16));
                if (_id >= FirstNamed) Expect(Place.NameSet, GuidOctets);
                else BeginValues();
                break;
            case Place.NameSet:
                Expect(Place.NameKind, sizeof(uint));
                break;
            case Place.NameKind:
                Expect(Number == 0 ? Place.NameNumber : Place.NameLength, sizeof(uint));
                break;
            case Place.NameLength:
                Expect(Place.Name, (Number + 3L) & ~3L);
                break;
            case Place.NameNumber or Place.Name:
                BeginValues();
                break;
            case Place.ValueCount:
                _values = Number;
                BeginValue();
                break;
            case Place.ValueLength:
                BeginVariable(Number);
                break;
            case Place.Interface:
                BeginFile();
                break;
            case Place.Value:
                Complete();
                Expect(Place.Padding, _padding);
                break;
            default:
                BeginValue();
                break;
        }
    }

    private void BeginValues()
    {
        _values = 1;
        if (IsVariable || (_type & ManyValues) != 0) Expect(Place.ValueCount, sizeof(uint));
        else BeginValue();
    }

    private void BeginValue()
    {
        if (_values == 0)
        {
            Expect(Place.Tag, sizeof(uint));
            return;
        }
        _values--;
        if (IsVariable)
        {
            Expect(Place.ValueLength, sizeof(uint));
            return;
        }
        var octets = FixedOctets((ushort)(_type & ~ManyValues));
        if (octets == 0) _place = Place.Done;
        else Expect(Place.Padding, octets);
    }

    /// <summary>Values of a fixed length; those under four octets are padded. 0: not known, so nothing behind it can be read.</summary>
    private static int FixedOctets(ushort type) => type switch
    {
        0x0002 or 0x0003 or 0x0004 or 0x000A or 0x000B => 4,
        0x0005 or 0x0006 or 0x0007 or 0x0014 or 0x0040 => 8,
        0x0048 => GuidOctets,
        _ => 0,
    };

    private void BeginVariable(uint length)
    {
        _padding = (int)(-length & 3);
        var isFile = _id == AttachData && _type is ObjectType or BinaryType;
        if (!isFile)
        {
            Expect(Place.Padding, length + (long)_padding);
            return;
        }
        _length = length;
        if (_type == BinaryType || length < GuidOctets)
        {
            BeginFile();
            return;
        }
        _length -= GuidOctets;
        Expect(Place.Interface, GuidOctets);
    }

    private void BeginFile()
    {
        _attached = file.OpenContained(whole: false, ContainedKind.TnefAttachment);
        Expect(Place.Value, _length);
    }
}
