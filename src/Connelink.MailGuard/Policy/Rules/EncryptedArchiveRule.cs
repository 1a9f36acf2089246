using Connelink.MailGuard.Archives;
using Connelink.MailGuard.Inspection;
using Connelink.MailGuard.Protection;

namespace Connelink.MailGuard.Policy.Rules;

/// <summary>Refuses what the antispam service could not look into: encrypted ZIP entries wherever they hide, and by option more.</summary>
/// <remarks>Reply 550 5.7.1. Damaged archives and those that reach a limit may hide one: they have modes of their own.</remarks>
public sealed class EncryptedArchiveRule : IContentRule
{
    public const string RuleName = "encrypted-archive";

    private const ArchiveFindings NotSeen = ArchiveFindings.Limits | ArchiveFindings.Unreadable;

    /// <summary>What an archive shows that was cut short in a returned original.</summary>
    private const ArchiveFindings OfACut = ArchiveFindings.Truncated | ArchiveFindings.NoDirectory | ArchiveFindings.DamagedData;

    private static readonly Phrase Archive = new("an encrypted archive ({0})", "une archive chiffree ({0})");

    private static readonly Phrase Document = new("a document protected by a password ({0})", "un document protege par mot de passe ({0})");

    private static readonly Phrase Damaged = new("a damaged archive ({0})", "une archive endommagee ({0})");

    private static readonly Phrase TooMuch = new("an archive that cannot be looked into ({0})", "une archive qui ne peut etre examinee ({0})");

    private readonly ArchiveFindings _archives;
    private readonly ProtectionFindings _documents;
    private readonly RuleMode _broken;
    private readonly RuleMode _limits;
    private readonly RuleMode _unseen;

    public EncryptedArchiveRule(EncryptedArchiveOptions options)
    {
        (_broken, _limits, _unseen) = (options.Broken, options.Limits, options.Unseen);
        _archives = ArchiveFindings.EncryptedZip;
        if (options.Formats.Contains(EncryptedArchiveOptions.SevenZip)) _archives |= ArchiveFindings.EncryptedSevenZip;
        if (options.Formats.Contains(EncryptedArchiveOptions.Rar)) _archives |= ArchiveFindings.EncryptedRar;
        if (options.ProtectedDocuments.Contains(EncryptedArchiveOptions.Pdf)) _documents |= ProtectionFindings.EncryptedPdf;
        if (options.ProtectedDocuments.Contains(EncryptedArchiveOptions.Office)) _documents |= ProtectionFindings.EncryptedDocument;
    }

    public string Name => RuleName;

    public bool OpensDocuments => _documents != ProtectionFindings.None;

    public Objection? Judge(MailContext mail, MessageFacts facts)
    {
        var (archive, protection) = (facts.Archives, facts.Protection.Anywhere());
        if ((archive & _archives) != 0) return Refuse(Archive, FormatOf(archive & _archives));
        if ((protection & _documents) != 0) return Refuse(Document, DocumentOf(protection & _documents));

        var limited = JudgeUnseen(archive, protection);
        if (limited is { RecordOnly: false }) return limited;

        // What only records must not hide what refuses.
        var isBroken = _broken != RuleMode.Off && ((archive & ArchiveFindings.Broken) != 0 || protection.HasFlag(ProtectionFindings.Broken));
        var broken = isBroken ? Refuse(Damaged, DamageOf(archive)) with { RecordOnly = _broken == RuleMode.Observe || ((archive & ArchiveFindings.Broken & ~OfACut) == 0 && ReturnedOriginal.MayBeCut(mail, facts)) } : null;
        return broken is { RecordOnly: false } ? broken : limited ?? broken;
    }

