using Connelink.MailGuard.Policy.Edits;

namespace Connelink.MailGuard.Policy.Rules;

/// <summary>Takes fields out of the top-level header section that tell outsiders what is none of their business.</summary>
/// <remarks>Refuses nothing. X-Notes-Item can carry the Bcc of a Notes message: it always leaves. The others leave where an option says so.</remarks>
public sealed class LeakingFieldsRule : IHeaderEditor
{
    public const string RuleName = "leaking-fields";

    private readonly ulong _removed;

    public LeakingFieldsRule(LeakingFieldsOptions options) => _removed = Bit(KnownField.NotesItem, true)
        | Bit(KnownField.MimeTrack, options.MimeTrack)
        | Bit(KnownField.KeepSent, options.KeepSent)
        | Bit(KnownField.TnefEvaluated, options.TnefEvaluated)
        | Bit(KnownField.Disclaimed, options.Disclaimed)
        | Bit(KnownField.Organization, options.Organization)
        | Bit(KnownField.Originating, options.Originating)
        | Bit(KnownField.Mailer, options.Mailer);

    public string Name => RuleName;

    public void Edit(MailContext mail, HeaderIndex header, HeaderEdits edits)
    {
        if (mail.Direction == Direction.Inbound || !header.HasAny(_removed)) return;
        foreach (ref readonly var field in header.Fields)
        {
            if ((_removed & (1UL << (int)field.Field)) != 0) edits.Remove(field);
        }
    }

    private static ulong Bit(KnownField field, bool isSet) => isSet ? 1UL << (int)field : 0;
}

/// <summary>MailGuard:Rules:leaking-fields.</summary>
public sealed class LeakingFieldsOptions : RuleOptions
{
    /// <summary>X-MIMETrack: servers, organisation, times.</summary>
    public bool MimeTrack { get; set; }

    /// <summary>X-KeepSent: the universal id of the message in Notes.</summary>
    public bool KeepSent { get; set; }

    /// <summary>X-TNEFEvaluated.</summary>
    public bool TnefEvaluated { get; set; }

    /// <summary>X-Disclaimed.</summary>
    public bool Disclaimed { get; set; }

    /// <summary>Organization.</summary>
    public bool Organization { get; set; }

    /// <summary>X-Originating-IP and its like.</summary>
    public bool Originating { get; set; }

    /// <summary>X-Mailer: program and version.</summary>
    public bool Mailer { get; set; }
}
