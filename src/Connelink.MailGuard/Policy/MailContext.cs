using System.Net;
using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Policy;

/// <summary>What rules know of one mail transaction. One for each session, reused. Not thread-safe.</summary>
public sealed class MailContext
{
    private readonly HashSet<Mailbox> _offered = [];
    private readonly List<ForwardPath> _recipients = [];
    private readonly List<Objection> _observed = [];

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

    /// <summary>MAIL: forgets the last transaction.</summary>
    public void Begin(ReversePath reversePath, IDirectorySnapshot? directory)
    {
        _offered.Clear();
        _recipients.Clear();
        _observed.Clear();
        ReversePath = reversePath;
        Directory = directory;
    }

    /// <summary>RCPT: counts the forward-path before the rules judge it. True when it was not offered before in this transaction.</summary>
    public bool Offer(ForwardPath recipient) => _offered.Add(recipient.Mailbox);

    public void Accept(ForwardPath recipient) => _recipients.Add(recipient);

    /// <summary>Records an objection that refuses nothing. One that concerns the whole transaction is raised at each RCPT and recorded once.</summary>
    public void Observe(Objection objection)
    {
        if (objection.Scope == ObjectionScope.Transaction && _observed.Exists(seen => seen.Rule == objection.Rule)) return;
        _observed.Add(objection);
    }
}
