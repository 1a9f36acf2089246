namespace Connelink.MailGuard.Attacks.Building;

/// <summary>winmail.dat (MS-OXTNEF): attributes with a checksum each, attachments as attributes or as MAPI properties.</summary>
internal static class Tnef
{
    private const uint AttachData = 0x0006800F;
    private const uint AttachmentProperties = 0x00069005;
    private const uint AttachRendering = 0x00069002;
    private const uint AttachTitle = 0x00018010;
    private const uint MessageClass = 0x00078008;
    private const uint Version = 0x00089006;

    private const uint DataBinary = 0x37010102;
    private const uint DataObject = 0x3701000D;
    private const uint Method = 0x37050003;

    /// <summary>IID_IMessage: what follows is a TNEF stream again.</summary>
    private static readonly byte[] MessageInterface = [7, 3, 2, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46];

    /// <summary>The attachment's octets are the attribute attAttachData.</summary>
    public static byte[] WithAttribute(string name, byte[] content) => Of(Attached(name, Attribute(2, AttachData, content)));

    /// <summary>They are the property PR_ATTACH_DATA_BIN, as newer Outlook has it.</summary>
    public static byte[] WithProperty(string name, byte[] content) =>
        Of(Attached(name, Attribute(2, AttachmentProperties,
            [.. Zip.U32(2), .. Zip.U32(Method), .. Zip.U32(1), .. Zip.U32(DataBinary), .. Value(content)])));

    /// <summary>A message in the message, as the property PR_ATTACH_DATA_OBJ.</summary>
    public static byte[] WithMessage(byte[] inner) => Of(Attached("Message", Attribute(2, AttachmentProperties,
        [.. Zip.U32(2), .. Zip.U32(Method), .. Zip.U32(5), .. Zip.U32(DataObject), .. Value([.. MessageInterface, .. inner])])));

    /// <summary>What stands before the octets of a last attribute attAttachData, and behind them: for content too large to hold.</summary>
    public static (byte[] Before, byte[] After) Around(string name, long octets, ushort sum)
    {
        byte[] before = [.. Of(Attached(name, [])), 2, .. Zip.U32(AttachData), .. Zip.U32((uint)octets)];
        return (before, Zip.U16(sum));
    }

    private static byte[] Of(byte[] attachments) =>
    [
        .. Zip.U32(0x223E9F78), .. Zip.U16(1), .. Attribute(1, Version, Zip.U32(0x00010000)),
        .. Attribute(1, MessageClass, "IPM.Microsoft Mail.Note\0"u8.ToArray()), .. attachments,
    ];

    private static byte[] Attached(string name, byte[] data) =>
        [.. Attribute(2, AttachRendering, [1, 0, .. Zip.U32(uint.MaxValue), .. Zip.U64(0)]),
            .. Attribute(2, AttachTitle, Text.Octets(name + "\0")), .. data];

    private static byte[] Attribute(byte level, uint id, byte[] data)
    {
        ushort sum = 0;
        foreach (var octet in data) sum += octet;
        return [level, .. Zip.U32(id), .. Zip.U32((uint)data.Length), .. data, .. Zip.U16(sum)];
    }

    /// <summary>One value: count, octets, the octets, and zeros to the next multiple of four.</summary>
    private static byte[] Value(byte[] octets) =>
        [.. Zip.U32(1), .. Zip.U32((uint)octets.Length), .. octets, .. new byte[(4 - octets.Length % 4) % 4]];
}
