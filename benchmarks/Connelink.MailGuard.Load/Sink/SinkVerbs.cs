using System.Buffers.Binary;

namespace Connelink.MailGuard.Load.Sink;

/// <summary>The first four letters of a command as one number, without case.</summary>
internal static class SinkVerbs
{
    public const uint Ehlo = 0x6F6C6865;
    public const uint Mail = 0x6C69616D;
    public const uint Rcpt = 0x74706372;
    public const uint Data = 0x61746164;
    public const uint Star = 0x72617473;
    public const uint Quit = 0x74697571;

    public static uint Read(ReadOnlySpan<byte> line) =>
        line.Length < 4 ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(line) | 0x20202020;
}
