using System.Buffers;
using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Protection;

/// <summary>Finds a CMS structure in the octets of a leaf, says what it is, and hands on what a signature or compression is wrapped around.</summary>
/// <remarks>
/// RFC 5652, RFC 5083, RFC 3274 and PKCS #7, in DER or BER, also with PEM armor or in bare base64. The content type decides, not a name
/// or media type: mail programs send signed and enveloped alike, or as application/octet-stream. Reused after <see cref="Begin"/>.
/// The content is a MIME entity in S/MIME and a file as it is elsewhere: whoever takes it looks at it both ways.
/// </remarks>
/// <param name="content">Takes the content of signed-data and, inflated, of compressed-data.</param>
/// <param name="inflater">For compressed-data.</param>
public sealed class CmsReader(IContentSink content, IInflater inflater)
{
    /// <summary>White space and the octets of a byte order mark, which some programs put before what they encode.</summary>
    private static readonly SearchValues<byte> Blanks = SearchValues.Create([(byte)'\r', (byte)'\n', (byte)'\t', (byte)' ', 0xEF, 0xBB, 0xBF]);

    private readonly byte[] _decoded = new byte[512];
    private ArmorDecoder _armor;
    private CmsStructure? _structure;
    private Form _form;
    private LeafTraits _traits;

    private enum Form : byte
    {
        /// <summary>Only blanks and a byte order mark so far: they are passed over.</summary>
        Start,
        Ber,
        Base64,

        /// <summary>In the line -----BEGIN …-----.</summary>
        Armor,
        Done,
    }

    /// <summary>Nothing that follows can change the findings.</summary>
    public bool IsDone => _form == Form.Done;

    /// <summary>What the structure is; known before the first octet of its content is handed on.</summary>
    public CmsContentType ContentType => Structure.ContentType;

    /// <summary>Final after <see cref="Complete"/>.</summary>
    public ProtectionFindings Findings { get; private set; }

    private CmsStructure Structure => _structure ??= new CmsStructure(content, inflater);

    public void Begin(LeafTraits traits)
    {
        (_form, _traits, _armor, Findings) = (Form.Start, traits, default, ProtectionFindings.None);
        Structure.Begin();
    }

    public void Write(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            switch (_form)
            {
                case Form.Start:
                    var start = octets.IndexOfAnyExcept(Blanks);
                    if (start < 0) return;
                    octets = octets[start..];
                    _form = FormOf(octets[0]);
                    continue;
                case Form.Armor:
                    var line = octets.IndexOf((byte)'\n');
                    if (line >= 0) _form = Form.Base64;
                    octets = line < 0 ? default : octets[(line + 1)..];
                    continue;
                case Form.Base64:
                    var decoded = _armor.Decode(ref octets, _decoded);
                    Structure.Write(_decoded.AsSpan(0, decoded));
                    if (_armor.HasEnded) _form = Form.Done;
                    break;
                case Form.Ber:
                    Structure.Write(octets);
                    octets = default;
                    break;
                default:
                    return;
            }
            if (Structure.IsDone) _form = Form.Done;
        }
    }

    /// <summary>End of the leaf.</summary>
    public void Complete()
    {
        Findings = Structure.Complete(_traits.HasFlag(LeafTraits.File));
        _form = Form.Done;
    }

    /// <summary>A structure begins with a SEQUENCE, in base64 with "MI"; whether it is one its content type says.</summary>
    private static Form FormOf(byte first) => first switch
    {
        CmsStructure.Sequence => Form.Ber,
        (byte)'M' => Form.Base64,
        (byte)'-' => Form.Armor,
        _ => Form.Done,
    };
}
