using System.CommandLine;

namespace Connelink.MailGuard.Server.Commands;

/// <summary>`completion bash|zsh|fish`: a script for the shell, which asks the program itself what may follow, declared addresses included.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        _mailguard() {
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "$("$1" "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _mailguard mailguard
        """;

    private const string Zsh = """
        #compdef mailguard
        _mailguard() {
            local -a found
            found=("${(@f)$("${words[1]}" "[suggest:${#BUFFER}]" "$BUFFER" 2>/dev/null)}")
            compadd -- $found || _files
        }
        compdef _mailguard mailguard
        """;

    private const string Fish = """
        complete -c mailguard -f -a '(set -l line (commandline -cp); mailguard "[suggest:"(string length -- $line)"]" $line 2>/dev/null)'
        """;

    public static Command Create()
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish", HelpName = "SHELL" };
        shell.TakeOneOf("bash", "zsh", "fish");
        var command = new Command("completion", "Print a script that completes commands and addresses: source <(mailguard completion bash)") { shell };
        command.SetAction(parsed => Console.WriteLine(parsed.GetValue(shell) switch { "zsh" => Zsh, "fish" => Fish, _ => Bash }));
        return command;
    }
}
