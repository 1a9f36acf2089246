namespace Connelink.MailGuard.Policy;

/// <summary>The header fields that rules and editors look at.</summary>
public enum KnownField : byte
{
    Other,

    From,
    Sender,
    ReplyTo,
    ResentFrom,
    ResentSender,
    ResentReplyTo,
    DispositionNotificationTo,
    ReturnReceiptTo,
    ConfirmReadingTo,
    ErrorsTo,

    To,
    Cc,
    Bcc,

    Received,
    Subject,
    ContentType,
    AutoSubmitted,
    Precedence,
    ListId,
    ListPost,
    AutoResponseSuppress,

    /// <summary>Any other field of a resent block (RFC 5322 3.6.6).</summary>
    ResentOther,
    DeliveredTo,
    DkimSignature,
    ArcSeal,
    AuthenticationResults,

    /// <summary>X-ALTOSPAM-*.</summary>
    AntispamTrace,
    MimeTrack,

    /// <summary>X-MS-Exchange-Inbox-Rules-Loop, X-MS-Exchange-ForwardingLoop: names the account whose rule or setting sent the message on.</summary>
    RuleLoop,
    SieveRedirectedFrom,
    ZimbraForwarded,
    ForwardedFor,
    ForwardedTo,

    /// <summary>X-Yahoo-Forwarded, X-Yandex-Forward, X-MailRu-Forward.</summary>
    ProviderForwarded,

    /// <summary>X-MS-Exchange-Organization-AutoForwarded, and Autoforwarded of a gateway to X.400 (RFC 2156).</summary>
    AutoForwarded,

    NotesItem,
    KeepSent,
    TnefEvaluated,
    Disclaimed,
    Organization,

    /// <summary>X-Originating-*.</summary>
    Originating,
    Mailer,
}
