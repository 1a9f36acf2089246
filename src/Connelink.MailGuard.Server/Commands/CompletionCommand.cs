using System.CommandLine;

namespace Connelink.MailGuard.Server.Commands;

/// <summary>`completion bash|zsh|fish`: a script for the shell, which asks the program itself what may follow, declared addresses included.</summary>
internal static class CompletionCommand
{
    /// <summary>Readline breaks words before "@" and after ":" and "=": what it has broken off stays on the line. compgen would run what stands in an address within backquotes.</summary>
    private const string Bash = """
        _mailguard() {
            local line=${COMP_LINE:0:COMP_POINT} breaks=${COMP_WORDBREAKS//[^@:=]/} kept= word each
            word=${line##*[[:space:]]}
            [ -z "$breaks" ] || kept=${word%"${word##*[$breaks]}"}
            kept=${kept%@}
            COMPREPLY=()
            while IFS= read -r each; do
                [[ $each == "$word"* ]] && printf -v each %q "${each#"$kept"}" && COMPREPLY+=("$each")
            done < <("$1" "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)
        }
        complete -o default -F _mailguard mailguard
        """;

    /// <summary>As a function that compinit finds, or sourced.</summary>
    private const string Zsh = """
        #compdef mailguard
        _mailguard() {
            local -a found
            found=(${(f)"$("${words[1]}" "[suggest:${#LBUFFER}]" "$LBUFFER" 2>/dev/null)"})
            compadd -a found || _files
        }
        if [ "$funcstack[1]" = _mailguard ]; then _mailguard "$@"; else compdef _mailguard mailguard; fi
        """;

    private const string Fish = """
        function __mailguard_complete
            set -l line (commandline -cp)
            set -l words (commandline -co)
            $words[1] "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c mailguard -a '(__mailguard_complete)'
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