    /// <summary>What was not looked into: at a limit, which says that something may hide there; or by its nature, like all that is compressed in 7z or RAR.</summary>
    private Objection? JudgeUnseen(ArchiveFindings archive, ProtectionFindings protection)
    {
        var isLimited = _limits != RuleMode.Off && ((archive & NotSeen) != 0 || protection.HasFlag(ProtectionFindings.LimitReached));
        var limited = isLimited ? Refuse(TooMuch, LimitOf(archive)) with { RecordOnly = _limits == RuleMode.Observe } : null;
        if (limited is { RecordOnly: false } || _unseen == RuleMode.Off || !archive.HasFlag(ArchiveFindings.Unseen)) return limited;
        return Refuse(TooMuch, "compression") with { RecordOnly = _unseen == RuleMode.Observe };
    }

    private Objection Refuse(Phrase phrase, string kind) => new(Name, 550, new(7, 1), new Finding(phrase, kind), ObjectionScope.Transaction);

    private static string FormatOf(ArchiveFindings archive) => archive switch
    {
        _ when archive.HasFlag(ArchiveFindings.EncryptedZip) => "ZIP",
        _ when archive.HasFlag(ArchiveFindings.EncryptedSevenZip) => "7z",
        _ => "RAR",
    };

    private static string DocumentOf(ProtectionFindings documents) => documents switch
    {
        _ when documents.HasFlag(ProtectionFindings.EncryptedPdf) => "PDF",
        _ when documents.HasFlag(ProtectionFindings.EncryptedOffice) => "Office",
        _ => "OpenDocument",
    };

    private static string LimitOf(ArchiveFindings archive) => archive switch
    {
        _ when archive.HasFlag(ArchiveFindings.TooDeep) => "depth",
        _ when archive.HasFlag(ArchiveFindings.TooManyEntries) => "entries",
        _ when archive.HasFlag(ArchiveFindings.TooManyOctets) => "octets",
        _ when archive.HasFlag(ArchiveFindings.TooManyAtOnce) => "overlap",
        _ when (archive & ArchiveFindings.Unreadable) != 0 => "method",
        _ => "S/MIME",
    };

    private static string DamageOf(ArchiveFindings archive) => archive switch
    {
        _ when (archive & (ArchiveFindings.LocalAndCentralDiffer | ArchiveFindings.EndRecordDiffers)) != 0 => "ambiguous directory",
        _ when archive.HasFlag(ArchiveFindings.NoDirectory) => "no directory",
        _ when archive.HasFlag(ArchiveFindings.Spanned) => "one volume of several",
        _ when archive.HasFlag(ArchiveFindings.DamagedHeader) => "header",
        _ when archive.HasFlag(ArchiveFindings.DamagedData) => "data",
        _ when archive.HasFlag(ArchiveFindings.Truncated) => "cut short",
        _ => "S/MIME",
    };
}

/// <summary>MailGuard:Rules:encrypted-archive.</summary>
public sealed class EncryptedArchiveOptions : RuleOptions
{
    public const string Zip = "zip";
    public const string SevenZip = "7z";
    public const string Rar = "rar";
    public const string Pdf = "pdf";
    public const string Office = "office";

    // Inbound the antispam service looks into archives; what leaves is our own people's business.
    public EncryptedArchiveOptions() => (Outbound, Submission) = (RuleMode.Off, RuleMode.Off);

    /// <summary>Archives that may not be encrypted: zip always; 7z, rar.</summary>
    public string[] Formats { get; set; } = [Zip];

    /// <summary>Documents that may not be: pdf, office. Banks and payroll offices send such PDFs.</summary>
    public string[] ProtectedDocuments { get; set; } = [];

    /// <summary>Damaged archives, and those that mean different things to different programs.</summary>
    public RuleMode Broken { get; set; } = RuleMode.Enforce;

    /// <summary>Archives too deep, too large, or packed by methods that are not undone here.</summary>
    public RuleMode Limits { get; set; } = RuleMode.Enforce;

    /// <summary>Archives that are compressed by methods that are not undone here: 7z, RAR, zstd. Off: they are most often honest, and a mailbox's own antivirus opens them.</summary>
    public RuleMode Unseen { get; set; } = RuleMode.Off;
}
