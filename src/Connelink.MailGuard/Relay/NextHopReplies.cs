using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Relay;

/// <summary>What a reply of the next hop becomes for the client: the table of design.md section 3, in one place.</summary>
public static class NextHopReplies
{
    /// <summary>The next hop does not want us, whoever the client is: our configuration or its own is at fault, never the message.</summary>
    public static bool IsMisconfiguration(int code) => code is (>= 500 and <= 504) or 530 or 534 or 535 or 538 or 555;

    /// <summary>421: the next hop closes this connection (RFC 5321 3.8); another may do.</summary>
    public static bool IsClosing(int code) => code == 421;

    /// <summary>A reply to MAIL that came after our own 250: it answers each RCPT instead.</summary>
    /// <remarks>552 to RCPT would mean 452 (RFC 5321 4.5.3.1.10), so a message too large says 550 5.3.4.</remarks>
    public static Reply ToMail(Reply reply) => Common(reply) is { Code: 552 } tooLarge ? tooLarge with { Code = 550, Status = new(3, 4) } : Common(reply);

    /// <summary>2yz is handed on, 4yz and 5yz likewise.</summary>
    public static Reply ToRcpt(Reply reply) => Common(reply);

    /// <summary>DATA refused.</summary>
    public static Reply ToData(Reply reply) => reply.IsPositive ? Replies.NextHopLost : Common(reply);

    /// <summary>During mail data or after the final dot. 421 is made 451: it is the next hop's connection that ends, not the client's.</summary>
    public static Reply ToFinalDot(Reply reply) => Common(reply);

    private static Reply Common(Reply reply) => reply.Code switch
    {
        421 => Replies.NextHopLost,
        _ when IsMisconfiguration(reply.Code) => Replies.NextHopMisconfigured,
        >= 200 and < 300 or >= 400 and < 600 => WithStatus(reply),
        _ => Replies.NextHopLost,
    };

    /// <summary>Clients that read enhanced status codes want one in every reply (RFC 2034 4).</summary>
    private static Reply WithStatus(Reply reply) => reply.Status is null ? reply with { Status = new(0, 0) } : reply;
}
