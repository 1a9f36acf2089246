using Connelink.MailGuard.Archives;
using Connelink.MailGuard.Protection;
using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Inspection;

/// <summary>What an opaque signature or a compression is wrapped around (RFC 8551 3.5.2, 3.6): inspected as a MIME entity where it begins like one, and as a file. Reused.</summary>
internal sealed class SignedContent(LeafInspection leaf) : IContentSink
{
    /// <summary>The name of a header field is shorter.</summary>
    private const int HeadOctets = 80;

    private readonly byte[] _head = new byte[HeadOctets];
    private FileInspector? _file;
    private EntityScan? _entity;
    private int _headLength;
    private bool _isKnown;

    /// <summary>Content has come, and may go on.</summary>
    public bool IsUnderWay => _headLength > 0;

    public void Begin(bool isFirst) => (_headLength, _isKnown, _isFirst) = (0, false, isFirst);

    private bool _isFirst;

    public void Write(ReadOnlySpan<byte> content)
    {
        if (_isFirst) leaf.PassContent(content.Length);
        if (!_isKnown)
        {
            var taken = Math.Min(content.Length, HeadOctets - _headLength);
            content[..taken].CopyTo(_head.AsSpan(_headLength));
            _headLength += taken;
            content = content[taken..];
            if (_headLength < HeadOctets) return;
            Open();
        }
        _file?.Write(content);
        _entity?.Write(content);
    }

    public void Complete()
    {
        if (!_isKnown && _headLength > 0) Open();
        if (_file is not null)
        {
            _file.Complete();
            leaf.Parts.Archives.Return(_file);
        }
        _entity?.Complete();
        (_file, _entity, _headLength) = (null, null, 0);
    }

    public void Abandon()
    {
        // An entity that was under way is taken back by the part inspector, with all others.
        if (_file is not null)
        {
            _file.Abandon();
            leaf.Parts.Archives.Return(_file);
        }
        (_file, _entity, _headLength) = (null, null, 0);
    }

    private void Open()
    {
        _isKnown = true;
        var head = _head.AsSpan(0, _headLength);
        var around = new Around(leaf.Around.Depth + 1, IsCounted: false, leaf.MessageDepth);
        if (!leaf.Parts.MayOpen(around)) return;

        var isFile = leaf.Traits!.Value.HasFlag(LeafTraits.File);
        if (isFile ? MimeEntityLook.Is(head) : BeginsLikeField(head))
        {
            _entity = leaf.Parts.Scan(around with { IsCounted = !isFile && _isFirst && leaf.LeaveCountToContent() });
            leaf.ScannedDepth = around.Depth;
        }
        _file = leaf.Parts.Archives.Rent();
        _file.Begin(leaf.Parts.Archives, around.Depth);
        _file.Write(head);
        _entity?.Write(head);
    }

    private static bool BeginsLikeField(ReadOnlySpan<byte> head)
    {
        head = head.TrimStart("\r\n\t "u8);
        var colon = head.IndexOf((byte)':');
        return colon > 0 && !head[..colon].ContainsAnyExceptInRange((byte)'!', (byte)'~');
    }
}
