namespace Connelink.MailGuard.Policy.Rules;

/// <summary>The originator fields (RFC 5322 3.6.2, 3.6.6): one From, all of them declared mailboxes of one tenant.</summary>
public sealed partial class DeclaredSenderRule
{
    private static readonly Phrase Missing = new("the message has no From", "le message n'a pas de From");

    private static readonly Phrase Repeated = new("the message has more than one {0}", "le message a plusieurs {0}");

    private static readonly Phrase Empty = new("{0} holds no address", "{0} ne contient aucune adresse");

    private static readonly Phrase Ambiguous = new(
        "{0} is written so that mail programs read different addresses in it",
        "{0} est ecrit de sorte que les logiciels y lisent des adresses differentes");

    private static readonly Phrase NotDeclaredIn = new(
        "the address in {0} is not declared and may not send from here",
        "l'adresse dans {0} n'est pas declaree et ne peut pas envoyer d'ici");

    private static readonly Phrase OfAnother = new(
        "the address in {0} belongs to another organisation than the sender",
        "l'adresse dans {0} est d'une autre organisation que l'expediteur");

    public Objection? Judge(MailContext mail, HeaderIndex header)
    {
        if (mail.Direction == Direction.Inbound) return null;
        if (mail.Directory is not { } directory) return Objection.DirectoryUnavailable(Name);

        var tenant = TenantOf(mail, directory);
        var from = Fault(mail, header, header.From, "From", ref tenant) ?? Absent(header.From);
        if (from is null && !header.Has(KnownField.Sender) && !header.Has(KnownField.ResentFrom) && !header.Has(KnownField.ResentSender)) return null;

        var others = OtherFault(mail, header, directory, ref tenant, out var hasSender);
        if ((from ?? others) is not { } fault || Redirects.TakeAll(mail, directory) || _systemMail.Is(mail, header)) return null;

        // Who forwards an invitation sends it as Sender and leaves the organiser's From (RFC 5546 3.2.2.3).
        return new Objection(Name, 550, new(7, 1), fault, ObjectionScope.Transaction)
        {
            UnlessCalendar = others is null && hasSender && from?.Phrase == NotDeclaredIn && header.From.Mailboxes.Length == 1,
        };
    }

    private static int TenantOf(MailContext mail, IDirectorySnapshot directory) =>
        !mail.ReversePath.IsNull && directory.TryFind(mail.ReversePath.Mailbox.Key.Span, out var found) && found.Kind != EntryKind.External
            ? found.TenantId
            : -1;

    private static Finding? Absent(OriginatorField from) => from.Reading switch
    {
        FieldReading.Absent => new Finding(Missing),
        FieldReading.Empty => new Finding(Empty, "From"),
        _ => default(Finding?),
    };

    private Finding? OtherFault(MailContext mail, HeaderIndex header, IDirectorySnapshot directory, ref int tenant, out bool hasSender)
    {
        hasSender = false;
        if (header.Has(KnownField.Sender))
        {
            header.Other.Read(header, KnownField.Sender, directory);
            if (Fault(mail, header, header.Other, "Sender", ref tenant) is { } fault) return fault;
            hasSender = header.Other.Reading is FieldReading.Clear or FieldReading.ClearWithoutPhrase;
        }
        return ResentFault(mail, header, directory, ref tenant);
    }

    /// <summary>Each resending puts its fields on top (RFC 5322 3.6.6): what comes after the second of a kind is others' history.</summary>
    private Finding? ResentFault(MailContext mail, HeaderIndex header, IDirectorySnapshot directory, ref int tenant)
    {
        var (hasFrom, hasSender) = (false, false);
        foreach (ref readonly var field in header.Fields)
        {
            if (field.Field is not (KnownField.ResentFrom or KnownField.ResentSender)) continue;
            var isFrom = field.Field == KnownField.ResentFrom;
            if (isFrom ? hasFrom : hasSender) return null;

            (hasFrom, hasSender) = (hasFrom || isFrom, hasSender || !isFrom);
            header.Other.Read(header, field, directory);
            if (Fault(mail, header, header.Other, isFrom ? "Resent-From" : "Resent-Sender", ref tenant) is { } fault) return fault;
        }
        return null;
    }

    private Finding? Fault(MailContext mail, HeaderIndex header, OriginatorField field, string name, ref int tenant)
    {
        if (field.Reading == FieldReading.Repeated) return new Finding(Repeated, name);
        if (field.Reading == FieldReading.Ambiguous) return new Finding(Ambiguous, name);
        if (field.Reading == FieldReading.ClearWithoutPhrase && !PhrasesLeave(mail, header, field)) return new Finding(Ambiguous, name);
        if (field.Reading == FieldReading.Nobody) return new Finding(Empty, name);
        foreach (ref readonly var originator in field.Mailboxes)
        {
            if (!originator.IsDeclared)
            {
                if (MayRelay(mail, originator)) continue;
                return new Finding(NotDeclaredIn, name);
            }
            if (tenant >= 0 && originator.TenantId != tenant) return new Finding(OfAnother, name);
            tenant = originator.TenantId;
        }
        return null;
    }

    /// <summary>originator-phrase takes the other address away before anyone reads it.</summary>
    private bool PhrasesLeave(MailContext mail, HeaderIndex header, OriginatorField field)
    {
        if (originatorPhrase.For(mail.Direction) != RuleMode.Enforce || !header.From.IsHosted) return false;
        foreach (ref readonly var originator in field.Mailboxes)
        {
            if (!mail.Directory!.TryGetTenant(originator.Mailbox.Domain, out _)) return false;
        }
        return true;
    }

    private static bool MayRelay(MailContext mail, in Originator originator) =>
        !mail.ReversePath.IsNull && mail.Directory!.MayRelay(mail.ReversePath.Mailbox.Key.Span, originator.Mailbox.Key.Span);
}
