using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Protection;

/// <summary>Inflates what is compressed inside a protected message, within the budget of the message, which its archives share.</summary>
/// <remarks>One for each reader that is open at the same time: what is inflated may hold another compressed message.</remarks>
public interface IInflater
{
    /// <param name="hasZlibHeader">RFC 1950; otherwise deflated octets alone (RFC 1951).</param>
    void Begin(bool hasZlibHeader);

    /// <summary>Hands on what can be inflated so far.</summary>
    InflateOutcome Write(ReadOnlySpan<byte> compressed, IContentSink inflated);
}

/// <summary>How far inflating went.</summary>
public enum InflateOutcome : byte
{
    Running,

    /// <summary>The compressed octets ended.</summary>
    Complete,
    Broken,

    /// <summary>The budget is used up.</summary>
    OverBudget,
}
