namespace Connelink.MailGuard.Protection;

/// <summary>Watches the octets of META-INF/manifest.xml for an element encryption-data, whatever its prefix (ODF 1.3 part 2, 4.8.3).</summary>
/// <remarks>Reused after <see cref="Begin"/>.</remarks>
public sealed class OpenDocumentManifestWatcher
{
    private int _matched;
    private byte _before;

    private static ReadOnlySpan<byte> Element => "encryption-data"u8;

    public bool IsDone => Findings != ProtectionFindings.None;

    public ProtectionFindings Findings { get; private set; }

    public void Begin() => (_matched, _before, Findings) = (0, 0, ProtectionFindings.None);

    public void Write(ReadOnlySpan<byte> octets)
    {
        foreach (var octet in octets)
        {
            if (IsDone) return;
            // XML may be UTF-16, too.
            if (octet != 0) Put(octet);
        }
    }

    private void Put(byte octet)
    {
        // It begins behind a bracket or a colon, which the word itself does not have: no match is lost by beginning anew.
        if (_before is (byte)':' or (byte)'<') _matched = octet == Element[0] ? 1 : 0;
        else _matched = _matched > 0 && octet == Element[_matched] ? _matched + 1 : 0;
        if (_matched == Element.Length)
        {
            Findings = ProtectionFindings.EncryptedOpenDocument;
            _matched = 0;
        }
        _before = octet;
    }
}
