namespace Connelink.MailGuard.Archives;

/// <summary>The data of one ZIP entry as it passes: stored octets are inspected by slicing, deflated ones inflated, others not seen.</summary>
internal sealed class ZipEntryData(FileInspector file)
{
    /// <summary>Held back while it is not known where the data ends: the longest descriptor without signature and the header behind it.</summary>
    private const int HoldOctets = ZipDescriptor.LongestBare + ZipHeader.CentralOctets + 6;

    private readonly DeflatedFile _deflated = new();
    private readonly byte[] _held = new byte[HoldOctets];
    private FileInspector? _stored;
    private bool _isDeflated;
    private bool _hasData;
    private int _heldLength;

    /// <summary>All of it goes to another inspector.</summary>
    public bool IsInspected => _stored is not null;

    /// <summary>What passed last through <see cref="WriteHeld"/>.</summary>
    public ReadOnlySpan<byte> Held => _held.AsSpan(0, _heldLength);

    public void Begin(in ZipHeader header, in ZipName name)
    {
        _heldLength = 0;
        (_isDeflated, _hasData) = (false, false);
        if (header.IsEncrypted) return;
        ContainedKind? kind = name.IsManifest ? ContainedKind.Manifest : name.IsPage ? ContainedKind.Page : null;
        if (header.IsStored)
        {
            _stored = file.OpenContained(name.MayHoldArchives, kind);
        }
        else if (header.IsDeflated)
        {
            _isDeflated = true;
            _deflated.Begin(file, name.MayHoldArchives, kind);
        }
        else
        {
            file.Context.Report(ArchiveFindings.Unseen);
            if (name.IsArchive) file.Context.Report(ArchiveFindings.UnreadableEntry);
        }
    }

    public void Write(ReadOnlySpan<byte> octets)
    {
        _hasData |= !octets.IsEmpty;
        if (_isDeflated) _deflated.Write(octets, out _);
        else _stored?.Write(octets);
    }

    /// <summary>Data whose end is not known yet.</summary>
    public void WriteHeld(ReadOnlySpan<byte> octets)
    {
        if (octets.Length >= HoldOctets)
        {
            Write(Held);
            Write(octets[..^HoldOctets]);
            octets[^HoldOctets..].CopyTo(_held);
            _heldLength = HoldOctets;
            return;
        }
        var over = _heldLength + octets.Length - HoldOctets;
        if (over > 0)
        {
            Write(_held.AsSpan(0, over));
            _held.AsSpan(over, _heldLength - over).CopyTo(_held);
            _heldLength -= over;
        }
        octets.CopyTo(_held.AsSpan(_heldLength));
        _heldLength += octets.Length;
    }

    /// <summary>The data has ended.</summary>
    /// <param name="behind">Octets held that are no data.</param>
    /// <returns>False when it is deflated and its stream has not ended, or is none.</returns>
    public bool Complete(int behind = 0)
    {
        if (_heldLength > behind) Write(_held.AsSpan(0, _heldLength - behind));
        _heldLength = 0;
        file.CloseContained(ref _stored);
        if (!_isDeflated) return true;
        _isDeflated = false;
        return _deflated.Complete() is InflateStatus.Ended or InflateStatus.Stopped || !_hasData;
    }

    public void Abandon()
    {
        file.DropContained(ref _stored);
        _deflated.Abandon();
    }
}
