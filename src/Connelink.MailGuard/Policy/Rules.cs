using Connelink.MailGuard.Inspection;
using Connelink.MailGuard.Policy.Edits;
using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Policy;

/// <summary>Judges each recipient, when both paths are known. Stateless, no I/O, safe for all threads. Null: no objection.</summary>
public interface IEnvelopeRule
{
    string Name { get; }

    Objection? Judge(MailContext mail, ForwardPath recipient);
}

/// <summary>Judges the header section once, before anything of the message goes to the next hop.</summary>
public interface IHeaderRule
{
    string Name { get; }

    Objection? Judge(MailContext mail, HeaderIndex header);
}

/// <summary>Takes octets out of the header section of a message that no rule objects to. Stateless, no I/O, safe for all threads.</summary>
public interface IHeaderEditor
{
    string Name { get; }

    void Edit(MailContext mail, HeaderIndex header, HeaderEdits edits);
}

/// <summary>Judges what the inspection of a message has found. Stateless, no I/O, safe for all threads.</summary>
public interface IContentRule
{
    string Name { get; }

    /// <summary>It asks for protected documents: those inside archives must be opened for it.</summary>
    bool OpensDocuments => false;

    /// <summary>
    /// Called whenever facts have grown while the message passes, and at its end (<see cref="MessageFacts.IsComplete"/>). An objection ends it: the rest
    /// of the message need not be relayed.
    /// </summary>
    Objection? Judge(MailContext mail, MessageFacts facts);
}
