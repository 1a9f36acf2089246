namespace Connelink.MailGuard.Load.Client;

/// <summary>A message that must be refused with a 5yz reply: by its envelope, by its content, or both.</summary>
/// <remarks>A new kind is one more line in <see cref="Create"/>: other recipients, or other templates.</remarks>
internal sealed record Poison(string Kind, AddressPattern? Recipient, IReadOnlyList<MessageTemplate>? Templates)
{
    public static readonly IReadOnlyList<string> Kinds = ["undeclared"];

    public static Poison Create(string kind) => kind switch
    {
        "undeclared" => new(kind, new AddressPattern("undeclared###@load.example", 999), null),
        _ => throw new ArgumentException($"unknown kind of poison: {kind}"),
    };
}
