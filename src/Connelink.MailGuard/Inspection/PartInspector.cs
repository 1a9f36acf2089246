using Connelink.MailGuard.Archives;
using Connelink.MailGuard.Mime;
using Connelink.MailGuard.Protection;

namespace Connelink.MailGuard.Inspection;

/// <summary>Takes the parts of one message, and of messages found in its files, and gives each leaf an inspection.</summary>
internal sealed class PartInspector : IMimeSink, IContainedFiles
{
    /// <summary>Messages that are read inside each other: what is found in two ways must not double at each level.</summary>
    private const int MostScans = 32;

    private readonly Reused<LeafInspection> _leaves;
    private readonly Reused<EntityScan> _scans;
    private readonly Reused<ContainedFile> _files;
    private readonly Reused<ContainedText> _texts;
    private readonly Reused<ContainedManifest> _manifests;
    private readonly MessageFacts _facts;
    private LeafInspection? _current;
    private bool _opensDocuments;

    public PartInspector(MessageFacts facts)
    {
        _facts = facts;
        _leaves = new(() => new(this));
        _scans = new(() => new(this));
        _files = new(() => new(this));
        _texts = new(() => new(this));
        _manifests = new(() => new(this));
    }

    public MessageFacts Facts => _facts;

    public ArchiveContext Archives { get; } = new();

    /// <summary>Octets inflated for this message.</summary>
    public long Inflated => Archives.Work;

    /// <param name="opensDocuments">Documents in archives are inflated and looked at, too.</param>
    public void Begin(bool opensDocuments)
    {
        Abandon();
        _opensDocuments = opensDocuments;
        Archives.Reset(this);
    }

    /// <summary>Takes back all inspections that are under way.</summary>
    public void Abandon()
    {
        _leaves.TakeBack(static leaf => leaf.Abandon());
        _scans.TakeBack();
        _files.TakeBack(static file => file.Abandon());
        _texts.TakeBack(static text => text.Abandon());
        _manifests.TakeBack();
        _current = null;
    }

    public void BeginPart(MimePart part) => BeginPart(part, new Around(Depth: 0, IsCounted: true));

    /// <param name="around">What the entity was found in, of which this is a part.</param>
    public void BeginPart(MimePart part, Around around)
    {
        if (part.Depth == 0 && around.Depth == 0 && part.Is("multipart/report"u8)) _facts.Report();
        if (part.Origin != MessageOrigin.LookAlike) Announce(part, part.MessageDepth + around.Messages);
        if (part.Kind is MimePartKind.Multipart or MimePartKind.Message) return;

        if (VolumeName.IsOf(part)) _facts.Add(ArchiveFindings.Spanned);
        var leaf = _leaves.Take();
        part.State = leaf;
        leaf.Begin(part, around);
    }

    public void Content(MimePart leaf, int reading, ReadOnlySpan<byte> octets)
    {
        var around = Enter((LeafInspection)leaf.State!);
        _current!.Write(reading, octets);
        _current = around;
    }

    public void EndPart(MimePart part)
    {
        if (part.State is not LeafInspection leaf) return;

        var around = Enter(leaf);
        leaf.Complete();
        _current = around;
        part.State = null;
        _leaves.Return(leaf);
    }

    /// <summary>A leaf that was found inside another one: what the outer one has shown must not be taken for the inner one's.</summary>
    private LeafInspection? Enter(LeafInspection leaf)
    {
        var around = _current;
        if (around is not null) ReportArchives(around);
        _current = leaf;
        return around;
    }

    public void Irregular(MimeIrregularity irregularity, MimePart part)
    {
        if (irregularity == MimeIrregularity.LateBase64Reading && part.State is LeafInspection { IsUnderWay: true }) irregularity = MimeIrregularity.LateBase64;
        if (MimeTreatments.Of(irregularity, part) == MimeTreatment.Refuse) _facts.Add(irregularity);
    }

    /// <summary>A scanner for an entity found inside a leaf: what a signature is wrapped around, a mail in an archive.</summary>
    public EntityScan? Scan(Around around)
    {
        if (_scans.Count == MostScans)
        {
            _facts.Add(ArchiveFindings.TooManyAtOnce);
            return null;
        }
        var scan = _scans.Take();
        scan.Begin(around);
        return scan;
    }

