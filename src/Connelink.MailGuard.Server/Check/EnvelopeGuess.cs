using Connelink.MailGuard.Mime;
using Connelink.MailGuard.Policy;
using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Server.Check;

/// <summary>Finds direction and envelope of a stored message: what the command line gives, else what its header fields tell. Not thread-safe.</summary>
/// <remarks>
/// From (or else Return-Path) in a hosted domain means outbound. Inbound, only recipients in hosted domains can have been ours: of a message to
/// twenty people the antispam service hands over those. Outbound, trace fields that name a hosted mailbox tell of an earlier trip.
/// </remarks>
internal sealed class EnvelopeGuess(CheckOptions options, IDirectorySnapshot directory)
{
    /// <summary>Nobody writes to more; a hostile header may name as many as it likes.</summary>
    private const int MaxRecipients = 10_000;

    private readonly EnvelopeFields _fields = new();
    private readonly List<Mailbox> _recipients = [];
    private readonly OctetArena _arena = new(4096);

    public Direction Direction { get; private set; }

    /// <summary>Empty: the null reverse-path.</summary>
    public Mailbox ReversePath { get; private set; }

    public SenderSource SenderSource { get; private set; }

    public IReadOnlyList<Mailbox> Recipients => _recipients;

    public RecipientSource RecipientSource { get; private set; }

    /// <summary>The first mailbox of From: whom people take for the sender.</summary>
    public Mailbox Author { get; private set; }

    public DateOnly? Date { get; private set; }

    public void Read(HeaderSection header)
    {
        _arena.Reset();
        _recipients.Clear();
        _fields.Read(header);
        Author = First(_fields.From);
        Date = MailDate.Read(_fields.Date.Span);
        ReadSender();
        Direction = options.Direction ?? (IsHosted(Author.Key.IsEmpty ? ReversePath : Author) ? Direction.Outbound : Direction.Inbound);
        ReadRecipients();
    }

    private void ReadSender()
    {
        (ReversePath, SenderSource) = (default, SenderSource.Given);
        if (options.From is { } given)
        {
            ReversePath = Parse(given.Span);
            return;
        }
        SenderSource = SenderSource.ReturnPath;
        if (_fields.ReturnPath.Span.Trim(" \t\r\n"u8).SequenceEqual("<>"u8)) return;
        if (TryTake(First(_fields.ReturnPath))) return;
        SenderSource = SenderSource.From;
        // RFC 5321 6.1: what a mail system reports comes by the null path.
        if (Author.LocalPart.SequenceEqual("mailer-daemon"u8) || TryTake(Author)) return;
        SenderSource = TryTake(First(_fields.Sender)) ? SenderSource.Sender : SenderSource.Unknown;
    }

    private bool TryTake(Mailbox mailbox)
    {
        ReversePath = mailbox;
        return !mailbox.Key.IsEmpty;
    }

    private void ReadRecipients()
    {
        RecipientSource = RecipientSource.Given;
        foreach (var given in options.To) _recipients.Add(Parse(given.Span));
        if (_recipients.Count > 0) return;

        if (TryAdd(_fields.EnvelopeTo, RecipientSource.EnvelopeTo) || TryAdd(_fields.OriginalTo, RecipientSource.OriginalTo)) return;
        if (TryAdd(_fields.DeliveredTo, RecipientSource.DeliveredTo) || TryAdd(_fields.ReceivedFor, RecipientSource.ReceivedFor)) return;
        RecipientSource = RecipientSource.ToCcBcc;
        foreach (var body in _fields.Destinations) Add(body.Span, isTrace: false);
        if (_recipients.Count == 0) RecipientSource = RecipientSource.Unknown;
    }

    private bool TryAdd(ReadOnlyMemory<byte> body, RecipientSource source)
    {
        Add(body.Span, isTrace: true);
        RecipientSource = source;
        return _recipients.Count > 0;
    }

    private void Add(ReadOnlySpan<byte> body, bool isTrace)
    {
        foreach (var item in new MailboxListParser(body))
        {
            if (item.Kind != MailboxItemKind.Mailbox || _recipients.Count == MaxRecipients) continue;
            var mailbox = Parse(item.Address.Of(body));
            if (!mailbox.Key.IsEmpty && CanBeMeant(mailbox, isTrace)) _recipients.Add(mailbox);
        }
    }

    private bool CanBeMeant(Mailbox mailbox, bool isTrace) => Direction switch
    {
        Direction.Inbound => IsHosted(mailbox),
        _ => !isTrace || !IsHosted(mailbox),
    };

    private Mailbox First(ReadOnlyMemory<byte> body)
    {
        foreach (var item in new MailboxListParser(body.Span))
        {
            if (item.Kind == MailboxItemKind.Mailbox && Parse(item.Address.Of(body.Span)) is { Key.IsEmpty: false } mailbox) return mailbox;
        }
        return default;
    }

    private Mailbox Parse(ReadOnlySpan<byte> address) => PathParser.TryParseMailbox(address, _arena, out var mailbox) ? mailbox : default;

    private bool IsHosted(Mailbox mailbox) => !mailbox.Key.IsEmpty && directory.TryGetTenant(mailbox.Domain, out _);
}
