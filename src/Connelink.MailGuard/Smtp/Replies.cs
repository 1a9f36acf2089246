namespace Connelink.MailGuard.Smtp;

/// <summary>All replies of our own that need no measured values (RFC 5321 4.2.3, RFC 3463, RFC 5248).</summary>
/// <remarks>The greeting and the EHLO reply are the session's. The next hop's replies are passed on as design.md section 3 says; rules bring their own.</remarks>
public static class Replies
{
    // Good ends.

    /// <summary>RFC 5321 4.1.1.10.</summary>
    public static readonly Reply Closing = new(221, new(0, 0), "Closing connection");

    /// <summary>RFC 5321 4.1.1.5, 4.1.1.9: RSET and NOOP.</summary>
    public static readonly Reply Ok = new(250, new(0, 0), "OK");

    /// <summary>RFC 5321 4.1.1.2; RFC 3463 X.1.0.</summary>
    public static readonly Reply ReversePathOk = new(250, new(1, 0), "Reverse-path OK");

    /// <summary>RFC 5321 4.1.1.4. RFC 2034 3 has enhanced status codes for classes 2, 4 and 5 only.</summary>
    public static readonly Reply StartMailInput = new(354, null, "Start mail input; end with <CRLF>.<CRLF>");

    /// <summary>RFC 5321 3.5.3: we do not tell who exists, but would take the mail.</summary>
    public static readonly Reply CannotVerify = new(252, new(5, 0), "Cannot verify the mailbox; send some mail, it will be judged at RCPT");

    /// <summary>RFC 5321 4.1.1.8.</summary>
    public static readonly Reply Help = new(214, new(0, 0), "EHLO HELO MAIL RCPT DATA RSET NOOP QUIT VRFY HELP STARTTLS; see RFC 5321");

    /// <summary>RFC 3207 4.</summary>
    public static readonly Reply ReadyForTls = new(220, new(0, 0), "Ready to start TLS");

    // Commands that are wrong.

    /// <summary>RFC 5321 4.1.4.</summary>
    public static readonly Reply BadSequence = new(503, new(5, 1), "Bad sequence of commands");

    /// <summary>RFC 5321 4.1.4: MAIL only when no mail transaction is open.</summary>
    public static readonly Reply NestedMail = new(503, new(5, 1), "A mail transaction is already open; RSET ends it");

    /// <summary>RFC 5321 3.3: DATA when every RCPT was refused for good.</summary>
    public static readonly Reply NeedRcpt = new(554, new(5, 1), "No valid recipients");

    /// <summary>DATA when at least one RCPT was refused for now: the client shall come again, so it must not be told 5yz.</summary>
    public static readonly Reply NeedRcptTransient = new(451, new(5, 1), "No valid recipients at the moment; try again later");

    /// <summary>RFC 5321 4.2.4.</summary>
    public static readonly Reply UnknownCommand = new(500, new(5, 2), "Command not recognised");

    /// <summary>RFC 5321 4.5.3.1.4, 4.5.3.1.9.</summary>
    public static readonly Reply LineTooLong = new(500, new(5, 2), "Command line too long");

    /// <summary>RFC 5321 2.3.8: a line ends with CRLF, and neither CR, LF nor NUL stands in it.</summary>
    public static readonly Reply BadLineEnd = new(500, new(5, 2), "Command lines end with CRLF and have no other control characters; closing connection");

    /// <summary>RFC 5321 4.2.4: a command that we know and do not offer.</summary>
    public static readonly Reply NotImplemented = new(502, new(5, 1), "Command not implemented");

    /// <summary>RFC 5321 4.1.1.4, 4.1.1.5, 4.1.1.10, RFC 3207 4: DATA, RSET, QUIT and STARTTLS stand alone.</summary>
    public static readonly Reply ArgumentNotAllowed = new(501, new(5, 4), "This command takes no argument");

    /// <summary>RFC 5321 4.1.1.1.</summary>
    public static readonly Reply HelloNeedsName = new(501, new(5, 4), "EHLO and HELO need the name or address literal of the client");

    /// <summary>RFC 5321 4.1.2; RFC 3463 X.1.7.</summary>
    public static readonly Reply BadReversePath = new(501, new(1, 7), "Malformed reverse-path; expected MAIL FROM:<mailbox> or MAIL FROM:<>");

    /// <summary>RFC 5321 4.1.2; RFC 3463 X.1.3.</summary>
    public static readonly Reply BadForwardPath = new(501, new(1, 3), "Malformed forward-path; expected RCPT TO:<mailbox>");

    /// <summary>RFC 5321 4.1.1.11.</summary>
    public static readonly Reply UnknownParameter = new(555, new(5, 4), "Parameter not recognised; use only extensions that EHLO announced");

    /// <summary>RFC 5321 4.1.1.11; RFC 3461 4: a known parameter that is malformed or given twice.</summary>
    public static readonly Reply BadParameter = new(501, new(5, 4), "Parameter malformed or given twice");

    /// <summary>RFC 6531 3.4, 3.5: an internationalised path without SMTPUTF8.</summary>
    public static readonly Reply NeedSmtpUtf8 = new(553, new(6, 7), "This address needs the SMTPUTF8 parameter, and a next hop that offers it");

    // Sessions that end here.

