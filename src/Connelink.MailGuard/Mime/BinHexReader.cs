using System.Buffers.Binary;

namespace Connelink.MailGuard.Mime;

/// <summary>Decodes BinHex 4 behind its first colon (RFC 1741 Appendix A): six bits a character, runs, then header, data fork and resource fork.</summary>
internal sealed class BinHexReader
{
    private const int ChunkOctets = 4 * 1024;
    private const byte RunMark = 0x90;
    private const byte White = 64;
    private const byte None = 65;

    private static readonly byte[] Table = MakeTable();

    private byte[] _decoded = [];

    /// <summary>Length of the name, name, version, type, creator, flags, two lengths, check sum.</summary>
    private readonly byte[] _header = new byte[1 + 63 + 1 + 4 + 4 + 2 + 4 + 4 + 2];
    private uint _bits;
    private int _bitCount;
    private byte _last;
    private bool _afterMark;
    private int _headerCount;
    private int _written;
    private Fork _fork;
    private long _left;

    private enum Fork : byte
    {
        Header,
        Data,
        DataCheck,
        Resource,
        Done,
    }

    public void Begin()
    {
        if (_decoded.Length == 0) _decoded = new byte[ChunkOctets];
        _bits = 0;
        _bitCount = 0;
        _afterMark = false;
        _headerCount = 0;
        _written = 0;
        _fork = Fork.Header;
    }

    /// <summary>True when the file has ended: at the colon, or where no character of the alphabet stands.</summary>
    public bool Read(ref ReadOnlySpan<byte> octets, IEmbeddedFileSink sink)
    {
        for (var i = 0; i < octets.Length; i++)
        {
            var value = Table[octets[i]];
            if (value == White) continue;
            if (value == None)
            {
                octets = octets[i..];
                Complete(sink);
                return true;
            }
            _bits = (_bits << 6) | value;
            _bitCount += 6;
            if (_bitCount < 8) continue;
            _bitCount -= 8;
            Unpack((byte)(_bits >> _bitCount), sink);
        }
        octets = default;
        return false;
    }

    public void Complete(IEmbeddedFileSink sink)
    {
        Flush(sink);
        if (_fork is Fork.Data or Fork.Resource) sink.EndFile();
        _fork = Fork.Done;
    }

    /// <summary>0x90 n repeats the octet before, n times in all; 0x90 0 is 0x90 itself.</summary>
    private void Unpack(byte octet, IEmbeddedFileSink sink)
    {
        if (!_afterMark)
        {
            _afterMark = octet == RunMark;
            if (_afterMark) return;
            _last = octet;
            Take(octet, sink);
            return;
        }
        _afterMark = false;
        if (octet == 0)
        {
            _last = RunMark;
            Take(RunMark, sink);
        }
        for (var n = 1; n < octet; n++) Take(_last, sink);
    }

    private void Take(byte octet, IEmbeddedFileSink sink)
    {
        switch (_fork)
        {
            case Fork.Header:
                _header[_headerCount++] = octet;
                if (_header[0] > 63) Complete(sink);
                else if (_headerCount == _header[0] + 22) BeginFork(Fork.Data, sink);
                break;
            case Fork.Data or Fork.Resource:
                _decoded[_written++] = octet;
                if (_written == ChunkOctets) Flush(sink);
                if (--_left == 0) EndFork(sink);
                break;
            case Fork.DataCheck when --_left == 0:
                BeginFork(Fork.Resource, sink);
                break;
        }
    }

    private void BeginFork(Fork fork, IEmbeddedFileSink sink)
    {
        _fork = fork;
        _left = BinaryPrimitives.ReadUInt32BigEndian(_header.AsSpan(_header[0] + (fork == Fork.Data ? 12 : 16)));
        if (_left > 0) sink.BeginFile(EmbeddedFileKind.BinHex);
        else EndFork(sink, isEmpty: true);
    }

    private void EndFork(IEmbeddedFileSink sink, bool isEmpty = false)
    {
        Flush(sink);
        if (!isEmpty) sink.EndFile();
        _left = 2;
        _fork = _fork == Fork.Data ? Fork.DataCheck : Fork.Done;
    }

    private void Flush(IEmbeddedFileSink sink)
    {
        if (_written > 0) sink.Content(_decoded.AsSpan(0, _written));
        _written = 0;
    }

    private static byte[] MakeTable()
    {
        var table = new byte[256];
        table.AsSpan().Fill(None);
        byte value = 0;
        foreach (var character in "!\"#$%&'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr"u8) table[character] = value++;
        foreach (var white in " \t\r\n"u8) table[white] = White;
        return table;
    }
}
