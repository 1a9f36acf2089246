namespace Connelink.MailGuard.Mime;

/// <summary>Undoes character references of HTML octet by octet, as far as they are ASCII that an address needs: "&amp;#x64;", "&amp;#100", "&amp;colon;".</summary>
/// <remarks>Numbers need no semicolon and may have any number of zeros (WHATWG HTML 13.2.5.72). What is no such reference passes as it stands.</remarks>
internal sealed class CharacterReferenceReader
{
    /// <summary>Stands for what is not ASCII: no address goes on behind it.</summary>
    private const byte Other = 0xFF;

    private const int LongestName = 7;

    private readonly byte[] _name = new byte[LongestName];
    private Step _step;
    private int _length;
    private int _replayed;
    private int _value;

    private enum Step : byte
    {
        Text,

        /// <summary>Behind the ampersand.</summary>
        Name,
        Number,
        Decimal,
        Hexadecimal,

        /// <summary>It was no reference: its letters are given as they stand.</summary>
        Replay,
    }

    /// <summary>No reference has begun: octets other than "&amp;" need not go through.</summary>
    public bool IsIdle => _step == Step.Text;

    public void Begin() => _step = Step.Text;

    /// <summary>The next octet, undone. False: all was taken, and a reference goes on.</summary>
    public bool TryRead(ref ReadOnlySpan<byte> octets, out byte octet)
    {
        while (true)
        {
            if (_step == Step.Replay && _replayed < _length)
            {
                octet = _name[_replayed++];
                return true;
            }
            if (_step == Step.Replay) _step = Step.Text;
            octet = 0;
            if (octets.IsEmpty) return false;

            octet = octets[0];
            var isGiven = Take(ref octet, out var isTaken);
            if (isTaken) octets = octets[1..];
            if (isGiven) return true;
        }
    }

    /// <summary>True: octet is what to give, and isTaken says whether it used up the one that was read.</summary>
    private bool Take(ref byte octet, out bool isTaken)
    {
        isTaken = true;
        switch (_step)
        {
            case Step.Text:
                if (octet != '&') return true;
                (_step, _length, _replayed) = (Step.Name, 0, 0);
                return false;
            case Step.Name when octet == '#' && _length == 0:
                (_step, _value) = (Step.Number, 0);
                return false;
            case Step.Name when char.IsAsciiLetter((char)octet) && _length < LongestName:
                _name[_length++] = octet;
                return false;
            case Step.Name:
                isTaken = octet == ';' && TryFind(_name.AsSpan(0, _length), out octet);
                _step = isTaken ? Step.Text : Step.Replay;
                if (!isTaken) octet = (byte)'&';
                return true;
            case Step.Number when octet is (byte)'x' or (byte)'X':
                _step = Step.Hexadecimal;
                return false;
            case Step.Number or Step.Decimal when char.IsAsciiDigit((char)octet):
                _step = Step.Decimal;
                _value = Math.Min((_value * 10) + (octet & 0xF), 0x10FFFF);
                return false;
            case Step.Hexadecimal when char.IsAsciiHexDigit((char)octet):
                _value = Math.Min((_value << 4) + (octet & 0xF) + (octet > '9' ? 9 : 0), 0x10FFFF);
                return false;
            default:
                isTaken = octet == ';';
                _step = Step.Text;
                octet = _value is > 0 and < 0x80 ? (byte)_value : Other;
                return true;
        }
    }

    private static bool TryFind(ReadOnlySpan<byte> name, out byte octet)
    {
        octet = name switch
        {
            _ when name.SequenceEqual("colon"u8) => (byte)':',
            _ when name.SequenceEqual("Tab"u8) => (byte)'\t',
            _ when name.SequenceEqual("NewLine"u8) => (byte)'\n',
            _ when name.SequenceEqual("semi"u8) => (byte)';',
            _ when name.SequenceEqual("comma"u8) => (byte)',',
            _ when name.SequenceEqual("sol"u8) => (byte)'/',
            _ when name.SequenceEqual("plus"u8) => (byte)'+',
            _ when name.SequenceEqual("equals"u8) => (byte)'=',
            _ when name.SequenceEqual("percnt"u8) => (byte)'%',
            _ when name.SequenceEqual("amp"u8) => (byte)'&',
            _ => 0,
        };
        return octet != 0;
    }
}
