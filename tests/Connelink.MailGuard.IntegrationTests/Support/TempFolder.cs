namespace Connelink.MailGuard.IntegrationTests.Support;

/// <summary>A folder of one test, gone with it. Open to other users: Postfix's programs give up their privileges.</summary>
internal sealed class TempFolder : IDisposable
{
    private const UnixFileMode Everybody = (UnixFileMode)0b111_111_111;

    public TempFolder()
    {
        Directory.CreateDirectory(Name);
        File.SetUnixFileMode(Name, Everybody);
    }

    public string Name { get; } = Path.Combine(Path.GetTempPath(), $"mailguard-{Guid.NewGuid():N}");

    public string PathOf(string name) => Path.Combine(Name, name);

    public string Write(string name, string text)
    {
        var path = PathOf(name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>A folder inside that everybody may write to.</summary>
    public string Folder(string name)
    {
        var path = Directory.CreateDirectory(PathOf(name)).FullName;
        File.SetUnixFileMode(path, Everybody);
        return path;
    }

    public void Dispose() => Directory.Delete(Name, recursive: true);
}
