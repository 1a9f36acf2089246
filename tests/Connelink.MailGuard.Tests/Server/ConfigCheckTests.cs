using Connelink.MailGuard.Server.Commands;
using Connelink.MailGuard.Tests.Support;
using Xunit;

namespace Connelink.MailGuard.Tests.Server;

/// <summary>Each configuration in Configs/*.json with what `config check` must say of it (*.expected; the first line is the exit code).</summary>
/// <remarks>MAILGUARD_ACCEPT=1 writes what is said now over what was expected; read the difference before it is committed.</remarks>
public sealed class ConfigCheckTests
{
    private static readonly string Folder = SourceTree.PathOf("tests", "Connelink.MailGuard.Tests", "Configs");

    public static TheoryData<string> Configs => [.. Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)!).Order()];

    [Theory]
    [MemberData(nameof(Configs))]
    public void Every_mistake_is_told_with_its_path_and_the_mend(string config)
    {
        var expected = Path.Combine(Folder, config + ".expected");
        var said = Check(Path.Combine(Folder, config + ".json"));
        if (Environment.GetEnvironmentVariable("MAILGUARD_ACCEPT") == "1") File.WriteAllText(expected, said);

        Assert.Equal(File.ReadAllText(expected), said);
    }

    [Fact]
    public void A_file_that_is_not_there_is_told_and_where_to_start() => Assert.Equal(
        """
        exit 2
        error ./nowhere.json: there is no such file. Name the configuration with --config FILE; appsettings.sample.json is a start.
        ./nowhere.json: 1 error, 0 warnings

        """,
        Check(Path.Combine(Folder, "nowhere.json")));

    [Fact]
    public void A_setting_on_the_command_line_wins_and_its_mistake_names_the_command_line()
    {
        var said = Check(Path.Combine(Folder, "good.json"), "--MailGuard:Listeners:0:NextHop=domin");

        Assert.Contains("error MailGuard:Listeners:0:NextHop (command line): there is no next hop \"domin\". Write \"domino\".", said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_database_that_is_still_to_be_made_is_a_warning_with_the_command_that_makes_it()
    {
        var said = Check(Path.Combine(Folder, "good.json"), "--MailGuard:Directory:Provider=sqlite", "--MailGuard:Directory:Path=nowhere.db");

        Assert.StartsWith("exit 0\nwarning MailGuard:Directory:Path (command line): there is no database \"./nowhere.db\" yet", said, StringComparison.Ordinal);
        Assert.Contains("Make it with: mailguard directory tenant create NAME --domain DOMAIN.", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("directory: sqlite ./nowhere.db (not encrypted by MailGuard: keep it on an encrypted volume)", "Provider=sqlite", "Path=nowhere.db")]
    [InlineData("(encrypted if the database's server keeps its files on an encrypted volume: MailGuard cannot see that)", "Provider=postgresql", "ConnectionString=Host=/run/postgresql")]
    [InlineData("error MailGuard:Directory:Encryption (command line): unknown setting.", "Provider=sqlite", "Path=nowhere.db", "Encryption=sqlcipher")]
    public void What_encrypts_the_database_is_told(string expected, params string[] settings)
    {
        var said = Check(Path.Combine(Folder, "good.json"), [.. settings.Select(setting => "--MailGuard:Directory:" + setting)]);

        Assert.Contains(expected, said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_database_is_told_as_such() => Assert.StartsWith(
        "exit 2\nerror MailGuard:Directory:Path (command line): \"./good.json.db\" is no SQLite database. ",
        Check(Path.Combine(Folder, "good.json"), "--MailGuard:Directory:Provider=sqlite", $"--MailGuard:Directory:Path={Copied("good.json")}"),
        StringComparison.Ordinal);

    [Fact]
    public void A_folder_is_told_as_such() => Assert.Contains("it is a folder. Name the configuration", Check(Folder), StringComparison.Ordinal);

    private static string Copied(string name)
    {
        File.Copy(Path.Combine(Folder, name), Path.Combine(Folder, $"{name}.db"), overwrite: true);
        return $"{name}.db";
    }

    private static string Check(string file, params string[] settings)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var exitCode = ConfigCheckCommand.Run(file, settings, output, isTerminal: false);
        return $"exit {exitCode}\n{output.ToString().Replace(Folder + "/", "./", StringComparison.Ordinal)}";
    }
}
