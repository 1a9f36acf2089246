using System.Text.RegularExpressions;
using Connelink.MailGuard.Policy;
using Microsoft.Extensions.Configuration;

namespace Connelink.MailGuard.Tests.Policy;

/// <summary>A file of Rules/*.rule: lines that set the scene, then lines "MAIL … RCPT … -> outcome" or "HEADER … -> outcome". See Rules/README.md.</summary>
public sealed partial class RuleTable
{
    private readonly TableDirectory _directory = new();
    private readonly Dictionary<string, string?> _settings = [];
    private string[] _envelope = [];
    private bool _hasDirectory = true;
    private Direction _direction;

    public static IEnumerable<int> CaseLines(string path) =>
        File.ReadAllLines(path).Index().Where(line => IsCase(line.Item)).Select(line => line.Index + 1);

    /// <summary>The case in a line, in the scene that the lines above have set.</summary>
    public static RuleCase Read(string path, int line)
    {
        var table = new RuleTable();
        var lines = File.ReadAllLines(path);
        foreach (var above in lines.Take(line - 1).Where(above => !IsCase(above))) table.Set(above);

        var (commands, outcome) = Halves(lines[line - 1], "->");
        string[] played = IsHeader(commands) ? [.. table._envelope, commands] : [.. Commands(commands)];
        return new RuleCase(table._direction, table._hasDirectory ? table._directory : null, table.Options(), played, outcome);
    }

    private static bool IsCase(string line) => line.StartsWith("MAIL ", StringComparison.Ordinal) || IsHeader(line);

    private static bool IsHeader(string line) => line.StartsWith("HEADER ", StringComparison.Ordinal) || line.StartsWith("FACTS ", StringComparison.Ordinal);

    private PolicyOptions Options()
    {
        var options = new PolicyOptions();
        new ConfigurationBuilder().AddInMemoryCollection(_settings).Build().Bind(options);
        return options;
    }

    private void Set(string line)
    {
        var words = line.Split('#')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        switch (words)
        {
            case []: break;
            case ["no-directory"]: _hasDirectory = false; break;
            case ["envelope", ..]: _envelope = [.. Commands(line["envelope ".Length..])]; break;
            case ["direction", var direction]: _direction = Enum.Parse<Direction>(direction, ignoreCase: true); break;
            case ["set", var name, var value]: _settings[name] = value; break;
            case ["tenant", var name, "english", .. var domains]: _directory.AddTenant(name, Language.English, domains); break;
            case ["tenant", var name, "french", .. var domains]: _directory.AddTenant(name, Language.French, domains); break;
            case ["suspend", var domain]: _directory.Suspend(domain); break;
            case ["declared", var address]: _directory.Declare(address); break;
            case ["essential", var address]: _directory.Declare(address, plan: Plan.Essential); break;
            case ["alias", var alias, "of", var address]: _directory.Alias(alias, address); break;
            case ["redirect", var address, "to", .. var targets]:
                _directory.Declare(address, EntryKind.Redirect, plan: targets.Any(_directory.IsEssential) ? Plan.Essential : Plan.None);
                foreach (var target in targets) _directory.AddTarget(target);
                break;
            case ["group", var address, "with-outsiders"]: _directory.Declare(address, EntryKind.Group, hasExternalMembers: true); break;
            case ["application", var address, "sends-as", .. var patterns]:
                _directory.Declare(address, EntryKind.Application);
                foreach (var pattern in patterns) _directory.AddPattern(pattern);
                break;
            case ["application", var address, "relays", .. var patterns]:
                _directory.Declare(address, EntryKind.Application);
                foreach (var pattern in patterns) _directory.AddRelayed(address, pattern);
                break;
            case ["group", var address, "of", .. var members]:
                _directory.Declare(address, EntryKind.Group);
                foreach (var member in members) _directory.AddMember(address, member);
                break;
            case [var kind, var address]: _directory.Declare(address, Enum.Parse<EntryKind>(kind, ignoreCase: true)); break;
            default: throw new FormatException(line);
        }
    }

    /// <summary>"RCPT TO:&lt;r{1..3}@example.org&gt;" stands for three commands.</summary>
    private static IEnumerable<string> Commands(string text)
    {
        foreach (var command in CommandStart().Split(text).Select(command => command.Trim()).Where(command => command.Length > 0))
        {
            if (Repeat().Match(command) is not { Success: true } repeat)
            {
                yield return command;
                continue;
            }
            for (var number = int.Parse(repeat.Groups[1].ValueSpan); number <= int.Parse(repeat.Groups[2].ValueSpan); number++)
            {
                yield return Repeat().Replace(command, $"{number}");
            }
        }
    }

    private static (string Before, string After) Halves(string text, string separator)
    {
        var at = text.LastIndexOf(separator, StringComparison.Ordinal);
        return (text[..at].Trim(), text[(at + separator.Length)..].Trim());
    }

    [GeneratedRegex("(?=(?:MAIL FROM|RCPT TO):)")]
    private static partial Regex CommandStart();

    [GeneratedRegex(@"\{(\d+)\.\.(\d+)\}")]
    private static partial Regex Repeat();
}
