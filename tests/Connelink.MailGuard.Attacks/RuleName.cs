namespace Connelink.MailGuard.Attacks;

/// <summary>Who may refuse: the names of the rules, and two for what the protocol itself refuses.</summary>
public static class RuleName
{
    public const string AttachmentSize = "attachment-size";
    public const string AutoForward = "auto-forward";
    public const string DeclaredRecipient = "declared-recipient";
    public const string DeclaredSender = "declared-sender";
    public const string EncryptedArchive = "encrypted-archive";
    public const string EssentialPlan = "essential-plan";
    public const string InternalGroup = "internal-group";
    public const string MailLoop = "mail-loop";
    public const string MimeIntegrity = "mime-integrity";
    public const string RecipientLimit = "recipient-limit";
    public const string RelayDenied = "relay-denied";

    /// <summary>Mail data that is no message: bare CR or LF, NUL, a first line of white space, a header section without end.</summary>
    public const string Framing = "framing";

    /// <summary>A path that MAIL or RCPT does not take: 501, 553.</summary>
    public const string Syntax = "syntax";

    public static IReadOnlyList<string> All { get; } =
    [
        AttachmentSize, AutoForward, DeclaredRecipient, DeclaredSender, EncryptedArchive, EssentialPlan, InternalGroup, MailLoop, MimeIntegrity,
        RecipientLimit, RelayDenied, Framing, Syntax,
    ];
}
