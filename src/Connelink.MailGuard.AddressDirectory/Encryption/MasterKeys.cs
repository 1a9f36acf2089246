namespace Connelink.MailGuard.AddressDirectory.Encryption;

/// <summary>The master keys of a key file: the last one encrypts, all of them decrypt.</summary>
/// <remarks>
/// A line for each key: a name of at most 64 printable characters, a blank, 32 octets in base64. Lines that start with "#" are comments.
/// The file is read anew for each use, so that a key is changed by appending a line; no program has to be restarted.
/// </remarks>
internal sealed class MasterKeys
{
    public const int KeyOctets = 32;
    private const int MaxNameOctets = 64;

    private readonly List<(string Name, byte[] Key)> _keys = [];

    /// <summary>Keys that others can read are no keys.</summary>
    private const UnixFileMode ForOthers = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.GroupWrite;

    /// <exception cref="DirectoryException">It cannot be used; all that is wrong with it is told.</exception>
    public static MasterKeys Read(string file)
    {
        var keys = new MasterKeys();
        List<string> mistakes = [];
        try
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & ForOthers) != 0)
            {
                mistakes.Add($"others may read or change it; run: chmod 600 {file}");
            }
            var lines = File.ReadAllLines(file);
            for (var i = 0; i < lines.Length; i++) keys.Take(lines[i], i + 1, mistakes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            mistakes.Add(e.Message);
        }
        if (mistakes.Count == 0 && keys._keys.Count == 0) mistakes.Add("there is no key in it");
        if (mistakes.Count == 0) return keys;
        throw new DirectoryException($"The key file {file} cannot be used: {string.Join("; ", mistakes)}");
    }

    /// <summary>The key that encrypts.</summary>
    public (string Name, byte[] Key) Newest => _keys[^1];

    /// <exception cref="DirectoryException">It is not in the file.</exception>
    public byte[] Named(string name) => _keys.Find(key => key.Name == name).Key
        ?? throw new DirectoryException($"The key '{name}' is not in the key file any more; put its line back");

    private void Take(string line, int number, List<string> mistakes)
    {
        if (line.Length == 0 || line[0] == '#') return;
        var key = new byte[KeyOctets];
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var isName = words[0].Length <= MaxNameOctets && words[0].All(c => c is > ' ' and < (char)127);
        if (words.Length != 2 || !isName || !Convert.TryFromBase64String(words[1].PadRight(44, '='), key, out var octets) || octets != KeyOctets)
        {
            mistakes.Add($"line {number} is no key; write a name, a blank and {KeyOctets} octets in base64, as from: openssl rand -base64 {KeyOctets}");
        }
        else if (_keys.Exists(known => known.Name == words[0]))
        {
            mistakes.Add($"line {number}: the name '{words[0]}' stands twice");
        }
        else
        {
            _keys.Add((words[0], key));
        }
    }
}
