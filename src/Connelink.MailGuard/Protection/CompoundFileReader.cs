using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Connelink.MailGuard.Protection;

/// <summary>Finds Office documents under a password in a compound file (MS-CFB), without following its chains of sectors.</summary>
/// <remarks>
/// Directory entries have 128 octets and stand at multiples of that, streams begin at multiples of 64 (in the mini stream) or 512: wherever the sectors
/// lie, each block of 128 octets is looked at once. So documents inside a .msg are found, too. Reused after <see cref="Begin"/>.
/// </remarks>
public sealed class CompoundFileReader
{
    private const int BlockOctets = 128;

    private readonly byte[] _block = new byte[BlockOctets];
    private int _blockOctets;
    private int _blocks;
    private Marks _marks;

    [Flags]
    private enum Marks
    {
        None = 0,
        EncryptedPackage = 1,

        /// <summary>How it was encrypted: EncryptionInfo, or the data spaces of rights management.</summary>
        EncryptionInfo = 2,
        Package = EncryptedPackage | EncryptionInfo,
        WordDocument = 4,

        /// <summary>fEncrypted in the FIB.</summary>
        EncryptedWord = 8,
        Word = WordDocument | EncryptedWord,
        Workbook = 16,

        /// <summary>A FilePass record.</summary>
        EncryptedWorkbook = 32,
        Excel = Workbook | EncryptedWorkbook,
        Presentation = 64,

        /// <summary>EncryptedSummary, or the header token of CurrentUserAtom.</summary>
        EncryptedPresentation = 128,
        PowerPoint = Presentation | EncryptedPresentation,
        RightsManaged = 256,
    }

    /// <summary>Nothing that follows can change the findings.</summary>
    public bool IsDone { get; private set; }

    public ProtectionFindings Findings { get; private set; }

    private static ReadOnlySpan<byte> Signature => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    public void Begin() => (_blockOctets, _blocks, _marks, IsDone, Findings) = (0, 0, Marks.None, false, ProtectionFindings.None);

    public void Write(ReadOnlySpan<byte> octets)
    {
        if (_blockOctets > 0)
        {
            var taken = Math.Min(BlockOctets - _blockOctets, octets.Length);
            Keep(octets[..taken]);
            octets = octets[taken..];
            if (_blockOctets < BlockOctets) return;
            Look(_block);
            _blockOctets = 0;
        }
        while (octets.Length >= BlockOctets && !IsDone)
        {
            Look(octets[..BlockOctets]);
            octets = octets[BlockOctets..];
        }
        if (!IsDone) Keep(octets);
    }

    /// <summary>End of the leaf: the last block may be cut short.</summary>
    public void Complete()
    {
        if (!IsDone && _blockOctets > 0)
        {
            _block.AsSpan(_blockOctets).Clear();
            Look(_block);
        }
        IsDone = true;
    }

    private void Keep(ReadOnlySpan<byte> octets)
    {
        octets.CopyTo(_block.AsSpan(_blockOctets));
        _blockOctets += octets.Length;
    }

    private void Look(ReadOnlySpan<byte> block)
    {
        if (_blocks++ == 0)
        {
            IsDone = !block.StartsWith(Signature);
            return;
        }
        var found = LookAt(block, isSectorStart: (_blocks & 3) == 1);
        if (found == Marks.None) return;
        _marks |= found;
        if (!Has(Marks.Package) && !Has(Marks.Word) && !Has(Marks.Excel) && !Has(Marks.PowerPoint) && !Has(Marks.RightsManaged)) return;
        (Findings, IsDone) = (ProtectionFindings.EncryptedOffice, true);
    }

    private bool Has(Marks marks) => (_marks & marks) == marks;

    private static Marks LookAt(ReadOnlySpan<byte> block, bool isSectorStart) => BinaryPrimitives.ReadUInt16LittleEndian(block) switch
    {
        0xA5EC when isSectorStart => LookAtWord(block),
        0x0809 => LookAtWorkbook(block),
        0 => LookAtUser(block),
        < 0x80 => LookAtEntry(block),
        _ => Marks.None,
    } | LookAtUser(block[64..]);

    /// <summary>FibBase (MS-DOC 2.5.2) of Word 6 and later, at the start of its sector: fEncrypted.</summary>
    private static Marks LookAtWord(ReadOnlySpan<byte> block)
    {
        const int Encrypted = 0x0100;
        var version = BinaryPrimitives.ReadUInt16LittleEndian(block[2..]);
        var flags = BinaryPrimitives.ReadUInt16LittleEndian(block[0x0A..]);
        var isKnown = version is (>= 0x65 and <= 0x69) or (>= 0xC0 and <= 0xC2) or 0xD9 or 0x101 or 0x10C or 0x112;
        return isKnown && (flags & Encrypted) != 0 ? Marks.EncryptedWord : Marks.None;
    }

    /// <summary>BOF of a workbook, and FilePass behind it (MS-XLS 2.4.117; in BIFF5 and 8), WriteProtect or others between them.</summary>
    private static Marks LookAtWorkbook(ReadOnlySpan<byte> block)
    {
        const int FilePass = 0x2F, Globals = 5;
        var octets = BinaryPrimitives.ReadUInt16LittleEndian(block[2..]);
        if (octets is not (8 or 16) || BinaryPrimitives.ReadUInt16LittleEndian(block[6..]) != Globals) return Marks.None;
        var at = 0;
        while (at <= block.Length - 4)
        {
            if (BinaryPrimitives.ReadUInt16LittleEndian(block[at..]) == FilePass) return Marks.EncryptedWorkbook;
            at += 4 + BinaryPrimitives.ReadUInt16LittleEndian(block[(at + 2)..]);
        }
        return Marks.None;
    }

    /// <summary>CurrentUserAtom (MS-PPT 2.3.2): its header token says that the presentation is encrypted.</summary>
    private static Marks LookAtUser(ReadOnlySpan<byte> octets)
    {
        ReadOnlySpan<byte> start = [0x00, 0x00, 0xF6, 0x0F];
        ReadOnlySpan<byte> token = [0x14, 0x00, 0x00, 0x00, 0xDF, 0xC4, 0xD1, 0xF3];
        return octets.StartsWith(start) && octets[8..].StartsWith(token) ? Marks.EncryptedPresentation : Marks.None;
    }

    /// <summary>A directory entry (MS-CFB 2.6.1): name, its length with the final NUL, type.</summary>
    private static Marks LookAtEntry(ReadOnlySpan<byte> block)
    {
        const int NameOctets = 64;
        var octets = BinaryPrimitives.ReadUInt16LittleEndian(block[NameOctets..]);
        if (octets is < 4 or > NameOctets || (octets & 1) != 0 || block[NameOctets + 2] is not (1 or 2)) return Marks.None;

        return MemoryMarshal.Cast<byte, char>(block[..(octets - 2)]) switch
        {
            "EncryptedPackage" => Marks.EncryptedPackage,
            "EncryptionInfo" or "\u0006DataSpaces" => Marks.EncryptionInfo,
            "\tDRMContent" => Marks.RightsManaged,
            "WordDocument" => Marks.WordDocument,
            "Workbook" or "Book" => Marks.Workbook,
            "PowerPoint Document" => Marks.Presentation,
            "EncryptedSummary" => Marks.EncryptedPresentation,
            _ => Marks.None,
        };
    }
}
