namespace Connelink.MailGuard.Policy.Edits;

/// <summary>What became of the fields that an editor looked at.</summary>
public enum EditOutcome : byte
{
    Edited,

    /// <summary>The editor only observes.</summary>
    WouldEdit,

    /// <summary>They could not be read safely, or others vouch for them: left as they are.</summary>
    LeftAlone,

    /// <summary>DKIM-Signature fields of hosted domains that an edit broke, taken out.</summary>
    SignatureDropped,
}

/// <summary>What an editor did to a message: its rule's name and how many fields, never content.</summary>
public readonly record struct EditNote(string Rule, EditOutcome Outcome, int Fields);
