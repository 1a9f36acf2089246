namespace Connelink.MailGuard.AddressDirectory.Store;

/// <summary>Who changes the directory, by what, and why.</summary>
/// <param name="Action">In a few words: "add jean.dupont@client.example".</param>
/// <param name="Reason">What the administrator gave as the reason; null when none.</param>
public sealed record ChangeReason(string Who, string Action, string? Reason);
