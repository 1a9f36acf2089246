namespace Connelink.MailGuard.Protection;

/// <summary>Finds files that ask for a password or for rights before they are read: PDF, Office in compound files, message.rpmsg.</summary>
/// <remarks>Reused after <see cref="Begin"/>. OpenDocument files are ZIPs: <see cref="OpenDocumentManifestWatcher"/> looks at their manifest.</remarks>
public sealed class ProtectedDocumentReader(IAttachedFiles? attached = null)
{
    private readonly PdfReader _pdf = new(attached);
    private readonly CompoundFileReader _compound = new();
    private int _matched;

    /// <summary>Nothing that follows can change the findings.</summary>
    public bool IsDone => _pdf.IsDone && _compound.IsDone && (_matched < 0 || _matched == RightsManaged.Length);

    /// <summary>Final when done, or after <see cref="Complete"/>.</summary>
    public ProtectionFindings Findings =>
        _pdf.Findings | _compound.Findings | (_matched == RightsManaged.Length ? ProtectionFindings.RightsManaged : ProtectionFindings.None);

    /// <summary>How message.rpmsg begins, before what is compressed in it (MS-OXORMMS).</summary>
    private static ReadOnlySpan<byte> RightsManaged => [0x76, 0xE8, 0x04, 0x60, 0xC4, 0x11, 0xE3, 0x86];

    public void Begin()
    {
        _pdf.Begin();
        _compound.Begin();
        _matched = 0;
    }

    public void Write(ReadOnlySpan<byte> octets)
    {
        if (!_pdf.IsDone) _pdf.Write(octets);
        if (!_compound.IsDone) _compound.Write(octets);
        for (var i = 0; i < octets.Length && _matched >= 0 && _matched < RightsManaged.Length; i++)
        {
            _matched = octets[i] == RightsManaged[_matched] ? _matched + 1 : -1;
        }
    }

    /// <summary>End of the leaf.</summary>
    public void Complete()
    {
        _pdf.Complete();
        _compound.Complete();
        if (_matched < RightsManaged.Length) _matched = -1;
    }
}
