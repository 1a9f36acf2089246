using System.Net;
using Connelink.MailGuard.Policy.Edits;
using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Policy;

/// <summary>What rules know of one mail transaction. One for each session, reused. Not thread-safe.</summary>
public sealed class MailContext
{
    private readonly HashSet<Mailbox> _offered = [];
    private readonly List<ForwardPath> _recipients = [];
    private readonly List<Objection> _observed = [];
    private readonly List<(Objection Objection, bool IsEnforced)> _pending = [];
    private readonly List<EditNote> _edits = [];

    public Direction Direction { get; init; }

    public IPAddress Client { get; init; } = IPAddress.None;

    /// <summary>The snapshot of the directory that this transaction is judged by, pinned at MAIL; null: none in force.</summary>
    public IDirectorySnapshot? Directory { get; private set; }

    public ReversePath ReversePath { get; private set; }

    /// <summary>Recipients accepted by us and by the next hop.</summary>
    public IReadOnlyList<ForwardPath> Recipients => _recipients;

    /// <summary>Distinct forward-paths that were offered, whatever became of them; repeats count once.</summary>
    public int DistinctRecipients => _offered.Count;

    /// <summary>Objections of rules that only observe.</summary>
    public IReadOnlyList<Objection> Observed => _observed;

    /// <summary>What editors did to the header section, or would have done.</summary>
    public IReadOnlyList<EditNote> Edits => _edits;

    /// <summary>An objection waits for the end of the message: whether it is calendar mail decides.</summary>
    public bool IsPending => _pending.Count > 0;

    /// <summary>A mailbox in From is of the essential plan. Known when the header section has been judged, outbound and in submission.</summary>
    public bool HasEssentialOriginator { get; internal set; }

    /// <summary>MAIL: forgets the last transaction.</summary>
    public void Begin(ReversePath reversePath, IDirectorySnapshot? directory)
    {
        _offered.Clear();
        _recipients.Clear();
        _observed.Clear();
        _pending.Clear();
        _edits.Clear();
        HasEssentialOriginator = false;
        ReversePath = reversePath;
        Directory = directory;
    }

    /// <summary>RCPT: counts the forward-path before the rules judge it. True when it was not offered before in this transaction.</summary>
    public bool Offer(ForwardPath recipient) => _offered.Add(recipient.Mailbox);

    public void Accept(ForwardPath recipient) => _recipients.Add(recipient);

    /// <summary>Records an objection that refuses nothing.</summary>
    /// <remarks>One that concerns the whole transaction is raised at each RCPT and recorded once.</remarks>
    public void Observe(Objection objection)
    {
        if (objection.Scope == ObjectionScope.Transaction && _observed.Exists(seen => seen.Rule == objection.Rule)) return;
        _observed.Add(objection);
    }

    /// <summary>Keeps an objection that only the content can lift.</summary>
    public void Suspend(Objection objection, bool isEnforced) => _pending.Add((objection, isEnforced));

    /// <summary>The message has ended: what was suspended holds unless it is calendar mail. Returns the first enforced objection.</summary>
    /// <param name="hasCalendarMethod">A text/calendar part with a method was found (RFC 6047 2.4).</param>
    public Objection? Settle(bool hasCalendarMethod)
    {
        var pending = _pending.Count == 0 || hasCalendarMethod ? [] : _pending.ToArray();
        _pending.Clear();
        foreach (var (objection, isEnforced) in pending)
        {
            if (isEnforced) return objection;
            Observe(objection);
        }
        return null;
    }

    /// <summary>Records what an editor did; one that does nothing is not recorded.</summary>
    public void NoteEdit(EditNote note)
    {
        if (note.Fields > 0) _edits.Add(note);
    }
}
