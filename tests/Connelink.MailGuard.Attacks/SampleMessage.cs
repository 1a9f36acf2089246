namespace Connelink.MailGuard.Attacks;

/// <summary>One message that the gateway is tried with, and what must become of it.</summary>
/// <param name="Name">Unique: the family, a slash, and what is special in this one.</param>
/// <param name="Source">Where the idea is published: paper, CVE, RFC, repository or the program whose habit it is.</param>
/// <param name="Content">Mail data with CRLF and without dot-stuffing, unless <see cref="IsWire"/>.</param>
public sealed record SampleMessage(
    string Name, string Family, string Source, MailDirection Direction, Envelope Envelope, MailContent Content, Expectation Expectation)
{
    /// <summary>True: all that a client sends behind the 354, end-of-data and what it smuggles in behind included; nothing may be stuffed.</summary>
    public bool IsWire { get; init; }

    /// <summary>Programs that are known to read the message as the attacker wants it, where that is known.</summary>
    public string? Readers { get; init; }

    /// <summary>Judged where `Formats` of encrypted-archive has 7z and RAR, too: by default those may be encrypted.</summary>
    public bool IsForAllFormats { get; init; }

    public bool IsAttack => !Expectation.MustPass;

    public override string ToString() => Name;
}