    /// <summary>Whether what is inside so many files may be looked at; where not, that is a finding.</summary>
    public bool MayOpen(Around around)
    {
        if (around.Depth < Archives.Limits.MaxDepth) return true;
        _facts.Add(ArchiveFindings.TooDeep);
        return false;
    }

    /// <summary>What the archives of the message were found to be, by now: all that was found since the last time is of this leaf.</summary>
    /// <remarks>Damage counts where most programs see the octets so; what is encrypted counts in any reading.</remarks>
    public void ReportArchives(LeafInspection leaf)
    {
        if (Archives.Findings == _facts.Archives) return;
        if (!leaf.IsSure) Archives.Dismiss(ArchiveFindings.Broken & ~_facts.Archives);
        _facts.Add(Archives.Findings);
    }

    IContainedFileSink? IContainedFiles.Open(ContainedKind kind, int depth)
    {
        // A leaf that looks like a message is read so by its own scanner, and content that is scanned as an entity is not scanned again.
        if (kind == ContainedKind.Mail) return depth > _current!.ScannedDepth ? Scan(new Around(depth, IsCounted: false, _current.MessageDepth + 1)) : null;
        if (kind == ContainedKind.Page && Inflated > Archives.Limits.MaxInflatedOctets / 2) return PassUnseen();
        if (kind is ContainedKind.TextEncoded or ContainedKind.Page or ContainedKind.Properties or ContainedKind.Rtf) return OpenText(kind, depth);
        if (kind is ContainedKind.Document or ContainedKind.Manifest && !_opensDocuments) return null;
        if (kind == ContainedKind.Manifest) return OpenManifest();
        var file = _files.Take();
        file.Begin(_current!, depth);
        return file;
    }

    private ContainedText OpenText(ContainedKind kind, int depth)
    {
        var text = _texts.Take();
        text.Begin(kind, depth);
        return text;
    }

    /// <summary>Whole sites are honest, and pages inflate to ten times their size: half of the budget is for them, the other for archives.</summary>
    private IContainedFileSink? PassUnseen()
    {
        Archives.Report(ArchiveFindings.Unseen);
        return null;
    }

    /// <summary>Octets of a file that stands encoded in a text.</summary>
    public void Write(FileInspector file, ReadOnlySpan<byte> octets, EmbeddedFileKind kind)
    {
        var before = Archives.Findings;
        file.Write(octets);
        DismissDamage(kind, before);
    }

    /// <summary>It has ended, and serves another one.</summary>
    public void Complete(FileInspector file, EmbeddedFileKind kind)
    {
        var before = Archives.Findings;
        file.Complete();
        DismissDamage(kind, before);
        Archives.Return(file);
    }

    /// <summary>What only looks like a file in base64 may be a piece of one.</summary>
    private void DismissDamage(EmbeddedFileKind kind, ArchiveFindings before)
    {
        if (kind == EmbeddedFileKind.Base64Literal) Archives.Dismiss(ArchiveFindings.Broken & ~before);
    }

    private ContainedManifest OpenManifest()
    {
        var manifest = _manifests.Take();
        manifest.Begin(_current!);
        return manifest;
    }

    public void Return(ContainedManifest manifest) => _manifests.Return(manifest);

    public void Return(ContainedText text) => _texts.Return(text);

    public void Return(ContainedFile file) => _files.Return(file);

    public void Return(EntityScan scan) => _scans.Return(scan);

    /// <summary>What the header fields of a part say by themselves.</summary>
    private void Announce(MimePart part, int messageDepth)
    {
        if (messageDepth == 0 && part.Is("text/calendar"u8) && !part[MimeParameter.Method].IsEmpty) _facts.Calendar();
        var announced = ProtectedMediaTypes.Of(part.MediaType, part[MimeParameter.Protocol], part.HasFileName ? part.FileName(0) : default);
        if (announced != ProtectionFindings.None) _facts.Add(announced, messageDepth);
    }
}

/// <summary>What an entity was found in.</summary>
/// <param name="Depth">Files around it: 0 for the message itself.</param>
/// <param name="IsCounted">Its leaves count as attachments of the message; not where what is around it counts already.</param>
internal readonly record struct Around(int Depth, bool IsCounted, int Messages = 0);
