using Connelink.MailGuard.AddressDirectory.Store;

namespace Connelink.MailGuard.Server.Commands.Directory;

/// <summary>Ends a change and says what came of it.</summary>
internal static class ChangeReport
{
    /// <returns>The exit code.</returns>
    public static int Commit(StoreChange change) => Commit(change, Console.Out);

    public static int Commit(StoreChange change, TextWriter output)
    {
        var number = change.Commit();
        output.WriteLine(number == 0
            ? "Nothing to change: the directory is so already."
            : $"Change {number} is made. To undo it: mailguard directory revert {number}");
        return ExitCodes.Done;
    }
}
