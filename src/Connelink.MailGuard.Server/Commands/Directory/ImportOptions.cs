using Connelink.MailGuard.AddressDirectory.Formats;

namespace Connelink.MailGuard.Server.Commands.Directory;

/// <summary>What the command line asks of `directory import`.</summary>
/// <param name="Name">The file, or "-".</param>
/// <param name="Format">Null: guessed.</param>
/// <param name="Keep">Whether entries that are not in the file stay.</param>
/// <param name="Limit">Differences that a dry run lists.</param>
internal sealed record ImportOptions(string Name, DirectoryFormat? Format, string? Tenant, bool Keep, bool DryRun, int Limit);
