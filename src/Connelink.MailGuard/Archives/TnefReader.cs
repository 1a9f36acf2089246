using System.Buffers.Binary;

namespace Connelink.MailGuard.Archives;

/// <summary>Reads a TNEF stream (MS-OXTNEF): its attached files go to further inspectors, whichever of the two ways they are stored in.</summary>
/// <remarks>Checksums are often wrong and garbage often follows: neither is looked at, and neither says anything.</remarks>
internal sealed class TnefReader(FileInspector file) : IFileReader
{
    private const int SignatureOctets = 6;
    private const int AttributeOctets = 9;
    private const int ChecksumOctets = 2;
    private const byte MessageLevel = 1;
    private const byte AttachmentLevel = 2;
    private const uint AttachData = 0x0006800F;
    private const uint AttachmentProperties = 0x00069005;

    private readonly byte[] _attribute = new byte[AttributeOctets];
    private readonly TnefProperties _properties = new(file);
    private FileInspector? _attached;
    private Place _place;
    private int _read;
    private long _left;

    private enum Place : byte
    {
        Signature,
        Attribute,
        File,
        Properties,
        Skipped,
        Checksum,
        Done,
    }

    public bool IsDone => _place == Place.Done;

    public void Begin() => (_place, _left, _read) = (Place.Signature, SignatureOctets, 0);

    public void Write(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty && _place != Place.Done)
        {
            var part = octets[..(int)Math.Min(_left, octets.Length)];
            switch (_place)
            {
                case Place.Attribute:
                    part.CopyTo(_attribute.AsSpan(_read));
                    _read += part.Length;
                    break;
                case Place.File:
                    _attached?.Write(part);
                    break;
                case Place.Properties:
                    _properties.Write(part);
                    break;
            }
            octets = octets[part.Length..];
            _left -= part.Length;
            if (_left == 0) GoOn();
        }
    }

    public void Complete() => EndFiles();

    public void Abandon()
    {
        file.DropContained(ref _attached);
        _properties.Abandon();
    }

    private void GoOn()
    {
        switch (_place)
        {
            case Place.Attribute:
                BeginAttribute();
                if (_left == 0 && _place != Place.Done) GoOn();
                break;
            case Place.Signature or Place.Checksum:
                (_place, _left, _read) = (Place.Attribute, AttributeOctets, 0);
                break;
            default:
                EndFiles();
                (_place, _left) = (Place.Checksum, ChecksumOctets);
                break;
        }
    }

    private void BeginAttribute()
    {
        var id = BinaryPrimitives.ReadUInt32LittleEndian(_attribute.AsSpan(1));
        _left = BinaryPrimitives.ReadUInt32LittleEndian(_attribute.AsSpan(5));
        if (_attribute[0] is not (MessageLevel or AttachmentLevel))
        {
            _place = Place.Done;
            return;
        }
        _place = id switch
        {
            AttachData => Place.File,
            AttachmentProperties => Place.Properties,
            _ => Place.Skipped,
        };
        if (_place == Place.File) _attached = file.OpenContained(whole: false, ContainedKind.TnefAttachment);
        if (_place == Place.Properties) _properties.Begin();
    }

    private void EndFiles()
    {
        file.CloseContained(ref _attached);
        _properties.Complete();
    }
}
