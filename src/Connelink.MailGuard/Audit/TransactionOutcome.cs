namespace Connelink.MailGuard.Audit;

/// <summary>How a mail transaction ended.</summary>
public enum TransactionOutcome : byte
{
    /// <summary>No message was sent: RSET, QUIT, or nothing but refused recipients.</summary>
    Abandoned,

    /// <summary>The next hop has the message and the client knows.</summary>
    Delivered,

    /// <summary>The next hop has the message, but our 250 could not be written: the client may send it again (RFC 1047).</summary>
    DeliveredReplyLost,

    /// <summary>5yz, ours or the next hop's.</summary>
    Refused,

    /// <summary>4yz: the client will come again.</summary>
    Deferred,

    /// <summary>The client went away before its end-of-data; nobody has the message.</summary>
    Aborted,
}
