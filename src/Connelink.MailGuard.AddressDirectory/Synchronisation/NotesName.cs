using System.Buffers;
using System.Text;

namespace Connelink.MailGuard.AddressDirectory.Synchronisation;

/// <summary>A name in one form, whichever of its forms it was written in: "jean dupont/ventes/acme".</summary>
/// <remarks>
/// Domino writes a name as DN (RFC 4514: CN=Jean Dupont,OU=Ventes,O=ACME), canonical (CN=Jean Dupont/OU=Ventes/O=ACME), abbreviated
/// (Jean Dupont/Ventes/ACME) or flat. A flat name may hold a slash: then it equals the abbreviated form, as it does for Domino.
/// </remarks>
internal static class NotesName
{
    private static readonly SearchValues<char> TypeCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.");

    /// <summary>What names are compared by.</summary>
    public static string Key(string name)
    {
        var components = IsTyped(name) ? Components(name) : [name];
        return string.Join('/', components.Select(Fold));
    }

    /// <summary>The first component: what people call the person or group.</summary>
    public static string Common(string name)
    {
        if (IsTyped(name)) return Components(name) is [var first, ..] ? first : "";
        return name.Contains('@') ? name : name.Split('/')[0];
    }

    /// <summary>An attribute type and an equals sign: the name says what its components are.</summary>
    private static bool IsTyped(ReadOnlySpan<char> name)
    {
        name = name.TrimStart();
        var type = name.IndexOfAnyExcept(TypeCharacters);
        return type > 0 && name[type..].TrimStart().StartsWith('=');
    }

    /// <summary>Values in order. Separators: comma and plus (DN), or a slash before another type (canonical).</summary>
    private static List<string> Components(string name)
    {
        var components = new List<string>();
        var value = new ValueReader(name);
        while (value.Read(out var component)) components.Add(component);
        return components;
    }

    private static string Fold(string text) => string.Join(' ', text.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Reads "type=value" after "type=value"; takes escapes (RFC 4514 3) back.</summary>
    private ref struct ValueReader(string text)
    {
        private int _at;

        public bool Read(out string value)
        {
            value = "";
            if (_at >= text.Length) return false;
            var equals = text.IndexOf('=', _at);
            _at = equals < 0 ? _at : equals + 1;
            var octets = new List<byte>();
            while (_at < text.Length && !IsEnd()) Take(octets);
            _at++;
            value = Encoding.UTF8.GetString([.. octets]).Trim();
            return true;
        }

        private readonly bool IsEnd() => text[_at] switch
        {
            ',' or ';' or '+' => true,
            '/' => IsTyped(text.AsSpan(_at + 1)),
            _ => false,
        };

        private void Take(List<byte> octets)
        {
            if (text[_at] != '\\' || _at + 1 == text.Length)
            {
                var character = char.IsHighSurrogate(text[_at]) && _at + 1 < text.Length ? 2 : 1;
                octets.AddRange(Encoding.UTF8.GetBytes(text.Substring(_at, character)));
                _at += character;
            }
            else if (_at + 2 < text.Length && char.IsAsciiHexDigit(text[_at + 1]) && char.IsAsciiHexDigit(text[_at + 2]))
            {
                octets.Add(Convert.FromHexString(text.AsSpan(_at + 1, 2))[0]);
                _at += 3;
            }
            else
            {
                octets.AddRange(Encoding.UTF8.GetBytes(text.Substring(_at + 1, 1)));
                _at += 2;
            }
        }
    }
}
