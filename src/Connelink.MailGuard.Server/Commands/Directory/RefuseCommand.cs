using System.CommandLine;
using Connelink.MailGuard.AddressDirectory.Store;
using Connelink.MailGuard.Server.Check;

namespace Connelink.MailGuard.Server.Commands.Directory;

/// <summary>`directory refuse ADDRESS…`: remembers that addresses are not to be declared, so that `suggest` does not ask again.</summary>
internal static class RefuseCommand
{
    private static readonly Argument<string[]> Addresses = AddressArgument.Several("ADDRESS", "Addresses that are not to be declared");
    private static readonly Option<bool> Forget = new("--forget") { Description = "Let them be suggested again" };

    public static Command Create(StoreArguments store)
    {
        var command = new Command("refuse", "Remember that addresses are not to be declared") { Addresses, Forget };
        return store.Changing(command, (parsed, directory, reason) => Refuse(directory, parsed.GetValue(Addresses)!, reason("refuse"), Console.Out, parsed.GetValue(Forget)));
    }

    public static int Refuse(DirectoryStore store, IReadOnlyList<string> keys, ChangeReason reason, TextWriter output, bool forget = false)
    {
        var count = store.Refuse(keys, reason, forget);
        output.WriteLine(forget
            ? $"{CheckWords.Count(count, "refusal")} forgotten."
            : $"{CheckWords.Count(count, "refusal")} remembered; suggest leaves them out. Mail to them is refused as before: they are not declared.");
        return ExitCodes.Done;
    }
}
