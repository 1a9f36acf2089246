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

/// <summary>Judges what was found in the content, whenever that has grown and once more at end-of-data. Stateless, no I/O, safe for all threads.</summary>
public interface IFactRule
{
    string Name { get; }

    Objection? Judge(MailContext mail, MessageFacts facts);
}

/// <summary>Looks at the whole message as it passes; one inspection for each message.</summary>
public interface IContentRule
{
    string Name { get; }

    /// <summary>Null: nothing to look for in this message.</summary>
    IContentInspection? Open(MailContext mail);
}

/// <summary>One message under a content rule: takes the content, un-stuffed, header section included.</summary>
public interface IContentInspection : IContentSink
{
    /// <summary>The objection as soon as it is certain; the rest of the message need not be relayed.</summary>
    Objection? Objection { get; }

    /// <summary>End-of-data: the last chance to object.</summary>
    Objection? Complete();
}
