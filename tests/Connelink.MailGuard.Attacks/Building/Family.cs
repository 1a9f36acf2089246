namespace Connelink.MailGuard.Attacks.Building;

/// <summary>What the messages of one family have in common. No rules: its messages are innocent.</summary>
internal sealed record Family(string Name, string Source, params string[] Rules)
{
    public string? Readers { get; init; }

    public SampleMessage Inbound(string name, MailContent content) =>
        Make(name, MailDirection.Inbound, new Envelope(Addresses.Alice, Addresses.Jean), content);

    public SampleMessage Outbound(string name, MailContent content) => Outbound(name, Addresses.Jean, content);

    public SampleMessage Outbound(string name, string reversePath, MailContent content) =>
        Make(name, MailDirection.Outbound, new Envelope(reversePath, Addresses.Bob), content);

    /// <summary>A null reverse-path: reports and automatic replies.</summary>
    public SampleMessage Null(string name, MailDirection direction, MailContent content) =>
        Make(name, direction, new Envelope("", direction == MailDirection.Inbound ? Addresses.Jean : Addresses.Bob), content);

    public SampleMessage Make(string name, MailDirection direction, Envelope envelope, MailContent content) =>
        new($"{Name}/{name}", Name, Source, direction, envelope, content, new Expectation(Rules)) { Readers = Readers };
}
