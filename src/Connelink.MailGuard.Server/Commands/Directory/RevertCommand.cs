using System.CommandLine;
using Connelink.MailGuard.AddressDirectory.Store;

namespace Connelink.MailGuard.Server.Commands.Directory;

/// <summary>`directory revert N`: a new change that undoes change N.</summary>
internal static class RevertCommand
{
    public static Command Create(StoreArguments store)
    {
        var number = new Argument<long>("N") { Description = "The change, as directory log shows it" };
        var command = new Command("revert", "Undo a change; refused where a later change stands in the way") { number };
        return store.Changing(command, (parsed, directory, reason) =>
        {
            var undone = parsed.GetValue(number);
            using var change = directory.Begin(reason($"revert {undone}"));
            ChangeRevert.Run(change, undone);
            return ChangeReport.Commit(change);
        });
    }
}
