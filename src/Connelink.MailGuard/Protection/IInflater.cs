using Connelink.MailGuard.Smtp;

namespace Connelink.MailGuard.Protection;

/// <summary>Inflates what is compressed inside a protected message, within the budget of the message: the caller's, shared with its archives.</summary>
public interface IInflater
{
    /// <param name="hasZlibHeader">RFC 1950; otherwise deflated octets alone (RFC 1951).</param>
    void Begin(bool hasZlibHeader);

    /// <summary>Hands on what can be inflated so far.</summary>
    InflateStatus Write(ReadOnlySpan<byte> compressed, IContentSink inflated);
}

/// <summary>How far inflating went.</summary>
public enum InflateStatus : byte
{
    Running,

    /// <summary>The compressed octets ended.</summary>
    Complete,
    Broken,

    /// <summary>The budget is used up.</summary>
    OverBudget,
}
