using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace Connelink.MailGuard.Policy;

/// <summary>MailGuard:Rules. One property a rule, under the rule's name.</summary>
public sealed class PolicyOptions
{
    public const string Section = "MailGuard:Rules";

    /// <summary>Every rule only observes, for a first week inline.</summary>
    public bool Rehearsal { get; set; }

    /// <summary>Address of a page about refusals, added to each reply where it fits.</summary>
    public string? HelpUrl { get; set; }

    [ConfigurationKeyName("declared-recipient")]
    public DeclaredRecipientOptions DeclaredRecipient { get; set; } = new();

    [ConfigurationKeyName("declared-sender")]
    public RuleOptions DeclaredSender { get; set; } = new();

    [ConfigurationKeyName("internal-group")]
    public RuleOptions InternalGroup { get; set; } = new();

    [ConfigurationKeyName("recipient-limit")]
    public RecipientLimitOptions RecipientLimit { get; set; } = new();

    [ConfigurationKeyName("mail-loop")]
    public MailLoopOptions MailLoop { get; set; } = new();
}

/// <summary>What becomes of an address of a hosted domain that is not declared.</summary>
public enum UnknownRecipient : byte
{
    Refuse,

    /// <summary>Offered to the next hop, and recorded as accepted though undeclared.</summary>
    AskNextHop,
}

public sealed class DeclaredRecipientOptions : RuleOptions
{
    public UnknownRecipient Unknown { get; set; }
}

public sealed class RecipientLimitOptions : RuleOptions
{
    /// <summary>Distinct recipients of one message; the contract says 500. RFC 5321 4.5.3.1.8 asks for at least 100.</summary>
    [Range(100, 10_000)]
    public int Max { get; set; } = 500;
}

public sealed class MailLoopOptions : RuleOptions
{
    /// <summary>Received fields that make a loop (RFC 5321 6.3).</summary>
    [Range(30, 1000)]
    public int MaxReceived { get; set; } = 100;

    /// <summary>Traces of this gateway for the same recipients that make a loop.</summary>
    [Range(2, 100)]
    public int MaxOwnTraces { get; set; } = 4;
}