    /// <summary>RFC 5321 3.8: a server may close on what looks like abuse.</summary>
    public static readonly Reply TooManyErrors = new(421, new(7, 0), "Too many errors; closing connection");

    /// <summary>RFC 5321 3.8: NOOP, RSET, HELP, VRFY, EHLO again and again, and no message.</summary>
    public static readonly Reply TooManyIdleCommands = new(421, new(7, 0), "Too many commands without a message; closing connection");

    /// <summary>RFC 5321 3.8.</summary>
    public static readonly Reply TooManyTransactions = new(421, new(7, 0), "Too many transactions in this session; please reconnect");

    /// <summary>RFC 5321 4.5.3.2.7.</summary>
    public static readonly Reply IdleTimeout = new(421, new(4, 2), "Idle for too long; closing connection");

    /// <summary>A client that sends below the minimum data rate holds memory and a next-hop connection.</summary>
    public static readonly Reply SlowClient = new(421, new(4, 2), "Data arrives too slowly; closing connection");

    /// <summary>RFC 5321 3.8; RFC 3463 X.3.2.</summary>
    public static readonly Reply ShuttingDown = new(421, new(3, 2), "Service is shutting down; please try again");

    /// <summary>RFC 5321 3.1, 4.2.</summary>
    public static readonly Reply TooManyConnections = new(421, new(7, 0), "Too many connections; please try again later");

    /// <summary>A browser made to talk to us (cross-protocol attack); nothing that follows is read.</summary>
    public static readonly Reply HttpRefused = new(421, new(7, 0), "This is SMTP, not HTTP; closing connection");

    // Messages that are refused.

    /// <summary>RFC 1870 6.1, 6.3; RFC 3463 X.3.4.</summary>
    public static readonly Reply MessageTooBig = new(552, new(3, 4), "Message exceeds the maximum size announced with SIZE");

    /// <summary>RFC 3463 X.6.0: a header section beyond what is inspected.</summary>
    public static readonly Reply HeaderTooBig = new(554, new(6, 0), "Header section too big");

    /// <summary>RFC 5321 2.3.8, 4.1.1.4; CVE-2023-51764: two readers may see two ends of the message.</summary>
    public static readonly Reply BareCarriageReturn = new(554, new(6, 0), "Bare CR in mail data; lines end with CRLF");

    /// <summary>RFC 5321 2.3.8, 4.1.1.4; CVE-2023-51764.</summary>
    public static readonly Reply BareLineFeed = new(554, new(6, 0), "Bare LF in mail data; lines end with CRLF");

    /// <summary>RFC 5321 4.5.2, RFC 5322 4: NUL is in no message, and some readers stop at it.</summary>
    public static readonly Reply NulInData = new(554, new(6, 0), "NUL in mail data");

    /// <summary>RFC 2920 3.1: after DATA a client waits for 354. What it sent before may be a smuggled command.</summary>
    public static readonly Reply PipelinedAfterData = new(554, new(5, 0), "Data was sent before the 354 reply to DATA");

    /// <summary>RFC 3207 4.2: octets behind STARTTLS came in clear and must not be read as if they had come under TLS.</summary>
    public static readonly Reply PipelinedAfterStartTls = new(554, new(5, 0), "Data was sent behind STARTTLS; closing connection");

    /// <summary>RFC 5322 2.2: what the first field continues is not there.</summary>
    public static readonly Reply BadFirstLine = new(554, new(6, 0), "The first line of the message starts with white space");

    // For now, no.

    /// <summary>RFC 3463 X.3.1: the memory for mail data is spent.</summary>
    public static readonly Reply NoMemory = new(451, new(3, 1), "Too much mail at the moment; try again later");

    /// <summary>RFC 3463 X.4.1: no host of the next hop answers.</summary>
    public static readonly Reply NextHopUnavailable = new(451, new(4, 1), "Next hop does not answer; try again later");

    /// <summary>RFC 3463 X.4.2: the connection to it broke.</summary>
    public static readonly Reply NextHopLost = new(451, new(4, 2), "Connection to the next hop was lost; try again later");

    /// <summary>RFC 3463 X.3.2: all connections to it are in use.</summary>
    public static readonly Reply NextHopBusy = new(451, new(3, 2), "Next hop is busy; try again later");

    /// <summary>RFC 3463 X.3.5: it refuses us, not the client.</summary>
    public static readonly Reply NextHopMisconfigured = new(451, new(3, 5), "Next hop does not take mail from this gateway; try again later");

    /// <summary>RFC 5321 4.2.3; RFC 3463 X.3.0: a mistake of ours.</summary>
    public static readonly Reply LocalError = new(451, new(3, 0), "Local error in processing; try again later");

    /// <summary>RFC 5321 4.5.3.1.10: the client sends to the others first, then to this one in a transaction of its own.</summary>
    public static readonly Reply OtherNextHop = new(452, new(5, 3), "This recipient has another next hop; send to it in a transaction of its own");

    /// <summary>RFC 5321 4.5.3.1.10: a bound on commands, not on recipients.</summary>
    public static readonly Reply TooManyRcptCommands = new(452, new(5, 3), "Too many RCPT commands in this transaction");

    /// <summary>RFC 5321 4.5.3.1.10: a bound on memory; the client sends to the rest in a transaction of its own.</summary>
    public static readonly Reply EnvelopeTooBig = new(452, new(5, 3), "The recipients so far take too much room; send to the others in another transaction");
}
