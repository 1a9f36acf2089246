using System.Runtime.InteropServices;
using Connelink.MailGuard.Mime;
using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Policy;

/// <summary>How an originator field reads.</summary>
public enum FieldReading : byte
{
    Absent,

    /// <summary>Every program sees the same mailboxes.</summary>
    Clear,

    /// <summary>A comment or an encoded-word beside a mailbox holds another address: clear once only the mailboxes are left.</summary>
    ClearWithoutPhrase,

    /// <summary>It is there more than once.</summary>
    Repeated,

    /// <summary>Nothing stands in it.</summary>
    Empty,

    /// <summary>It names nobody: words that are no address ("root"), or empty brackets.</summary>
    Nobody,

    /// <summary>One program may see another mailbox than the next.</summary>
    Ambiguous,
}

/// <summary>A mailbox of an originator field and what the directory says of it.</summary>
/// <param name="TenantId">Of a declared one.</param>
public readonly record struct Originator(Mailbox Mailbox, bool IsHosted, bool IsDeclared, int TenantId);

/// <summary>The mailboxes of From, Sender, Resent-From or Resent-Sender, held against the directory. Reused; not thread-safe.</summary>
public sealed class OriginatorField
{
    /// <summary>More in one field is nobody's From: it is not read further, and not clear.</summary>
    private const int MaxMailboxes = 64;

    private readonly OctetArena _arena = new(512);
    private readonly List<Originator> _mailboxes = [];

    public FieldReading Reading { get; private set; }

    /// <summary>What could be read, also where the reading is not clear.</summary>
    public ReadOnlySpan<Originator> Mailboxes => CollectionsMarshal.AsSpan(_mailboxes);

    /// <summary>Whether a mailbox of it lies in a domain of ours: then it is our mail, not somebody else's that passes.</summary>
    public bool IsHosted
    {
        get
        {
            foreach (ref readonly var originator in Mailboxes)
            {
                if (originator.IsHosted) return true;
            }
            return false;
        }
    }

    /// <summary>Every field of the kind, though only one is due.</summary>
    public void Read(HeaderIndex header, KnownField kind, IDirectorySnapshot directory)
    {
        Clear();
        if (!header.Has(kind)) return;
        foreach (ref readonly var field in header.Fields)
        {
            if (field.Field == kind) Add(header, field, directory);
        }
    }

    /// <summary>One field.</summary>
    public void Read(HeaderIndex header, in IndexedField field, IDirectorySnapshot directory)
    {
        Clear();
        Add(header, field, directory);
    }

    /// <summary>Forgets the last message.</summary>
    public void Clear()
    {
        _arena.Reset();
        _mailboxes.Clear();
        Reading = FieldReading.Absent;
    }

    private void Add(HeaderIndex header, in IndexedField field, IDirectorySnapshot directory)
    {
        var before = _mailboxes.Count;
        var body = header.BodyOf(field);
        var reading = AddMailboxes(body, directory, out var items);
        if (field.IsOdd) reading = FieldReading.Ambiguous;
        reading = reading switch
        {
            FieldReading.Clear when items == 0 => FieldReading.Empty,
            FieldReading.Ambiguous when items == 1 && _mailboxes.Count == before && !body.Contains((byte)'@') => FieldReading.Nobody,
            _ => reading,
        };
        Reading = Reading == FieldReading.Absent ? reading : FieldReading.Repeated;
    }

    /// <returns>Clear, ClearWithoutPhrase or Ambiguous.</returns>
    private FieldReading AddMailboxes(ReadOnlySpan<byte> body, IDirectorySnapshot directory, out int items)
    {
        items = 0;
        var (isClear, isBareClear) = (true, !body.Contains((byte)0));
        foreach (var item in new MailboxListParser(body))
        {
            if (item.Kind == MailboxItemKind.Comment && !item.Has(MailboxOddities.AddressInComment)) continue;
            items++;
            if (_mailboxes.Count == MaxMailboxes) return FieldReading.Ambiguous;
            var itemIsClear = ClearMailbox.Is(body, item);
            isClear &= itemIsClear;
            isBareClear &= itemIsClear || ClearMailbox.IsWithoutPhrase(item);
            if (item.Kind == MailboxItemKind.Mailbox) isBareClear &= TryAdd(item.Address.Of(body), directory);
        }
        return !isBareClear ? FieldReading.Ambiguous : isClear ? FieldReading.Clear : FieldReading.ClearWithoutPhrase;
    }

    private bool TryAdd(ReadOnlySpan<byte> address, IDirectorySnapshot directory)
    {
        if (!PathParser.TryParseMailbox(address, _arena, out var mailbox)) return false;

        var isDeclared = directory.TryFind(mailbox.Key.Span, out var found) && found.Kind != EntryKind.External;
        var isHosted = isDeclared || directory.TryGetTenant(mailbox.Domain, out _);
        _mailboxes.Add(new Originator(mailbox, isHosted, isDeclared, isDeclared ? found.TenantId : -1));
        return true;
    }
}
