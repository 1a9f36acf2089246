namespace Connelink.MailGuard.AddressDirectory;

/// <summary>A source of a tenant's entries as a file has it. Only a store synchronises: elsewhere it means nothing.</summary>
/// <param name="Settings">JSON, which nobody has judged yet.</param>
/// <param name="Place">Where it stands, should it be wrong.</param>
public sealed record SourceDraft(string Name, string Settings, DirectoryMistake Place);
